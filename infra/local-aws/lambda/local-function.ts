import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SharedOffset } from '../clock/moved-date.ts';
import { wholeLines } from '../cloudwatch/embedded-metrics.ts';
import type { FunctionModel } from '../template/topology.ts';
import { type InvocationResult, Sandbox } from './sandbox.ts';

/** Copies of a function that run at once when it reserves no concurrency: one machine has few processors. */
const ONE_MACHINE_CONCURRENCY = 2;

/** What a function does with its log. */
export type LogAction = 'CreateLogStream' | 'PutLogEvents';

/** What a function is run with, beside its model. */
export type FunctionSetting = {
  readonly offset: SharedOffset;
  /** Environment on top of what the template gives: region, endpoints, credentials. */
  readonly environment: Readonly<Record<string, string>>;
  readonly functionArn: string;
  readonly logDir: string;
  /** Takes each whole line that the function prints. */
  readonly onLine: (line: string) => void;
  /** Hears of each invocation that begins. */
  readonly onBegun: (functionName: string) => void;
  /** Hears of each invocation that ended, and how many milliseconds it took. */
  readonly onEnded: (functionName: string, durationMs: number) => void;
  /** Whether its role lets it write its log; without that it runs, and nobody sees what it prints. */
  readonly mayLog: (action: LogAction) => boolean;
};

/** When a function ran, failed, and had no room to run (milliseconds), the last day of it. */
export type FunctionHistory = {
  readonly Invocations: number[];
  readonly Errors: number[];
  readonly Throttles: number[];
};

const HISTORY_MS = 86_400_000;

/** A function as Lambda runs it: sandboxes made on demand and kept warm, never more than its concurrency allows. */
export class LocalFunction {
  readonly name: string;
  readonly history: FunctionHistory = { Invocations: [], Errors: [], Throttles: [] };
  readonly #model: FunctionModel;
  readonly #setting: FunctionSetting;
  readonly #sandboxes = new Set<Sandbox>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #stopped = false;

  constructor(model: FunctionModel, setting: FunctionSetting) {
    this.name = model.name;
    this.#model = model;
    this.#setting = setting;
  }

  /** How many events it may work on at once. */
  get concurrency(): number {
    return this.#model.properties.ReservedConcurrentExecutions ?? ONE_MACHINE_CONCURRENCY;
  }

  get running(): number {
    return this.#running;
  }

  /** Makes a sandbox before it is needed, so that the first event does not wait for the bundle to load. */
  warm(): void {
    if (this.#sandboxes.size === 0 && this.concurrency > 0) this.#newSandbox();
  }

  /** Runs the function on an event; waits for its turn while all its sandboxes are busy. */
  async invoke(event: unknown): Promise<InvocationResult> {
    await this.#turn();
    const requestId = randomUUID();
    const sandbox = [...this.#sandboxes].find((each) => each.alive && !each.busy) ?? this.#newSandbox();
    const begun = performance.now();
    note(this.history.Invocations);
    this.#log(`START RequestId: ${requestId} Version: $LATEST\n`);
    this.#setting.onBegun(this.name);
    try {
      const result = await sandbox.invoke(event, requestId, this.#model.properties.Timeout * 1000);
      if (!result.ok) {
        note(this.history.Errors);
        this.#log(`${requestId} ERROR ${JSON.stringify(result.fault)}\n`);
      }
      this.#log(`REPORT RequestId: ${requestId} Duration: ${(performance.now() - begun).toFixed(2)} ms\n`);
      return result;
    } finally {
      if (!sandbox.alive) this.#sandboxes.delete(sandbox);
      this.#running -= 1;
      this.#waiting.shift()?.();
      this.#setting.onEnded(this.name, performance.now() - begun);
    }
  }

  /** Bytes that the heaps of its sandboxes use now, the largest one. */
  async heapBytes(): Promise<number> {
    const heaps = await Promise.all([...this.#sandboxes].map((sandbox) => sandbox.heapBytes()));
    return Math.max(0, ...heaps.flatMap((bytes) => bytes ?? []));
  }

  /** Kills one of its sandboxes, a busy one if there is any; answers whether there was one to kill. */
  kill(reason: string): boolean {
    const alive = [...this.#sandboxes].filter((each) => each.alive);
    const victim = alive.find((each) => each.busy) ?? alive[0];
    victim?.terminate(reason);
    if (victim !== undefined) this.#sandboxes.delete(victim);
    return victim !== undefined;
  }

  stop(): void {
    this.#stopped = true;
    for (const sandbox of this.#sandboxes) sandbox.terminate('The local run ends', 'Sandbox.Stopped');
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #turn(): Promise<void> {
    if (this.concurrency === 0) {
      note(this.history.Throttles);
      throw new Error(`Function ${this.name} has reserved no concurrency: Rate Exceeded`);
    }
    while (this.#running >= this.concurrency && !this.#stopped) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#stopped) throw new Error(`Function ${this.name} no longer runs`);
    this.#running += 1;
  }

  #newSandbox(): Sandbox {
    // One may have died between two events.
    for (const each of this.#sandboxes) if (!each.alive) this.#sandboxes.delete(each);
    const { bundle, properties } = this.#model;
    const [file = 'index', exportName = 'handler'] = properties.Handler.split('.');
    const lines = wholeLines(this.#setting.onLine);
    const sandbox = new Sandbox(
      {
        offset: this.#setting.offset,
        file: bundleFile(bundle, file),
        exportName,
        functionName: this.name,
        functionArn: this.#setting.functionArn,
        memoryMb: properties.MemorySize,
      },
      {
        ...properties.Environment?.Variables,
        ...this.#setting.environment,
        AWS_LAMBDA_FUNCTION_NAME: this.name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
      },
      (text) => {
        // CloudWatch finds metrics in the log alone: what is not logged is not counted.
        if (this.#log(text)) lines(text);
      },
    );
    this.#sandboxes.add(sandbox);
    this.#setting.mayLog('CreateLogStream');
    return sandbox;
  }

  /** Writes to the log; false when its role does not let the function. */
  #log(text: string): boolean {
    if (!this.#setting.mayLog('PutLogEvents')) return false;
    appendFileSync(join(this.#setting.logDir, `${this.name}.log`), text);
    return true;
  }
}

function note(times: number[]): void {
  const now = Date.now();
  times.push(now);
  while ((times[0] ?? now) < now - HISTORY_MS) times.shift();
}

/** The file that Lambda would load for a handler: it tries these endings. */
function bundleFile(bundle: string, file: string): string {
  const endings = ['.js', '.cjs'].map((ending) => join(bundle, file + ending));
  const found = endings.find((each) => existsSync(each));
  if (found === undefined) throw new Error(`A bundle has none of ${endings.join(', ')}`);
  return found;
}
