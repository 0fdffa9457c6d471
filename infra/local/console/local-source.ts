import type { IncomingMessage, ServerResponse } from 'node:http';
import { consolePages } from '../../../functions/operator/console/server.ts';
import type { ConsoleSource } from '../../../functions/operator/console/source.ts';
import { localClients, pipelineAccess } from '../../../functions/operator/pipeline-access.ts';
import type { ConsoleContext } from '../console-listener.ts';
import { milliseconds } from '../../local-aws/clock/duration.ts';
import { localMetric } from './local-metrics.ts';
import { mailbox } from './mailbox.ts';

/** How often an open page asks whether it has changed: what happens on this machine is to be seen at once. */
const LOOK_EVERY_MS = 1500;

/** What changes what a page may show: the requests by which something is written. */
const WRITES = /^(?:Put|Update|Delete|Send|Batch|Transact|Complete|Publish|Create)/;

/** The console's pages for a pipeline that runs in this process. */
export function consoleHandler(
  context: ConsoleContext,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return consolePages(localSource(context));
}

/** The pipeline of this process, as a console shows it. */
function localSource({ run, clock, meter, alarms, alarmChanges, metrics, invoke }: ConsoleContext): ConsoleSource {
  let movingTo: string | undefined;
  let moved = 0;
  return {
    access: pipelineAccess(localClients(run), run.resources, async () => clock.now()),
    where: 'this machine',
    mayAct: true,
    alarms,
    alarmChanges: async ({ from, to }) => alarmChanges().filter(({ at }) => at >= from && at < to),
    async metrics(queries, range) {
      const all = metrics();
      return queries.map((query) => localMetric(all, query, range, Date.parse(clock.now())));
    },
    lookEveryMs: LOOK_EVERY_MS,
    async pulse() {
      const writes = meter.readings().reduce((sum, { action, count }) => sum + (WRITES.test(action) ? count : 0), 0);
      return `${writes} ${moved} ${clock.now().slice(0, 16)}`;
    },
    local: {
      mails: mailbox(run.outboxDir),
      movingTo: () => movingTo,
      advance(duration) {
        if (movingTo !== undefined) throw new RangeError(`The clock is being moved already, to ${movingTo}`);
        movingTo = new Date(Date.parse(clock.now()) + milliseconds(duration)).toISOString();
        moved += 1;
        clock
          .advance(duration)
          .catch((fault: unknown) => console.error(fault))
          .finally(() => {
            movingTo = undefined;
            moved += 1;
          });
      },
      async runReport(input) {
        const result = await invoke('ReportsFunction', input);
        if (!result.ok) throw new Error(`The reports function failed: ${JSON.stringify(result.fault)}`);
        return result.payload;
      },
    },
  };
}
