import { describe, expect, test } from 'vitest';
import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import type { DspRefusal } from '../../functions/contracts/lane-command.ts';
import { applyChanges } from '../../functions/dsp-ingestion/apply-changes.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';

const message = (change: DspChange, messageGroupId: string | undefined, body = JSON.stringify(change)) => ({
  messageId: change.order,
  body,
  sentAt: '2026-11-02T09:01:00.000Z',
  receiveCount: 1,
  senderId: 'AROAINTAKE:intake',
  messageGroupId,
});

function dsp(failsAt?: string, fault: unknown = new Error('The table is throttled')) {
  const refused: DspRefusal[] = [];
  const applied: { order: string; sentAt: string; uploadedAt: string }[] = [];
  return {
    applied,
    refused,
    ports: {
      devices: { find: async () => undefined },
      srvEvents: { suspended: async () => undefined },
      lane: { ask: async (command: DspRefusal) => void refused.push(command) },
      deviceModels: {
        apply: async (change: DspChange, reached: { sentAt: string; uploadedAt: string }) => {
          if (change.order === failsAt) throw fault;
          if (applied.some(({ order }) => order === change.order)) return 'stale' as const;
          applied.push({ order: change.order, ...reached });
          return 'applied' as const;
        },
      },
      clock: { now: () => '2026-11-02T09:02:00.000Z' },
    },
  };
}

describe('a batch of changes', () => {
  test('[R7] is applied with the time it was sent and the time it was uploaded', async () => {
    const { ports, applied } = dsp();
    const change = dspChange(1);
    const outcome = await applyChanges([message(change, 'A')], ports);
    expect(outcome).toMatchObject({ retry: [], summary: { applied: 1, stale: 0, refused: 0 } });
    expect(outcome.summary).not.toHaveProperty('fault');
    expect(applied).toEqual([
      { order: change.order, sentAt: '2026-11-02T09:01:00.000Z', uploadedAt: '2026-11-02T09:02:00.000Z' },
    ]);
  });

  test('[R7] is measured: hours from publication to the DSP for each change that was applied, none for a stale one', async () => {
    const { ports } = dsp();
    const changes = [dspChange(1), dspChange(1), dspChange(2)];
    const { metrics } = await applyChanges(
      changes.map((change) => message(change, 'A')),
      ports,
    );
    expect(metrics).toEqual({ ChangesApplied: 2, ChangesStale: 1, ChangesRefused: 0, UploadHours: [2 / 60, 2 / 60] });
  });

  test('[R12] keeps the order of a model when one fails: what is behind it is delivered again, others go on', async () => {
    const changes = [1, 2, 3].map((number) => dspChange(number));
    const other = dspChange(4, cplEntry({ modelIdentifier: 'FFFF' }));
    const { ports, applied } = dsp(changes[1]?.order);
    const outcome = await applyChanges([...changes.map((change) => message(change, 'A')), message(other, 'B')], ports);
    expect(outcome.retry).toEqual([changes[1]?.order, changes[2]?.order]);
    expect(applied.map(({ order }) => order).sort()).toEqual([changes[0]?.order, other.order]);
    expect(outcome.summary['fault']).toBe('Error: The table is throttled');
  });

  test('says so too when what failed is not an error', async () => {
    const { ports } = dsp(dspChange(1).order, 'throttled');
    const { summary } = await applyChanges([message(dspChange(1), 'A')], ports);
    expect(summary['fault']).toBe('something that is not an Error');
  });

  test('does not hold back messages of no group by one another', async () => {
    const changes = [1, 2].map((number) => dspChange(number));
    const { ports, applied } = dsp(changes[0]?.order);
    const messages = changes.map((change) => message(change, undefined));
    expect((await applyChanges(messages, ports)).retry).toEqual([changes[0]?.order]);
    expect(applied.map(({ order }) => order)).toEqual([changes[1]?.order]);
  });

  test('[R8] a change that the DSP itself refuses goes back to the lane with the reason, and is not applied', async () => {
    const { ports, applied, refused } = dsp();
    const change = dspChange(1, cplEntry({ gbcsVersion: 'next' }));
    const outcome = await applyChanges([message(change, 'A')], ports);
    expect(outcome).toMatchObject({ retry: [], summary: { applied: 0, stale: 0, refused: 1 } });
    expect(applied).toEqual([]);
    expect(refused).toEqual([
      {
        command: 'dsp-refused',
        commandId: `dsp-refused-${change.order}`,
        change,
        reason: expect.stringContaining('GBCS next'),
      },
    ]);
  });

  test('[R12] a removal is never refused by the DSP', async () => {
    const { ports, refused } = dsp();
    const removal = dspChange(1, cplEntry({ gbcsVersion: 'next', status: 'Removed' }));
    expect(await applyChanges([message(removal, 'A')], ports)).toMatchObject({ summary: { applied: 1 } });
    expect(refused).toEqual([]);
  });

  test('a message that breaks the contract is a fault, which ends in the dead-letter queue', async () => {
    const { ports } = dsp();
    const broken = message(dspChange(1), 'A', '{"contract":"dsp-change/9"}');
    expect((await applyChanges([broken], ports)).retry).toEqual([broken.messageId]);
  });
});
