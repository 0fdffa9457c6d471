import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FunctionFault,
  type InvokeMessage,
  LOADED,
  type SandboxAnswer,
  type SandboxStart,
} from './sandbox-messages.ts';

/** How an invocation ended. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly fault: FunctionFault };

/** One copy of a function: a thread with its own environment, which runs one event at a time. */
export class Sandbox {
  readonly #worker: Worker;
  readonly #loaded: Promise<void>;
  #setLoaded: () => void = () => undefined;
  #invocations = LOADED;
  #busy = false;
  #current: ((result: InvocationResult) => void) | undefined;
  #alive = true;
  #fault: FunctionFault | undefined;

  constructor(start: SandboxStart, environment: Readonly<Record<string, string>>, onOutput: (text: string) => void) {
    this.#worker = new Worker(new URL('sandbox-worker.ts', import.meta.url), {
      workerData: start,
      // Where Node keeps compiled code of its own accord: a sandbox starts in a third of the time.
      env: { ...environment, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: start.memoryMb },
    });
    this.#loaded = new Promise((resolve) => {
      this.#setLoaded = resolve;
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) forward(stream, onOutput);
    this.#worker.on('message', (answer: SandboxAnswer) => this.#onAnswer(answer));
    this.#worker.on('error', (error) => this.#onDeath(errorFault(error)));
    this.#worker.on('exit', (code) =>
      this.#onDeath({ errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with code ${code}`, trace: [] }),
    );
  }

  /** Whether it can run another event. */
  get alive(): boolean {
    return this.#alive;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Bytes that its heap uses now; undefined once it has ended. */
  async heapBytes(): Promise<number | undefined> {
    try {
      return (await this.#worker.getHeapStatistics()).used_heap_size;
    } catch {
      // The thread ended while it was asked.
      return undefined;
    }
  }

  /** Runs the handler on an event, once the bundle is loaded; a time-out ends the sandbox with it. */
  async invoke(event: unknown, requestId: string, timeoutMs: number): Promise<InvocationResult> {
    this.#busy = true;
    const result = new Promise<InvocationResult>((resolve) => {
      this.#current = resolve;
    });
    await this.#loaded;
    const timer = setTimeout(() => {
      this.terminate(`${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`, 'Sandbox.Timedout');
    }, timeoutMs);
    this.#invocations += 1;
    const message: InvokeMessage = {
      invocation: this.#invocations,
      requestId,
      event: JSON.stringify(event),
      timeoutMs,
    };
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message);
    try {
      return await result;
    } finally {
      clearTimeout(timer);
      this.#current = undefined;
      this.#busy = false;
    }
  }

  /** Ends the sandbox at once, in the middle of whatever it does; its invocation ends when the thread has. */
  terminate(reason: string, errorType = 'Sandbox.Killed'): void {
    this.#alive = false;
    this.#fault ??= { errorType, errorMessage: reason, trace: [] };
    void this.#worker.terminate();
  }

  #onAnswer(answer: SandboxAnswer): void {
    if (answer.invocation === LOADED) this.#setLoaded();
    else if (answer.fault !== undefined) this.#current?.({ ok: false, fault: answer.fault });
    else this.#current?.({ ok: true, payload: JSON.parse(answer.result ?? 'null') });
  }

  #onDeath(fault: FunctionFault): void {
    this.#alive = false;
    this.#setLoaded();
    this.#current?.({ ok: false, fault: this.#fault ?? fault });
  }
}

function errorFault(error: unknown): FunctionFault {
  if (!(error instanceof Error)) return { errorType: 'Runtime.Unknown', errorMessage: String(error), trace: [] };
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const errorType = outOfMemory ? 'Runtime.OutOfMemory' : `Runtime.${error.name}`;
  return { errorType, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function forward(stream: Readable, onOutput: (text: string) => void): void {
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => onOutput(text));
}
