import { describe, expect, test } from 'vitest';
import { exportFacts } from '../../functions/watch/exports.ts';
import { acceptedUpload } from '../support/receipts.ts';
import { watchWorld } from '../support/watch-world.ts';

const START = '2026-11-02T09:00:00.000Z';
const HOUR = 60 * 60;

/** A watch of a stage that exports its inventory each day; the last export is complete since an instant, or none is. */
function world(lastFinished?: string) {
  const here = watchWorld(START);
  const exports = { lastFinished: async () => lastFinished };
  const look = async () => {
    const before = here.mailer.sent.length;
    await here.run({ exports });
    return here.mailer.sent.slice(before).map(({ subject }) => subject);
  };
  return { here, look };
}

describe('the daily export of the inventory', () => {
  test('that is refused, fails or is stuck leaves no complete one behind: DCC operations are notified each day', async () => {
    const { here, look } = world(START);
    here.clock.advance(30 * HOUR);
    expect(await look()).toEqual([]);
    here.clock.advance(HOUR);
    expect(await look()).toEqual(['Action for DCC operations: CPL watch: 1 missing export of the inventory']);
    expect(here.mailer.sent[0]?.text).toContain('Last complete export: Mon 2 Nov 2026, 09:00 GMT');
    expect(await look()).toEqual([]);
    here.clock.advance(24 * HOUR);
    expect(await look()).toHaveLength(1);
  });

  test('that is missing is reported with what to do about it', () => {
    const look = { lastFinished: START, inUseSince: START };
    expect(exportFacts(look, '2026-11-03T16:00:00.000Z')).toEqual([
      {
        factId: 'inventory-export/2026-11-03',
        level: 1,
        kind: 'export-missing',
        title: 'The daily export of the inventory is missing',
        text: 'It was not started, failed or is stuck. Under Exports to S3 of the Devices table DynamoDB gives the reason; start one there once it is removed.',
        details: [{ label: 'Last complete export', value: 'Mon 2 Nov 2026, 09:00 GMT' }],
      },
    ]);
  });

  test('is not missed before the stage is in use for so long', async () => {
    const { here, look } = world();
    here.clock.advance(48 * HOUR);
    expect(await look()).toEqual([]);
    await here.ledger.put('uploads', acceptedUpload({ receivedAt: here.clock.now() }));
    await here.ledger.put('reportSent', { reportId: 'SSC-1', sentAt: here.clock.now() });
    expect(await look()).toEqual([]);
    here.clock.advance(31 * HOUR);
    expect(await look()).toHaveLength(1);
    expect(here.mailer.sent.at(-1)?.text).toContain('Last complete export: none');
  });

  test('that cannot be read about is a fault of the run, and hides nothing else', async () => {
    const { here } = world();
    const exports = { lastFinished: () => Promise.reject(new Error('access denied')) };
    const { fault, metrics } = await here.watch({ exports });
    expect(fault?.message).toBe('access denied');
    expect(metrics.GaugesUnread).toBe(0);
  });
});
