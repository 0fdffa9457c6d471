import { describe, expect, test } from 'vitest';
import { suspensionId } from '../../functions/contracts/device-suspension.ts';
import { type DeviceRecord, emptyRecord } from '../../functions/domain/devices/device-record.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { suspensionCommands } from '../../functions/watch/suspending.ts';
import { lookAtTrials } from '../../functions/watch/trials-look.ts';
import { agreedList } from '../support/srv-messages.ts';
import { deviceIdOf, evaluatedRecord, TRIAL_FIRMWARE } from '../support/trial-records.ts';
import { watchWorld } from '../support/watch-world.ts';

const NOW = '2026-11-02T09:07:31.000Z';
const ENDED = { startDate: '2026-10-01', endDate: '2026-10-31', endDecision: 'suspend' } as const;
const LIST = agreedList(1, '2026-10-01T00:00:00.000Z', [
  { trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE, ...ENDED },
  { trialId: 'T-2', firmwareVersion: '00020130', ...ENDED },
]);
const device = (number: number, more: Parameters<typeof evaluatedRecord>[2] = {}) =>
  evaluatedRecord(number, [LIST], more);

/** What the lane is asked about some devices, for some of which it was asked before; and how many trials were read for it. */
async function commandsOf(records: readonly DeviceRecord[], askedFor: readonly number[] = []) {
  const here = watchWorld(NOW);
  here.lists.push(LIST);
  for (const record of records) await here.devices.put(record, 0);
  for (const number of askedFor)
    await here.ledger.put('suspensions', {
      contract: 'device-suspension/1',
      requestId: suspensionId({ trialId: 'T-1', endDate: ENDED.endDate }, deviceIdOf(number)),
      deviceId: deviceIdOf(number),
      trialId: 'T-1',
      endDate: ENDED.endDate,
      sscDecisionReference: '',
      requestedAt: NOW,
    });
  const look = await lookAtTrials(DEFAULT_SETTINGS, here.ports);
  const read: string[] = [];
  const devices = {
    async *trialDevices(trialId: string) {
      read.push(trialId);
      yield* here.devices.trialDevices(trialId);
      // The index may be a moment behind the table.
      yield { ...emptyRecord(deviceIdOf(91)), revision: 1 };
      yield evaluatedRecord(92, []);
    },
  };
  return { commands: await suspensionCommands(look, { devices, ledger: here.ledger }, NOW), read };
}

const command = (number: number, trialId: string, place: { after?: string } = {}) => ({
  command: 'suspend-trial',
  commandId: `watch-suspend-20261102T0907-${number}`,
  trialId,
  ...place,
  requestedBy: 'watch',
});

describe('the devices of trials that are over', () => {
  test('[R59] are asked for once a trial, from the first on that waits', async () => {
    const records = [device(1), device(2), device(3, { firmwareVersion: '00020130' })];
    expect((await commandsOf(records)).commands).toStrictEqual([command(0, 'T-1'), command(1, 'T-2')]);
  });

  test('[R59] are asked for behind those that were asked for, or that wait for nothing', async () => {
    const suspended = {
      id: '3',
      at: '2026-11-02T09:00:00.000Z',
      change: { kind: 'status', status: 'Suspended' },
    } as const;
    const records = [device(1), device(2, { more: [suspended] }), device(3, { status: 'Withdrawn' }), device(4)];
    expect((await commandsOf(records, [1])).commands).toEqual([command(0, 'T-1', { after: deviceIdOf(3) })]);
    expect((await commandsOf(records, [1, 4])).commands).toEqual([]);
  });

  test('[R59] are not read where none waits, or the SSC decided otherwise', async () => {
    expect(await commandsOf([device(1, { status: 'Withdrawn' })])).toEqual({ commands: [], read: [] });
    expect(await commandsOf([device(1, { firmwareVersion: '00020130' })])).toMatchObject({ read: ['T-2'] });
  });
});
