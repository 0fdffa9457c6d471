import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import type { LocalClock } from './clock/local-clock.ts';
import type { AlarmState } from './cloudwatch/alarm-states.ts';
import type { DrawnWidget } from './cloudwatch/dashboard-view.ts';
import type { MetricSeries } from './cloudwatch/metric-store.ts';
import { isForeign } from './access/foreign-request.ts';
import { answerJson, bodyOf, ServiceError, unescaped, urlOf } from './emulators/http-service.ts';
import type { QueueDepth } from './emulators/queues.ts';
import type { InvocationResult } from './lambda/sandbox.ts';
import type { Meter } from './meter.ts';

/** All that the console's pages may ask of a running pipeline. */
export type ConsoleContext = {
  readonly run: LocalRun;
  readonly clock: LocalClock;
  readonly meter: Meter;
  readonly alarms: () => Promise<readonly AlarmState[]>;
  readonly metrics: () => readonly MetricSeries[];
  /** The widgets of the dashboard, with what they would show. */
  readonly dashboard: () => readonly DrawnWidget[];
  readonly depths: () => Promise<readonly QueueDepth[]>;
  /** Invokes a function, by its name or the stack output that names it, and waits for its answer. */
  readonly invoke: (functionName: string, event: unknown) => Promise<InvocationResult>;
  readonly outboxDir: string;
  readonly logDir: string;
};

/** Serves the console's pages; answers false for a path that is not its own. */
export type ConsoleHandler = (
  context: ConsoleContext,
) => (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const AdvanceRequest = z.strictObject({ advance: z.string() });

/** Lambda takes events of up to 6 MiB from whoever waits for the answer. */
const MOST_EVENT_BYTES = 6 * 1024 * 1024;
const MOST_WISH_BYTES = 1024;

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Answers what belongs to the pipeline itself, and hands everything else to the console. */
export function consoleListener(context: ConsoleContext, pages: ConsoleHandler | undefined) {
  const page = pages?.(context);
  return (request: IncomingMessage, response: ServerResponse): void => {
    const served = async (): Promise<void> => {
      if (isForeign(request)) answerJson(response, 403, { error: 'The console answers its own page only' });
      else if (!(await answer(context, request, response)) && (await page?.(request, response)) !== true)
        answerJson(response, 404, { error: `There is nothing at ${request.url ?? '/'}` });
    };
    served().catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answerJson(response, statusOf(error), { error: error instanceof Error ? error.message : String(error) });
    });
  };
}

function statusOf(error: unknown): number {
  if (error instanceof ServiceError) return error.status;
  const isTheirs = error instanceof z.ZodError || error instanceof RangeError || error instanceof SyntaxError;
  return isTheirs ? 400 : 500;
}

async function textOf(request: IncomingMessage, most: number): Promise<string> {
  return (await bodyOf(request, most)).toString('utf8');
}

async function answer(
  { clock, alarms, metrics, dashboard, meter, invoke }: ConsoleContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname } = urlOf(request);
  const invoked = INVOKE.exec(pathname)?.[1];
  if (request.method === 'POST' && invoked !== undefined) {
    const event: unknown = JSON.parse((await textOf(request, MOST_EVENT_BYTES)) || '{}');
    const result = await invoke(unescaped(invoked), event);
    if (!result.ok) response.setHeader('x-amz-function-error', 'Unhandled');
    answerJson(response, 200, result.ok ? result.payload : result.fault);
    return true;
  }
  switch (`${request.method ?? ''} ${pathname}`) {
    case 'GET /api/clock':
      answerJson(response, 200, { now: clock.now() });
      return true;
    case 'POST /api/clock': {
      const { advance } = AdvanceRequest.parse(JSON.parse(await textOf(request, MOST_WISH_BYTES)));
      answerJson(response, 200, { ...(await clock.advance(advance)), now: clock.now() });
      return true;
    }
    case 'GET /api/alarms':
      answerJson(response, 200, await alarms());
      return true;
    case 'GET /api/metrics':
      answerJson(response, 200, metrics());
      return true;
    case 'GET /api/dashboard':
      answerJson(response, 200, dashboard());
      return true;
    case 'GET /api/meter':
      answerJson(response, 200, meter.readings());
      return true;
    default:
      return false;
  }
}
