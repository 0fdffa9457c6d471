import { expect, test } from 'vitest';
import { certificateList } from '../../functions/reports/certificate-list.ts';
import { certificatesOf } from '../support/certificates.ts';
import { cplEntry } from '../support/cpl-entries.ts';
import { deviceIdOf, evaluatedRecord } from '../support/trial-records.ts';
import { reportWorld } from '../support/report-world.ts';

const NOW = '2026-11-16T07:00:00.000Z';

/** A device for each number, that runs the firmware of entry 000001. */
async function viewOf(
  certificates: ReturnType<typeof certificatesOf>,
  devices: number,
  status: 'Current' | 'Removed' = 'Current',
) {
  const here = reportWorld(NOW, []);
  for (let number = 1; number <= devices; number += 1) {
    await here.devices.put(
      evaluatedRecord(number, [], { status: number === 1 ? 'Decommissioned' : 'Commissioned' }),
      0,
    );
  }
  const entries = [cplEntry({ status }), cplEntry({ entryNumber: '000002', firmwareVersion: '00020130' })];
  const models = {
    async *all() {
      yield* entries;
    },
  };
  const governance = { ...here.ports.governance, certificates: async () => certificates };
  return certificateList({ ...here.ports, models, governance }, NOW);
}

test('[R67] certificates of every Device Model are listed with the devices by status and by supplier', async () => {
  const known = certificatesOf({ '000001': { reference: 'SYN-CPA-1', date: '2026-12-15' }, '000002': null });
  const lines = await viewOf(known, 3);
  expect(lines).toMatchObject([
    {
      entryNumber: '000001',
      state: 'due',
      kind: 'expiry',
      date: '2026-12-15',
      daysLeft: 29,
      within: 30,
      devicesInUse: 2,
      devices: { total: 3, atLeast: false, byStatus: { Decommissioned: 1, Commissioned: 2 } },
    },
    { entryNumber: '000002', state: 'none', devices: { total: 0 } },
  ]);
  expect(JSON.stringify(lines)).not.toContain(deviceIdOf(1));
});

test('[R67] a removed model asks for nothing, with 10,000 devices or with none', async () => {
  const known = certificatesOf({ '000001': { date: '2020-01-01' }, '000002': { date: '2031-01-01' } });
  expect(await viewOf(known, 10_000, 'Removed')).toEqual([]);
});

test('[R67] an entry of whose certificate nothing is known is said to be one', async () => {
  const nothing = { certificateId: '', kind: null, date: '', daysLeft: null, within: null };
  const line = { state: 'not-known', ...nothing, devices: null, devicesInUse: null };
  expect(await viewOf(new Map(), 0)).toEqual([
    { entryNumber: '000001', entryKey: cplEntry().entryKey, ...line },
    { entryNumber: '000002', entryKey: expect.any(String), ...line },
  ]);
});
