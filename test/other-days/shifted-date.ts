import { syncBuiltinESMExports } from 'node:module';
import workerThreads, { type WorkerOptions } from 'node:worker_threads';
import { moveDate, sharedOffset } from '../../infra/local-aws/clock/moved-date.ts';

// Preloaded into every process of a test run: moves its `Date` by the milliseconds that the address of this module asks
// for (`shifted-date.ts?by=…`), and the `Date` of each thread that it starts, also of one with an environment of its own.

const offset = sharedOffset();
Atomics.store(new BigInt64Array(offset), 0, BigInt(new URL(import.meta.url).searchParams.get('by') ?? '0'));
moveDate(offset);

class ShiftedWorker extends workerThreads.Worker {
  constructor(file: string | URL, options: WorkerOptions = {}) {
    super(file, { ...options, execArgv: [...(options.execArgv ?? process.execArgv), '--import', import.meta.url] });
  }
}
Reflect.set(workerThreads, 'Worker', ShiftedWorker);
syncBuiltinESMExports();
