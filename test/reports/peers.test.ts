import { describe, expect, test } from 'vitest';
import type { SmiStatus } from '../../functions/domain/devices/device.ts';
import { type CplEntry, entryKeyOf } from '../../functions/domain/cpl/cpl-entry.ts';
import { trialReportMail } from '../../functions/email/trial-report-mail.ts';
import { draftSscReport } from '../../functions/reports/draft-ssc-report.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { reportWorld } from '../support/report-world.ts';
import { agreedList } from '../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const NOW = '2026-11-16T07:00:05.000Z';
const LIST = agreedList(1, '2026-11-01T09:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }]);

/** An entry of the trial's manufacturer and type, whose firmware version ends in its number. */
const listed = (number: number, over: Partial<CplEntry> = {}): CplEntry => {
  const entry = cplEntry({
    entryNumber: String(number).padStart(6, '0'),
    firmwareVersion: String(number).padStart(8, '0'),
    ...over,
  });
  return { ...entry, entryKey: entryKeyOf(entry) };
};
const TRIAL = listed(1, { firmwareVersion: TRIAL_FIRMWARE });

/** Devices of a firmware version in one status. */
type Devices = readonly [firmwareVersion: string, status: Exclude<SmiStatus, 'Deleted'>, count: number];

/** What the mail says of the trial's devices beside others, with so many devices of each firmware version and status. */
async function comparison(entries: readonly CplEntry[], devices: readonly Devices[]) {
  const references = entries.map(({ entryNumber }) => [entryNumber, { reference: `SYN-CPA-${entryNumber}` }] as const);
  const certificates = certificatesOf({
    ...Object.fromEntries(references),
    [TRIAL.entryNumber]: { reference: 'SYN-TRIAL-CPA-0001' },
  });
  const world = reportWorld(NOW, [LIST]);
  let number = 0;
  for (const [firmwareVersion, status, count] of devices) {
    for (let each = 0; each < count; each += 1) {
      number += 1;
      await world.devices.put(evaluatedRecord(number, [LIST], { firmwareVersion, status }), 0);
    }
  }
  const report = await draftSscReport('SSC', NOW, {
    ...world.ports,
    models: {
      async *all() {
        yield* [TRIAL, ...entries];
      },
    },
    governance: { ...world.ports.governance, certificates: async () => certificates },
  });
  const { text } = trialReportMail(report, new Uint8Array(1), ['ssc@example.org']);
  return /Commissioned: (.*?) Firmware:/.exec(text.replaceAll(/\s+/g, ' '))?.[1];
}

describe('[R71] the devices of a trial are set beside certified ones of its manufacturer and type', () => {
  const own: readonly Devices[] = [
    [TRIAL_FIRMWARE, 'Commissioned', 2],
    [TRIAL_FIRMWARE, 'Pending', 1],
    [TRIAL_FIRMWARE, 'Withdrawn', 1],
  ];
  const of = (number: number, commissioned: number, suspended = 0): readonly Devices[] => [
    [listed(number).firmwareVersion, 'Commissioned', commissioned],
    [listed(number).firmwareVersion, 'Suspended', suspended],
  ];

  test('by how many of those in use are Commissioned', async () => {
    expect(await comparison([listed(2)], [...own, ...of(2, 9, 1)])).toBe(
      '2 of 3 (66%); certified devices of AB01: 9 of 10 (90%)',
    );
  });

  test('of the three newest entries, and of no other type, manufacturer, removed entry or trial', async () => {
    const entries = [
      ...[2, 3, 4, 5].map((number) => listed(number)),
      listed(6, { status: 'Removed' }),
      listed(7, { deviceType: 'GSME', variantFamily: 'none' }),
      listed(8, { variantFamily: 'poly' }),
      listed(9, { manufacturerIdentifier: 'CD02' }),
    ];
    const devices = [2, 3, 4, 5, 6, 7, 8, 9].flatMap((number) => of(number, number, 1));
    expect(await comparison(entries, [...own, ...devices])).toBe(
      '2 of 3 (66%); certified devices of AB01: 12 of 15 (80%)',
    );
  });

  test('of the first thousand of each entry, however many there are', async () => {
    expect(await comparison([listed(2)], [...own, ...of(2, 1001)])).toBe(
      '2 of 3 (66%); certified devices of AB01: of the first ones counted, 1,000 of 1,000 (100%)',
    );
  });

  test('or said to have none to compare with', async () => {
    expect(await comparison([], own)).toBe('2 of 3 (66%); no certified devices of AB01 to compare with');
  });

  test('only where the trial has devices in use', async () => {
    expect(await comparison([listed(2)], [[TRIAL_FIRMWARE, 'Withdrawn', 1], ...of(2, 9)])).toBeUndefined();
  });
});
