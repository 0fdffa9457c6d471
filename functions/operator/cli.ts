#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { UnreadableRow } from '../adapters/read-row.ts';
import { printable, printableJson } from '../domain/findings/printable.ts';
import { type Command, type GivenOptions, OPTIONS, type OptionName } from './command.ts';
import { agreedList } from './commands/agreed-list.ts';
import { approve, refuse } from './commands/answer-held.ts';
import { audit } from './commands/audit.ts';
import { certificates } from './commands/certificates.ts';
import { check } from './commands/check.ts';
import { clock } from './commands/clock.ts';
import { corrections } from './commands/corrections.ts';
import { deadLetters } from './commands/dead-letters.ts';
import { decide } from './commands/decide.ts';
import { device } from './commands/device.ts';
import { doctor } from './commands/doctor.ts';
import { discard } from './commands/discard.ts';
import { exportList } from './commands/export.ts';
import { gbcs } from './commands/gbcs.ts';
import { history } from './commands/history.ts';
import { incident } from './commands/incident.ts';
import { entries, incidents, status, trials, uploads } from './commands/lists.ts';
import { letters } from './commands/letters.ts';
import { redrive } from './commands/redrive.ts';
import { report } from './commands/report.ts';
import { trial } from './commands/trial.ts';
import { upload } from './commands/upload.ts';
import { faultInWords } from './aws-fault.ts';
import { awsPipeline, localPipeline } from './find-pipeline.ts';
import { nearestName } from './nearest-name.ts';
import { WrongUse } from './wrong-use.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  check,
  upload,
  status,
  uploads,
  entries,
  history,
  export: exportList,
  device,
  trials,
  trial,
  'agreed-list': agreedList,
  certificates,
  incidents,
  corrections,
  gbcs,
  incident,
  report,
  decide,
  letters,
  approve,
  refuse,
  audit,
  doctor,
  clock,
  'dead-letters': deadLetters,
  redrive,
  discard,
};

const EVERYWHERE: readonly OptionName[] = ['json', 'aws', 'outputs', 'help'];

/** A command that takes more than this to be used says on a line of its own what it does. */
const WIDEST = 70;

/** The control characters that lay out a text, and are allowed in an answer. */
const LAYOUT = '\t\r\n';

/** What the CLI says of itself. */
export function helpText(): string {
  const width = Math.max(...Object.values(COMMANDS).map(({ usage }) => (usage.length > WIDEST ? 0 : usage.length)));
  const line = ({ usage, does }: Command): string =>
    usage.length > width ? `  ${usage}\n  ${' '.repeat(width)}  ${does}` : `  ${usage.padEnd(width)}  ${does}`;
  return [
    'npm run cpl -- <command> [--json] [--aws [--outputs FILE]]',
    '',
    ...Object.values(COMMANDS).map(line),
    '',
    'Without --aws: the pipeline that runs on this machine (.local/run.json).',
    'With --aws: the deployed pipeline, found by the file that "cdk deploy --outputs-file" wrote (outputs.json unless --outputs).',
    'Exit codes: 0 done, 1 the answer is no (held, refused, superseded) or something failed, 2 wrong usage.',
  ].join('\n');
}

/** Runs one command line and says with which code the process should end. */
export async function runCommand(
  commandLine: readonly string[],
  print: (text: string) => void,
  complain: (text: string) => void,
): Promise<0 | 1 | 2> {
  try {
    const { command, words, options } = understood(commandLine);
    if (command === undefined) {
      print(helpText());
      return 0;
    }
    const pipelineIfAny = () => (options.aws === true ? awsPipeline(options.outputs) : localPipeline());
    const pipeline = () => {
      const found = pipelineIfAny();
      if (found === undefined)
        throw new WrongUse('No pipeline runs on this machine. Start one with npm start, or use --aws');
      return found;
    };
    const answer = await command.run({ words, options, pipeline, pipelineIfAny, progress: complain });
    print(options.json === true ? printableJson(answer.json) : printable(answer.text, LAYOUT));
    return answer.exitCode ?? 0;
  } catch (error) {
    const text = error instanceof WrongUse || error instanceof UnreadableRow ? error.message : faultInWords(error);
    if (text === undefined) throw error;
    complain(printable(text, LAYOUT));
    return error instanceof WrongUse ? 2 : 1;
  }
}

function understood(commandLine: readonly string[]): {
  readonly command: Command | undefined;
  readonly words: readonly string[];
  readonly options: GivenOptions;
} {
  const { positionals, values } = parsed(commandLine);
  const [name, ...words] = positionals;
  if (values.help === true || name === undefined || name === 'help') {
    if (name === undefined && values.help !== true) throw new WrongUse(helpText());
    return { command: undefined, words, options: values };
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const meant = nearestName(name, Object.keys(COMMANDS));
    const instead = meant === undefined ? helpText() : `Did you mean ${meant}? --help lists them all.`;
    throw new WrongUse(`There is no command ${name}.\n\n${instead}`);
  }
  const [least, most] = command.words;
  if (words.length < least || words.length > most) throw new WrongUse(`Usage: ${command.usage}`);
  for (const option of Object.keys(values)) {
    if (![...EVERYWHERE, ...command.options].some((taken) => taken === option)) {
      throw new WrongUse(`${name} has no option --${option}. Usage: ${command.usage}`);
    }
  }
  return { command, words, options: values };
}

function parsed(commandLine: readonly string[]) {
  try {
    return parseArgs({ args: [...commandLine], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new WrongUse(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

if (import.meta.main) {
  process.exitCode = await runCommand(
    process.argv.slice(2),
    (text) => console.log(text),
    (text) => console.error(text),
  );
}
