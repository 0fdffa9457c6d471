import { setTimeout as pause } from 'node:timers/promises';
import type { Handled } from '../../adapters/sqs-dead-letter-acts.ts';
import type { PipelineAccess, QueueName, WhichLetters } from '../pipeline-access.ts';

/** For how long it is looked whether what was moved is worked off, to say how much of it came back, in milliseconds. */
const WAIT_MS = 30_000;
/** Looks at the queue in a row that must find nothing: SQS counts approximately, and late. */
const QUIET_LOOKS = 2;

/** What became of messages that were moved back: how many are dead again, and how many are not worked off yet. */
export type CameBack = { readonly cameBack: number; readonly waiting: number };

/** Moves chosen dead letters back to their queue, and waits a while to see how many are dead again. */
export async function redriveLetters(
  { redrive, ports, patience }: Pick<PipelineAccess, 'redrive' | 'ports' | 'patience'>,
  queue: QueueName,
  which: WhichLetters,
  onMoved: (moved: Handled) => void = () => undefined,
): Promise<Handled & CameBack> {
  const moved = await redrive(queue, which);
  onMoved(moved);
  if (moved.handled === 0) return { ...moved, cameBack: 0, waiting: 0 };
  const until = performance.now() + Math.min(patience.ms, WAIT_MS);
  for (let quiet = 0; ; await pause(patience.everyMs)) {
    const depth = (await ports.queueDepths()).find((each) => each.queue === queue);
    const waiting = (depth?.visible ?? 0) + (depth?.inFlight ?? 0);
    quiet = waiting === 0 ? quiet + 1 : 0;
    if (quiet >= QUIET_LOOKS || performance.now() >= until) {
      const cameBack = Math.min(moved.handled, Math.max(0, (depth?.deadLetters ?? 0) - (moved.found - moved.handled)));
      return { ...moved, cameBack, waiting };
    }
  }
}
