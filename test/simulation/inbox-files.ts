import { gzipSync } from 'node:zlib';
import { agreedListCsv } from './agreed-list-text.ts';
import type { Choices } from './choices.ts';
import { GBCS, type SimulatedList, workbookBytes } from './list-files.ts';
import { FIRMWARE } from './srv-storm.ts';

/** A file as somebody puts it into the inbox; what it means is said beside its text, for the reference model. */
export type PutFile = {
  readonly key: string;
  readonly body: string;
  /** How the body is packed; as it is when nothing is said. */
  readonly packing?: 'gzip' | 'damaged gzip' | 'workbook';
  readonly meaning:
    | { readonly kind: 'cpl'; readonly sound: boolean; readonly list: SimulatedList }
    | { readonly kind: 'certificates' }
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

const stored = new WeakMap<PutFile, Buffer>();

/** The bytes of a file as they lie in the inbox: what a signature is over. They are packed once. */
export function storedBytes(file: PutFile): Buffer {
  const bytes = stored.get(file) ?? packed(file);
  stored.set(file, bytes);
  return bytes;
}

function packed({ body, packing, meaning }: PutFile): Buffer {
  if (packing === undefined) return Buffer.from(body);
  if (packing === 'workbook' && meaning.kind === 'cpl') return Buffer.from(workbookBytes(body, meaning.list));
  const zipped = gzipSync(body);
  return packing === 'gzip' ? zipped : zipped.subarray(0, -9);
}

/** Settings of a pipeline that was given none. */
export const FIRST_SETTINGS: SimulatedSettings = {
  blockPolicy: 'entry',
  gbcsSubstitution: {},
  removalGuardPercent: 5,
  removalGuardMinimum: 10,
  trialFlagging: 'on',
  signaturePolicy: 'off',
};

/** In place of a day: the register has the version, and says that the DSP does not recognise it. */
export const NOT_RECOGNISED = 'no';

/** A GBCS register in which some versions are known, some from a later day, and some are not. */
export function register(choices: Choices): PutFile {
  const sound = !choices.happens(0.1);
  const from = new Map<string, string>();
  for (const version of GBCS) {
    const known = version === '4.1' && choices.happens(0.9) ? 0 : choices.below(5);
    // What is left out is dropped, if a line that holds declares it: then the register is refused.
    if (known === 4) continue;
    from.set(version, ['', '', '2026-11-03', NOT_RECOGNISED][known] ?? '');
  }
  return registerWith(from, sound);
}

/** A register of these versions, each recognised from its day, or not recognised. */
export function registerWith(from: ReadonlyMap<string, string>, sound = true): PutFile {
  const lines = [...from].map(([version, day]) => {
    const isNot = day === NOT_RECOGNISED;
    return `${version},${isNot ? 'no' : 'yes'},${isNot ? '' : day},,${version},test,high,`;
  });
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
    gbcsSubstitution: choices.oneOf<Record<string, string>>([
      {},
      { '9.9': '4.1' },
      { '9.9': '9.8', '9.8': '4.1' },
      { '9.9': '4.2-beta' },
    ]),
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
