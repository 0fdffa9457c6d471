import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { draftSscReport } from '../../functions/reports/draft-ssc-report.ts';
import { MOST_NAMED } from '../../functions/reports/flagged-devices.ts';
import { trialCertified } from '../../functions/reports/without-flag.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { reportWorld } from '../support/report-world.ts';
import { agreedList } from '../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';

const NOW = '2026-11-16T07:00:05.000Z';
const LIST = agreedList(1, '2026-11-01T09:00:00.000Z', [
  { trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE },
  { trialId: 'T-2', firmwareVersion: '00020130' },
]);
const running = (firmwareVersion: string) => evaluatedRecord(1, [LIST], { firmwareVersion });

describe('a report names ten thousand devices, and counts them all:', () => {
  test('those of all trials together', async () => {
    const { ports } = reportWorld(NOW, [LIST]);
    const devices = {
      ...ports.devices,
      async *trialDevices(trialId: string) {
        const isFirst = trialId === 'T-1';
        const record = running(isFirst ? TRIAL_FIRMWARE : '00020130');
        for (let number = isFirst ? 2 : 0; number < MOST_NAMED; number += 1) yield record;
      },
    };
    const { devices: named, trials } = await draftSscReport('SSC', NOW, { ...ports, devices });
    expect(trials.map((trial) => trial.devices)).toEqual([MOST_NAMED - 2, MOST_NAMED]);
    expect(named).toHaveLength(MOST_NAMED);
  });

  test('[R68] those of all entries with a trial certificate together', async () => {
    const counts = new Map([
      ['00000001', MOST_NAMED - 1],
      ['00000002', 3],
      ['00000003', 1],
    ]);
    const entries = [1, 2, 3].map((number) =>
      cplEntry({ entryNumber: `00000${number}`, firmwareVersion: `0000000${number}`, entryKey: `${number}` }),
    );
    const references = entries.map(({ entryNumber }) => [entryNumber, { reference: `CPA-TRIAL-${entryNumber}` }]);
    const certificates = certificatesOf(Object.fromEntries(references));
    const { trialCertified: certified } = await trialCertified(entries, certificates, DEFAULT_SETTINGS, {
      async *idsByFirmware(_, __, firmware) {
        for (let number = 0; number < (counts.get(firmware) ?? 0); number += 1) yield `${firmware}-${number}`;
      },
      findMany: async (ids) => {
        const record = running(ids[0]?.slice(0, 8) ?? '');
        return new Map(ids.map((id) => [id, record]));
      },
    });
    expect(certified.map(({ devices, notFlagged }) => [devices, notFlagged.length])).toEqual([
      [MOST_NAMED - 1, MOST_NAMED - 1],
      [3, 1],
      [1, 0],
    ]);
  });
});
