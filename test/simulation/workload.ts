import { cplCsv, type CplRow } from '../support/cpl-csv.ts';
import { duis, envelope, prenotification } from '../support/srv-messages.ts';
import { agreedListCsv } from './agreed-list-text.ts';
import type { Choices } from './choices.ts';

/** A file as somebody puts it into the inbox; what it means is said beside its text, for the reference model. */
export type PutFile = {
  readonly key: string;
  readonly body: string;
  readonly cplVersion?: string;
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
};

/** What an SRV message does to a device, as the reference model folds it. */
export type SimulatedEvent = {
  readonly id: string;
  readonly at: string;
  readonly deviceId: string;
  readonly what: 'prenotified' | 'firmware' | 'status';
  readonly value: string;
};

/** One thing that somebody does to the pipeline. */
export type Deed =
  | { readonly deed: 'put'; readonly file: PutFile }
  | { readonly deed: 'srv'; readonly body: string; readonly event: SimulatedEvent | undefined }
  | { readonly deed: 'approve' }
  | { readonly deed: 'reconsider' }
  | { readonly deed: 'speak' }
  | { readonly deed: 'watch' }
  | { readonly deed: 'later'; readonly hours: number }
  | { readonly deed: 'report'; readonly requestId: string }
  | { readonly deed: 'nonsense' };

/** Versions of GBCS that the schedules know; the DSP itself refuses the last one. */
const GBCS = ['4.1', '9.9', '9.8', '4.2-beta'] as const;
const FIRMWARE = ['00000100', '00000200', '00000300'] as const;
const START = Date.parse('2026-11-01T00:00:00Z');
const HOUR = 3_600_000;

/** Settings of a pipeline that was given none. */
export const FIRST_SETTINGS: SimulatedSettings = {
  blockPolicy: 'entry',
  gbcsSubstitution: {},
  removalGuardPercent: 5,
  removalGuardMinimum: 10,
  trialFlagging: 'on',
};

/** Draws what happens in one schedule: a few files, some storms of SRV messages, operators, and the clockwork. */
export function workload(choices: Choices): Deed[] {
  const deeds: Deed[] = [];
  let rows: readonly CplRow[] = [{ entry: 1 }, { entry: 2 }];
  let stamp = 0;
  let events = 0;
  if (choices.happens(0.08)) return [...longStory(choices)];
  const things = 1 + choices.below(4);
  for (let thing = 0; thing < things; thing += 1) {
    const what = choices.below(20);
    if (what < 8) {
      const again = stamp > 0 && choices.happens(0.1);
      if (!again) {
        rows = nextRows(rows, choices);
        stamp += 1;
      }
      const late = choices.happens(0.15);
      deeds.push({ deed: 'put', file: extract(rows, late ? stamp - 2 : stamp, choices) });
    } else if (what < 11) deeds.push({ deed: 'put', file: register(choices) });
    else if (what < 14) {
      deeds.push({ deed: 'put', file: settingsFile(choices) });
      if (choices.happens(0.5)) deeds.push({ deed: 'approve' });
    } else if (what < 16) {
      deeds.push({ deed: 'put', file: agreedList(choices) });
      deeds.push(...storm(choices, () => (events += 1), 3));
    } else if (what < 18) deeds.push(...storm(choices, () => (events += 1), 6));
    else if (what < 19)
      deeds.push(
        choices.oneOf<Deed>([{ deed: 'approve' }, { deed: 'reconsider' }, { deed: 'speak' }, { deed: 'nonsense' }]),
      );
    else deeds.push({ deed: 'watch' });
  }
  if (choices.happens(0.05)) deeds.push({ deed: 'report', requestId: 'asked-for' });
  if (choices.happens(0.25)) {
    const hours = choices.oneOf([25, 1, 100]);
    deeds.push({ deed: 'later', hours }, { deed: 'watch' }, { deed: 'later', hours: 1 }, { deed: 'watch' });
  }
  return deeds;
}

/** What seldom comes about by chance: blocked, sent under a substitute, corrected; flagged, switched, swept again. */
function longStory(choices: Choices): Deed[] {
  const put = (file: PutFile): Deed => ({ deed: 'put', file });
  const later = (hours: number): Deed[] => [{ deed: 'later', hours }, { deed: 'watch' }];
  const known = (...versions: string[]) => registerWith(new Map(versions.map((version) => [version, ''])));
  let events = 0;
  if (choices.happens(0.4)) {
    const storms = storm(choices, () => (events += 1), 4);
    const off = settingsWith({ ...FIRST_SETTINGS, trialFlagging: 'off' });
    return [
      ...storms,
      put(agreedList(choices)),
      ...later(1),
      put(off),
      ...later(1),
      put(settingsWith(FIRST_SETTINGS)),
      ...later(1),
    ];
  }
  const first = extractOf([{ entry: 1, gbcs: '9.9' }, { entry: 2, gbcs: '9.8' }, { entry: 3 }], 1);
  const second = extractOf(
    choices.oneOf([[{ entry: 2, gbcs: '9.8', status: 'Withdrawn' }], [{ entry: 1, gbcs: '9.8' }]]),
    2,
  );
  const substitute = settingsWith({ ...FIRST_SETTINGS, gbcsSubstitution: { '9.9': '4.1' } });
  return [
    put(first),
    ...later(25),
    { deed: 'speak' },
    put(substitute),
    put(second),
    ...later(1),
    { deed: 'speak' },
    put(known('4.1', '9.9', '9.8')),
    ...later(1),
  ];
}

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
  const sound = !choices.happens(0.1);
  return {
    key: 'governance/agreed-list.csv',
    body: sound ? agreedListCsv(rows) : 'trial_id\nT1\n',
    meaning: { kind: 'agreed-list' },
  };
}

/** A number of SRV messages about a few devices, some repeated, some that can never succeed. */
export function storm(choices: Choices, next: () => number, most: number): Deed[] {
  const deeds: Deed[] = [];
  const count = 1 + choices.below(most);
  for (let one = 0; one < count; one += 1) {
    const deviceId = `00-DB-12-34-56-78-90-A${choices.below(3)}`;
    const id = `event-${next()}`;
    const at = new Date(START + choices.below(48) * HOUR).toISOString();
    const firmware = choices.oneOf(FIRMWARE);
    const what = choices.below(6);
    const deed = srvDeed(what, { id, at, deviceId, firmware });
    deeds.push(deed);
    // The sender repeats itself, perhaps later than the queue would.
    if (choices.happens(0.15)) deeds.push(deed);
  }
  return deeds;
}

function srvDeed(
  what: number,
  { id, at, deviceId, firmware }: { id: string; at: string; deviceId: string; firmware: string },
): Deed {
  const over = { id, time: at };
  if (what < 3) {
    const xml = duis('12.2', prenotification({ deviceId, model: MODEL, firmware, variant: 'A' }));
    const body = envelope('uk.smartdcc.srv.request', xml, over);
    return { deed: 'srv', body, event: { id, at, deviceId, what: 'prenotified', value: firmware } };
  }
  if (what < 4) {
    const data = { deviceId, firmwareVersion: firmware, trigger: 'PPMID' };
    const body = envelope('uk.smartdcc.device.firmware-changed', data, over);
    return { deed: 'srv', body, event: { id, at, deviceId, what: 'firmware', value: firmware } };
  }
  if (what < 5) {
    const status = firmware === FIRMWARE[0] ? 'Commissioned' : firmware === FIRMWARE[1] ? 'Deleted' : 'Suspended';
    const body = envelope('uk.smartdcc.device.status-changed', { deviceId, status }, over);
    return { deed: 'srv', body, event: { id, at, deviceId, what: 'status', value: status } };
  }
  return { deed: 'srv', body: `not a message ${id}`, event: undefined };
}

/** Model, as DUIS names it, of every simulated device: the entry 1 of the extracts, with its hardware version. */
export const MODEL = '00010101';
