import { Choices } from '../simulation/choices.ts';
import { newSandbox } from '../simulation/functions.ts';
import { World } from '../simulation/world.ts';
import { listCsv, listLine } from '../support/list-history/cpl-list-csv.ts';
import type { Figure } from './figure.ts';

/** Lines of the list as it was in September 2022, and of the issue after it. */
const LINES = 730;
const NEXT_LINES = 732;
/** What it was before lists were compared by entry number, for an extract as large, counted in the same way. */
const BEFORE = 14;

/**
 * Round trips to S3, DynamoDB and SQS that wait for one another, from the event of an issue of the real size with two
 * new entries until its last change is sent. Every call takes one step of a clock; calls under way at once share it.
 */
export async function roundTripFigures(): Promise<readonly Figure[]> {
  const world = new World(new Choices(1), { lane: 10, dspUpdates: 10, srvEvents: 5 });
  world.calm = true;
  const sandbox = newSandbox(world, 'intake', 0, {});
  world.sandboxes.push(sandbox);
  await decide('1.9', LINES);
  const steps = await decide('1.10', NEXT_LINES);
  const sent = steps.findLastIndex((calls) => calls.some((call) => call.includes('dsp-updates.SendMessageBatch'))) + 1;
  console.log(`${sent} of ${steps.length} round trips until the changes of an issue are sent (before: ${BEFORE})`);
  return [{ name: 'intake.roundTripsPerIssue', value: sent, atMost: Math.floor((BEFORE * 2) / 3) }];

  /** Puts an issue in and lets the lane decide about it; the calls of each step. */
  async function decide(issue: string, count: number): Promise<string[][]> {
    const lines = Array.from({ length: count }, (_, at) =>
      listLine({
        entryNumber: String(at + 1).padStart(6, '0'),
        firmware: (0x0a000000 + at).toString(16).toUpperCase().padStart(8, '0'),
      }),
    );
    const key = `cpl/list-${issue}.csv`;
    const body = Buffer.from(listCsv(lines, { issue, issuedOn: '2026-11-02' }));
    const version = world.buckets.inbox.put(key, body, world.now);
    const event = {
      id: `event-${issue}`,
      'detail-type': 'Object Created',
      source: 'aws.s3',
      time: `${new Date(world.now).toISOString().slice(0, 19)}Z`,
      detail: { bucket: { name: 'inbox' }, object: { key, size: body.byteLength, 'version-id': version } },
    };
    world.queues.lane.send({ body: JSON.stringify(event), group: 'lane' }, world.now);
    const messages = world.queues.lane.messages.splice(0);
    await world.invoke(sandbox, { messages });
    const [invocation] = world.live;
    if (invocation === undefined) throw new Error('The lane was not started');
    const steps: string[][] = [];
    for (let calls = waiting(); calls.length > 0; calls = waiting()) {
      steps.push(calls);
      for (let call = 0; call < calls.length; call += 1) await world.carryOut(invocation);
    }
    if (world.takeEnded().every(({ ended }) => ended !== 'done')) throw new Error('The lane failed');
    return steps;

    function waiting(): string[] {
      return invocation?.pending.map(({ boundary }) => boundary) ?? [];
    }
  }
}
