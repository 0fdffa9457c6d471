/** The environment of processes whose `Date`, and that of their threads and children, is so many milliseconds ahead. */
export function shiftedBy(milliseconds: number): NodeJS.ProcessEnv {
  const preload = new URL(`shifted-date.ts?by=${milliseconds}`, import.meta.url);
  return { ...process.env, NODE_OPTIONS: `--import=${preload.href}` };
}
