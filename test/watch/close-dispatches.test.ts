import { describe, expect, test } from 'vitest';
import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { closeDispatches } from '../../functions/watch/close-dispatches.ts';
import { dspChange } from '../support/cpl-entries.ts';
import { FakeLedger } from '../support/fake-ledger.ts';

const at = (hour: number): string => `2026-11-02T0${hour}:00:00.000Z`;
const dispatch = (sequence: number) => ({ sequence, effectsKey: `log-${sequence}`, changes: 1, sentAt: at(9) });
const pending = { sequence: 9, effectsKey: 'log-9', offset: 0, since: at(9), facts: { held: [], losses: [] } };

/** What is made of dispatches, of some logs of which changes are on their way. */
async function closed(logs: Readonly<Record<string, readonly DspChange[]>>, ...sequences: readonly number[]) {
  const ledger = new FakeLedger({ dispatches: sequences.map(dispatch) });
  ledger.state = { ...EMPTY_LANE, pending };
  const found = await closeDispatches({
    ledger,
    undelivered: async function* ({ effectsKey }) {
      yield* logs[effectsKey] ?? [];
    },
  });
  return { ...found, left: (await ledger.list('dispatches')).map(({ sequence }) => sequence) };
}

describe('the changes of an upload that are on their way', () => {
  test('[R7] are counted together, and have the hours of the earliest', async () => {
    const changes = [6, 5, 8].map((hour) => dspChange(1, undefined, { publishedAt: at(hour) }));
    const other = dspChange(7, undefined, { uploadId: 'upload-2', publishedAt: at(3) });
    expect(await closed({ 'log-1': changes, 'log-2': [other] }, 1, 2)).toEqual({
      dispatchesClosed: 0,
      onTheWay: [
        { uploadId: 'upload-1', changes: 3, publishedAt: at(5) },
        { uploadId: 'upload-2', changes: 1, publishedAt: at(3) },
      ],
      left: [1, 2],
    });
  });

  test('are counted of a decision that is still pending, as long as it has no dispatch', async () => {
    const onTheWay = [{ uploadId: 'upload-1', changes: 1, publishedAt: at(9) }];
    const logs = { 'log-9': [dspChange(1)] };
    expect(await closed(logs)).toEqual({ dispatchesClosed: 0, onTheWay, left: [] });
    expect(await closed(logs, 8)).toEqual({ dispatchesClosed: 1, onTheWay, left: [] });
    expect(await closed(logs, 9)).toEqual({ dispatchesClosed: 0, onTheWay, left: [9] });
    expect(await closed(logs, 8, 9)).toEqual({ dispatchesClosed: 1, onTheWay, left: [9] });
  });
});
