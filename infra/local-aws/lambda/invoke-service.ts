import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccessRefused } from '../access/access-gate.ts';
import { NotAdmitted } from '../access/door.ts';
import { answerJson, bodyOf } from '../emulators/http-service.ts';
import type { InvocationResult } from './sandbox.ts';

/** Lambda takes events of up to 6 MiB from whoever waits for the answer. */
const MOST_EVENT_BYTES = 6 * 1024 * 1024;

/** What Lambda's API needs of the pipeline. */
export type InvokeContext = {
  /** Invokes a function, by its name or the stack output that names it, and waits for its answer. */
  readonly invoke: (functionName: string, event: unknown) => Promise<InvocationResult>;
  /** Invokes a function as a schedule does: it is repeated when it fails, and nobody waits for it. */
  readonly invokeLater: (functionName: string, event: unknown) => void;
  /**
   * Checks who signed a request, and that they may invoke the function.
   *
   * @throws NotAdmitted or AccessRefused when they may not.
   */
  readonly mayInvoke: (request: IncomingMessage, body: Buffer, functionName: string) => Promise<void>;
};

/** Answers `Invoke` as Lambda's API does. The page of the console and curl on this machine do not sign. */
export async function answerInvoke(
  functionName: string,
  request: IncomingMessage,
  response: ServerResponse,
  { invoke, invokeLater, mayInvoke }: InvokeContext,
): Promise<void> {
  const body = await bodyOf(request, MOST_EVENT_BYTES);
  const event: unknown = JSON.parse(body.toString('utf8') || '{}');
  try {
    if (request.headers.authorization !== undefined) await mayInvoke(request, body, functionName);
  } catch (error) {
    if (!(error instanceof AccessRefused) && !(error instanceof NotAdmitted)) throw error;
    response.setHeader('x-amzn-errortype', 'AccessDeniedException');
    answerJson(response, 403, { Message: error.message });
    return;
  }
  if (request.headers['x-amz-invocation-type'] === 'Event') {
    invokeLater(functionName, event);
    answerJson(response, 202, {});
    return;
  }
  const result = await invoke(functionName, event);
  if (!result.ok) response.setHeader('x-amz-function-error', 'Unhandled');
  answerJson(response, 200, result.ok ? result.payload : result.fault);
}
