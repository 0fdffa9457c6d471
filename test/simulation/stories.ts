import { agreedListCsv } from './agreed-list-text.ts';
import type { Choices } from './choices.ts';
import {
  agreedList,
  agreedListOf,
  FIRST_SETTINGS,
  type PutFile,
  registerWith,
  settingsWith,
  storedBytes,
} from './inbox-files.ts';
import { asWorkbook, certificatesFile, fileOf, listOf, zipped } from './list-files.ts';
import { listStory } from './list-stories.ts';
import { FIRMWARE, storm } from './srv-storm.ts';
import type { Deed } from './workload.ts';

/** What seldom comes about by chance, because one thing must come after another. */
export function longStory(choices: Choices): readonly Deed[] {
  const play = choices.oneOf([blockedStory, flagStory, signedStory, suspensionStory, extractStory, listStory]);
  return play(choices);
}

const put = (file: PutFile): Deed => ({ deed: 'put', file });
const later = (hours: number): Deed[] => [{ deed: 'later', hours }, { deed: 'watch' }];
const switchedOff = settingsWith({ ...FIRST_SETTINGS, trialFlagging: 'off' });

/** Numbers the events of one story. */
function numbers(): () => number {
  let last = 0;
  return () => (last += 1);
}

/** Blocked, sent under a substitute, corrected; and what is said of it meanwhile. */
function blockedStory(choices: Choices): Deed[] {
  const known = (...versions: string[]) => registerWith(new Map(versions.map((version) => [version, ''])));
  const lines = [{ gbcs: 'GBCS Version 9.9' }, { gbcs: 'GBCS Version 9.8' }, {}];
  const [one = {}, other = {}, last = {}] = lines;
  const first = fileOf(listOf('1.9', lines));
  const second = fileOf(
    listOf(
      '1.10',
      choices.oneOf([
        [one, { ...other, status: 'Removed' as const }, last],
        [{ gbcs: 'GBCS Version 9.8' }, other, last],
      ]),
    ),
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

/** Devices that are flagged, while the switch is turned off and on again. */
function flagStory(choices: Choices): Deed[] {
  return [
    ...storm(choices, numbers(), 4),
    put(agreedList(choices)),
    ...later(1),
    put(switchedOff),
    ...later(1),
    put(settingsWith(FIRST_SETTINGS)),
    ...later(1),
  ];
}

/** Extracts with signatures: right, over other bytes, none, or too late; the policy changes in between. */
function signedStory(choices: Choices): Deed[] {
  const policy = (): Deed => {
    const signaturePolicy = choices.oneOf(['require', 'warn', 'off'] as const);
    return put(settingsWith({ ...FIRST_SETTINGS, signaturePolicy }));
  };
  const key = choices.oneOf(['cpl/latest.csv', undefined]);
  const signed = (stamp: number): Deed[] => {
    const list = listOf(`1.${stamp}`, [{ hash: `${stamp}A`.repeat(32) }, {}]);
    const plain = fileOf(list, key);
    const file = choices.oneOf([plain, plain, plain, zipped(plain), asWorkbook(plain), certificatesFile(list)]);
    const sign = (bytes: Uint8Array): Deed => ({ deed: 'sign', key: file.key, bytes });
    const right = sign(storedBytes(file));
    const deeds: readonly [readonly Deed[], ...(readonly Deed[])[]] = [
      [right, put(file)],
      [right, put(file)],
      [sign(Buffer.from('other bytes')), put(file)],
      [put(file), right],
      [put(file)],
    ];
    return [...choices.oneOf(deeds)];
  };
  return [
    put(settingsWith({ ...FIRST_SETTINGS, signaturePolicy: 'require' })),
    ...signed(1),
    ...signed(2),
    policy(),
    ...signed(3),
  ];
}

/** A trial that ends, whose devices are suspended if the SSC says so; now and then it is extended at the last moment. */
function suspensionStory(choices: Choices): Deed[] {
  const next = numbers();
  const trial = (endDate: string, endDecision: 'suspend' | 'remain-pending-certification') =>
    put(agreedListOf(agreedListCsv(firmware.map((each) => ({ trialId: 'T1', firmware: each, endDate, endDecision })))));
  const firmware = choices.oneOf([[FIRMWARE[0]], [FIRMWARE[0], FIRMWARE[1]]]);
  const decision = choices.oneOf(['suspend', 'suspend', 'remain-pending-certification'] as const);
  const extended = choices.happens(0.3) ? [trial('2026-12-31', decision)] : [];
  const off = choices.happens(0.15) ? [put(switchedOff)] : [];
  return [
    ...storm(choices, next, 4),
    trial('2026-11-03', decision),
    ...later(1),
    ...storm(choices, next, 2),
    ...later(48),
    ...extended,
    ...off,
    ...storm(choices, next, 2),
    ...later(1),
  ];
}

/** Extracts of the inventory while it changes: whole, of changes one after the other, and of what OPR figures leave out. */
function extractStory(choices: Choices): Deed[] {
  const next = numbers();
  const extract = (): Deed => ({
    deed: 'extract',
    report: choices.oneOf(['esi-034i', 'esi-034i', 'esi-034', 'opr'] as const),
    requestId: choices.oneOf(['one', undefined, 'another']),
  });
  const listed = choices.happens(0.7)
    ? [put(agreedListOf(agreedListCsv([{ trialId: 'T1', firmware: FIRMWARE[0] }])))]
    : [];
  const off = choices.happens(0.4) ? [put(switchedOff)] : [];
  const gap: Deed[] = choices.happens(0.5) ? [{ deed: 'later', hours: choices.oneOf([1, 24]) }] : [];
  return [
    ...listed,
    ...storm(choices, next, 4),
    { deed: 'extract', report: 'esi-034i', requestId: undefined },
    ...storm(choices, next, 3),
    ...off,
    extract(),
    ...gap,
    ...storm(choices, next, 3),
    extract(),
    extract(),
  ];
}
