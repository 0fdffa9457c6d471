/**
 * Starts to measure what this process computes, and gives the milliseconds so far: of the processor, not of the clock on
 * the wall, so that others who work on the machine do not count.
 */
export function workOf(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
