import { gzipSync } from 'node:zlib';
import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { agreedListCsv } from './agreed-list-text.ts';
import type { Choices } from './choices.ts';
import { FIRMWARE } from './srv-storm.ts';

/** A file as somebody puts it into the inbox; what it means is said beside its text, for the reference model. */
export type PutFile = {
  readonly key: string;
  readonly body: string;
  readonly cplVersion?: string;
  /** How the body is packed; as it is when nothing is said. */
  readonly packing?: 'gzip' | 'damaged gzip';
  readonly meaning:
    | { readonly kind: 'cpl'; readonly sound: boolean; readonly rows: readonly CplRow[] }
    | { readonly kind: 'gbcs-register'; readonly sound: boolean; readonly from: ReadonlyMap<string, string> }
    | { readonly kind: 'settings'; readonly sound: boolean; readonly settings: SimulatedSettings }
    | { readonly kind: 'agreed-list' };
};

/** The settings that a schedule plays with. */
export type SimulatedSettings = {
  readonly blockPolicy: 'entry' | 'file';
  readonly gbcsSubstitution: Readonly<Record<string, string>>;
  readonly removalGuardPercent: number;
  readonly removalGuardMinimum: number;
  readonly trialFlagging: 'on' | 'off';
  readonly signaturePolicy: 'off' | 'warn' | 'require';
};

/** The bytes of a file as they lie in the inbox: what a signature is over. */
export function storedBytes({ body, packing }: Pick<PutFile, 'body' | 'packing'>): Buffer {
  if (packing === undefined) return Buffer.from(body);
  const packed = gzipSync(body);
  return packing === 'gzip' ? packed : packed.subarray(0, -9);
}

/** The same extract, compressed. */
export function zipped(file: PutFile, packing: NonNullable<PutFile['packing']> = 'gzip'): PutFile {
  return { ...file, key: `${file.key}.gz`, packing };
}

/** Versions of GBCS that the schedules know; the DSP itself refuses the last one. */
const GBCS = ['4.1', '9.9', '9.8', '4.2-beta'] as const;
/** Stamp of the first extract. */
const START = Date.parse('2026-11-01T00:00:00Z');
const HOUR = 3_600_000;

/** Settings of a pipeline that was given none. */
export const FIRST_SETTINGS: SimulatedSettings = {
  blockPolicy: 'entry',
  gbcsSubstitution: {},
  removalGuardPercent: 5,
  removalGuardMinimum: 10,
  trialFlagging: 'on',
  signaturePolicy: 'off',
};

/** The next list: some entries as they were, some changed, some gone. */
export function nextRows(rows: readonly CplRow[], choices: Choices): CplRow[] {
  const known = new Map(rows.map((row) => [row.entry, row]));
  const next: CplRow[] = [];
  for (const entry of [1, 2, 3]) {
    const before = known.get(entry);
    const change = choices.below(10);
    if (change === 9) continue;
    const row: CplRow = before ?? { entry, gbcs: choices.oneOf(GBCS) };
    if (change < 4) next.push(row);
    else if (change < 7) next.push({ ...row, gbcs: choices.oneOf(GBCS) });
    else if (change === 7) next.push({ ...row, status: row.status === 'Withdrawn' ? 'Active' : 'Withdrawn' });
    else next.push({ ...row, hash: (row.hash === undefined ? 'BB' : 'AA').repeat(32) });
  }
  return next.length === 0 ? [{ entry: 1 }] : next;
}

/** An extract of the list, now and then unsound, or under a name that was used before. */
export function extract(rows: readonly CplRow[], stamp: number, choices: Choices): PutFile {
  const sound = !choices.happens(0.08);
  const key = choices.happens(0.3) ? 'cpl/latest.csv' : `cpl/list-${stamp}.csv`;
  return extractOf(rows, stamp, key, sound);
}

/** A sound extract of these entries, unless said otherwise. */
export function extractOf(
  rows: readonly CplRow[],
  stamp: number,
  key = `cpl/list-${stamp}.csv`,
  sound = true,
): PutFile {
  return {
    key,
    body: cplCsv(rows) + (sound ? '' : '"an open quote'),
    cplVersion: new Date(START + stamp * HOUR).toISOString(),
    meaning: { kind: 'cpl', sound, rows },
  };
}

/** A GBCS register in which some versions are known, some from a later day, and some are not. */
export function register(choices: Choices): PutFile {
  const sound = !choices.happens(0.1);
  const from = new Map<string, string>();
  for (const version of GBCS) {
    const known = choices.below(version === '4.1' ? 10 : 3);
    if (known === (version === '4.1' ? 9 : 2)) continue;
    from.set(version, known === 1 && version !== '4.1' ? '2026-11-03' : '');
  }
  return registerWith(from, sound);
}

/** A register of these versions, each valid from its day. */
export function registerWith(from: ReadonlyMap<string, string>, sound = true): PutFile {
  const lines = [...from].map(([version, day]) => `${version},yes,${day},,${version},test,high,`);
  const header = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note';
  return {
    key: 'governance/gbcs-register.csv',
    body: sound && lines.length > 0 ? `${[header, ...lines].join('\n')}\n` : 'gbcs_version\n1\n',
    meaning: { kind: 'gbcs-register', sound: sound && lines.length > 0, from },
  };
}

/** Settings that somebody might try, now and then unsound. */
export function settingsFile(choices: Choices): PutFile {
  const sound = !choices.happens(0.1);
  const guarded = choices.happens(0.4);
  const settings: SimulatedSettings = {
    ...FIRST_SETTINGS,
    blockPolicy: choices.oneOf(['entry', 'file']),
    gbcsSubstitution: choices.oneOf<Record<string, string>>([{}, { '9.9': '4.1' }, { '9.9': '9.8', '9.8': '4.1' }]),
    ...(guarded ? { removalGuardPercent: 10, removalGuardMinimum: 1 } : {}),
    trialFlagging: choices.oneOf(['on', 'off']),
  };
  return settingsWith(settings, sound);
}

/** A settings file. */
export function settingsWith(settings: SimulatedSettings, sound = true): PutFile {
  return {
    key: 'governance/settings.json',
    body: sound ? JSON.stringify(settings) : '{"noSuchSetting": 1}',
    meaning: { kind: 'settings', sound, settings },
  };
}

/** An agreed list of up to two trials, now and then unsound. */
export function agreedList(choices: Choices): PutFile {
  const rows = FIRMWARE.flatMap((firmware) => {
    const trial = choices.below(3);
    return trial === 2 ? [] : [{ trialId: trial === 0 ? 'T1' : 'T2', firmware }];
  });
  return agreedListOf(choices.happens(0.1) ? 'trial_id\nT1\n' : agreedListCsv(rows));
}

/** An agreed list of this text. */
export function agreedListOf(body: string): PutFile {
  return { key: 'governance/agreed-list.csv', body, meaning: { kind: 'agreed-list' } };
}
