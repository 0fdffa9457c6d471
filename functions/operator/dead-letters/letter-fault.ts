import type * as z from 'zod/mini';
import { SaxesParser } from 'saxes';
import type { DeadLetter } from '../../adapters/sqs-queue-look.ts';
import { DspChange } from '../../contracts/dsp-change.ts';
import { LaneCommand, subjectOf } from '../../contracts/lane-command.ts';
import { readSrvMessage } from '../../srv-events/srv-message.ts';
import type { QueueName } from '../pipeline-access.ts';
import { jsonLines, lineOfPath } from './json-lines.ts';

/** A dead letter as a person reads it: what is wrong, where, and what to do; its body line by line. */
export type ReadLetter = {
  readonly what: string;
  readonly where: string;
  readonly todo: string;
  /** Whether the message itself is at fault, so that moving it back as it is cannot help. */
  readonly isSenders: boolean;
  readonly lines: readonly string[];
  /** The line of the fault, from 0, where it has one. */
  readonly faultLine: number | undefined;
};

/** Where in a body something is: a character, or the path of a JSON field. */
type Spot = { readonly offset: number } | { readonly path: string } | undefined;

/** Lines of XML longer than this are broken between their elements; any longer than the other, wherever it is. */
const LONG_LINE = 160;
const LONGEST_LINE = /.{1,400}/gsu;
/** The reason of what is no JSON at all. */
const NOT_JSON = 'Not well-formed JSON';
/** How the reason of an event begins whose id was used before. */
const SAME_ID = 'Another event of this source and id';

/** Reads a dead letter as its function would, to find the place of the fault. */
export function readLetter(queue: QueueName, letter: DeadLetter): ReadLetter {
  const trouble = letter.reason ?? troubleOf(queue, letter);
  const spot = trouble === undefined ? undefined : spotOf(letter.body, trouble);
  const laid = laidOut(letter.body, spot);
  const about = aboutWhat(queue, letter.body);
  return {
    what: trouble ?? 'It can be read. Its function failed each time, until its last attempt',
    where: [about, laid.where].filter((text) => text !== '').join(', ') || 'the message as a whole',
    todo: todoFor(queue, trouble),
    isSenders: trouble !== undefined,
    lines: laid.lines,
    faultLine: laid.faultLine,
  };
}

/** Why the function of a queue could never take a message, if that is so. */
function troubleOf(queue: QueueName, { body, sentAt }: DeadLetter): string | undefined {
  if (queue === 'srv-events') {
    const read = readSrvMessage(body, sentAt);
    return read.outcome === 'poison' ? read.reason : undefined;
  }
  const [schema, name] =
    queue === 'lane' ? ([LaneCommand, 'command of the lane'] as const) : ([DspChange, 'change for the DSP'] as const);
  const json = parsed(body);
  if (json === undefined) return NOT_JSON;
  const read = schema.safeParse(json.value);
  return read.success ? undefined : `Not a ${name}: ${firstIssue(read.error)}`;
}

function firstIssue(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  // Of a union no one form is meant: what is wrong with each would say nothing.
  return issue === undefined || issue.code === 'invalid_union'
    ? 'none of its forms'
    : `${issue.path.join('.') || 'data'}: ${issue.message}`;
}

/** What a message is about, by its own words; '' where it does not say. */
function aboutWhat(queue: QueueName, body: string): string {
  const value = parsed(body)?.value;
  if (queue === 'dsp-updates') {
    const change = DspChange.safeParse(value);
    return change.success ? `the change ${change.data.order} of entry ${change.data.entry.entryKey}` : '';
  }
  const command = LaneCommand.safeParse(value);
  if (!command.success) return '';
  if ('detail' in command.data) return `the file ${command.data.detail.object.key}`;
  const { data } = command;
  const isOfItself = data.command === 'reconsider' || data.command === 'dsp-refused';
  return `the command ${data.command}${isOfItself ? '' : ` of ${subjectOf(data)}`}`;
}

function todoFor(queue: QueueName, trouble: string | undefined): string {
  if (trouble === undefined) {
    return `Find the fault in the log of its function at that time, remove it, then move the message back to ${queue}.`;
  }
  if (queue !== 'srv-events') {
    return 'Find out who sent it. It can never be carried out as it is: have it sent again correctly, then discard it.';
  }
  if (trouble.includes('eventClockAheadHours')) {
    return 'Have its sender correct the clock and send it again, then discard it. If the date is true, raise the setting eventClockAheadHours and move it back.';
  }
  if (trouble.startsWith(SAME_ID)) {
    return 'The first event stays as it is. If this one is the true one, have it sent again under an id of its own; then discard it.';
  }
  return 'Have its sender, by the DSP Service team, correct it and send it again; then discard it. Moved back as it is, it comes back.';
}

/** Where in a body a fault is, by the words for it. */
function spotOf(body: string, trouble: string): Spot {
  if (body.trimStart().startsWith('<')) return xmlSpot(body, trouble);
  const json = parsed(body);
  if (json === undefined) return trouble === NOT_JSON ? brokenJsonSpot(body) : undefined;
  if (trouble.includes(' is dated ')) return { path: 'time' };
  if (trouble.startsWith(SAME_ID)) return { path: 'id' };
  const path = /: ([A-Za-z][\w-]*(?:\.[\w-]+)*): /.exec(trouble)?.[1];
  if (path === undefined) return 'data' in Object(json.value) && isXmlTrouble(trouble) ? { path: 'data' } : undefined;
  // The parts of an event are checked one by one: what is not of the envelope is in its data.
  const isOfEnvelope = trouble.startsWith('Not a CloudEvents') || !('data' in Object(json.value));
  return { path: isOfEnvelope ? path : path === 'data' ? path : `data.${path}` };
}

function isXmlTrouble(trouble: string): boolean {
  return /XML|DOCTYPE|^Root|^[A-Z]\w+(?:\/\S+)? (?:has|is|holds)\b/.test(trouble);
}

function xmlSpot(body: string, trouble: string): Spot {
  if (trouble.includes('DOCTYPE')) return offsetIn(body, '<!DOCTYPE');
  if (trouble.startsWith('Root ')) return { offset: Math.max(0, body.search(/<\w/)) };
  if (trouble.startsWith('Not well-formed')) return { offset: brokenXmlOffset(body) };
  // Reasons begin with the path of the element they are about: `Header has no RequestID`, `Body/X is …`.
  const path = /^[A-Z]\w*(?:\/\w+)*/.exec(trouble)?.[0];
  if (path === undefined) return undefined;
  const name = path.split('/').at(-1) ?? '';
  const found = new RegExp(String.raw`<(?:\w+:)?${name}[\s/>]`).exec(body);
  return found === null ? undefined : { offset: found.index };
}

function offsetIn(body: string, text: string): Spot {
  const offset = body.indexOf(text);
  return offset < 0 ? undefined : { offset };
}

function brokenXmlOffset(body: string): number {
  const parser = new SaxesParser({ xmlns: true, position: true });
  let offset: number | undefined;
  parser.on('error', () => {
    offset ??= parser.position;
  });
  parser.write(body).close();
  return Math.max(0, Math.min(offset ?? body.length, body.length) - 1);
}

function brokenJsonSpot(body: string): Spot {
  try {
    JSON.parse(body);
  } catch (error) {
    const offset = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    return { offset: offset === undefined ? Math.max(0, body.length - 1) : Number(offset) };
  }
  return undefined;
}

function parsed(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

/** A body line by line, with the line of the fault and where that is in words. */
function laidOut(body: string, spot: Spot): Pick<ReadLetter, 'lines' | 'faultLine' | 'where'> {
  const json = parsed(body);
  if (json !== undefined) {
    const lines = jsonLines(json.value);
    const isField = spot !== undefined && 'path' in spot;
    const faultLine = isField ? lineOfPath(lines, spot.path) : undefined;
    return { lines: lines.map(({ text }) => text), faultLine, where: isField ? `the field ${spot.path}` : '' };
  }
  const written = body.split(/(?<=\n)/);
  const lines = written.flatMap(broken);
  if (spot === undefined || !('offset' in spot))
    return { lines: shown(lines, lines.length > written.length), faultLine: undefined, where: '' };
  let begin = 0;
  for (const [index, line] of lines.entries()) {
    if (spot.offset < begin + line.length || index === lines.length - 1) {
      const before = body.slice(0, spot.offset).split('\n');
      const where = `line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}`;
      return { lines: shown(lines, lines.length > written.length), faultLine: index, where };
    }
    begin += line.length;
  }
  return { lines: shown(lines, lines.length > written.length), faultLine: undefined, where: '' };
}

/** A line in parts that can be shown, with no character lost. */
function broken(line: string): readonly string[] {
  if (line.length <= LONG_LINE) return [line];
  return line.split(/(?<=>)(?=<)/).flatMap((part) => part.match(LONGEST_LINE) ?? []);
}

/** Lines without their ends; those of XML that were one line are indented by the depth of their elements. */
function shown(lines: readonly string[], isBroken: boolean): readonly string[] {
  let depth = 0;
  return lines.map((line) => {
    const text = line.replace(/\r?\n$/, '');
    if (!isBroken) return text;
    if (text.startsWith('</')) depth = Math.max(0, depth - 1);
    const indented = '  '.repeat(depth) + text;
    if (/^<\w[^>]*[^/]>$/.test(text)) depth += 1;
    return indented;
  });
}
