import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { moveDate } from '../clock/moved-date.ts';
import {
  type FunctionFault,
  type InvokeMessage,
  LOADED,
  type SandboxAnswer,
  type SandboxStart,
} from './sandbox-messages.ts';

// The thread in which one copy of a function lives: loads the bundle once, then runs its handler event by event. It
// imports next to nothing: a story with kills starts many.

const start: SandboxStart = workerData;
moveDate(start.offset);

type Handler = (event: unknown, context: object) => unknown;

/** A bundle that fails to load fails every invocation with its own error, as Lambda does. */
const loaded = load();

function load(): { handler: Handler } | { fault: FunctionFault } {
  try {
    const exported: Readonly<Record<string, Handler | undefined>> = createRequire(import.meta.url)(start.file);
    return { handler: exported[start.exportName] ?? unfound };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function unfound(): never {
  throw new Error(`${start.file} has no handler ${start.exportName}`);
}

async function run(message: InvokeMessage): Promise<SandboxAnswer> {
  const { invocation } = message;
  if ('fault' in loaded) return { invocation, fault: loaded.fault };
  const deadline = performance.now() + message.timeoutMs;
  const context = {
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    awsRequestId: message.requestId,
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    // The machine's own time: moving the clock takes no time from a function that is running.
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
  try {
    const result: unknown = await loaded.handler(JSON.parse(message.event), context);
    return { invocation, result: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { invocation, fault: faultOf(error) };
  }
}

function faultOf(error: unknown): FunctionFault {
  if (!(error instanceof Error)) return { errorType: 'string', errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

const port = parentPort;
if (port === null) throw new Error('A sandbox runs in a thread of its own');
port.on('message', (message: InvokeMessage) => {
  void run(message).then((answer) => port.postMessage(answer));
});
port.postMessage({ invocation: LOADED } satisfies SandboxAnswer);
