import { readFileSync } from 'node:fs';

/** One piece of work in a process of its own, on some files; what it measured, by name. */
export type Task = (files: readonly string[]) => Promise<Readonly<Record<string, number>>>;

/** Does the task that the command line names, and prints what it measured with the peak of memory in megabytes. */
export async function runTask(tasks: Readonly<Record<string, Task>>): Promise<void> {
  const [name = '', ...files] = process.argv.slice(2);
  const task = tasks[name];
  if (task === undefined) throw new Error(`There is no task ${name}`);
  const measured = await task(files);
  console.log(JSON.stringify({ ...measured, peakMb: peakMb() }));
}

/**
 * Processor time of this thread so far, in seconds: what a clock shows on a machine that has nothing else to do, and on
 * a busy one too.
 */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * The most memory that this process was resident in, in megabytes. Linux says so by process; what `resourceUsage` says
 * also counts the process from which this one was forked.
 */
function peakMb(): number {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) / 1024;
}
