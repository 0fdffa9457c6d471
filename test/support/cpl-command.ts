import { runCommand } from '../../functions/operator/cli.ts';

/** Runs one command line of the operator CLI, and gives its exit code, what it printed, and what it complained of. */
export async function runCpl(...words: readonly string[]) {
  const printed: string[] = [];
  const complained: string[] = [];
  const exitCode = await runCommand(
    words,
    (text) => void printed.push(text),
    (text) => void complained.push(text),
  );
  return { exitCode, printed: printed.join('\n'), complained: complained.join('\n') };
}

/** The same with `--json`: the exit code, and the answer as JSON, or what it complained of. */
export async function runCplJson(...words: readonly string[]) {
  const { exitCode, printed, complained } = await runCpl(...words, '--json');
  return { exitCode, answer: printed === '' ? complained : JSON.parse(printed) };
}
