import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { LocalRun } from '../../functions/contracts/local-run.ts';
import { isForeign } from '../../functions/operator/console/foreign-request.ts';
import type { RunningApp } from '../local-aws/app.ts';
import { answerJson, bodyOf, ServiceError, unescaped, urlOf } from '../local-aws/emulators/http-service.ts';
import { answerInvoke } from '../local-aws/lambda/invoke-service.ts';

/** All that the console's pages may ask of a running pipeline. */
export type ConsoleContext = Omit<RunningApp, 'stop'> & { readonly run: LocalRun };

/** Serves the console's pages; answers false for a path that is not its own. */
export type ConsoleHandler = (
  context: ConsoleContext,
) => (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const AdvanceRequest = z.strictObject({ advance: z.string() });

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
  { clock, alarms, metrics, dashboard, meter, ...lambda }: ConsoleContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname } = urlOf(request);
  const invoked = INVOKE.exec(pathname)?.[1];
  if (request.method === 'POST' && invoked !== undefined) {
    await answerInvoke(unescaped(invoked), request, response, lambda);
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
