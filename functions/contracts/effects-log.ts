import { createHash } from 'node:crypto';
import { Effect } from './effect.ts';

const NEWLINE = 0x0a;

/** What the log is written through: an object that exists once it is finished. */
type Writer = {
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/** Bytes that are gathered before they are written: a log has a million short lines, or one of many megabytes. */
const GATHERED_BYTES = 16 * 1024;

/** An effect as a log of effects has it: one JSON object on a line of its own. */
export function effectLine(effect: Effect): string {
  return `${JSON.stringify(effect)}\n`;
}

/** Writes the log of a decision's effects, one JSON object a line, in the order in which they are to happen. */
export function effectsLog(writer: Writer) {
  const gathered = Buffer.alloc(GATHERED_BYTES);
  let used = 0;
  let sends = 0;
  const hash = createHash('sha256');

  async function flush(): Promise<void> {
    if (used > 0) await write(gathered.subarray(0, used));
    used = 0;
  }

  /** Gathers a text; waits only where it is too long for what is left of the room. */
  function put(text: string): Promise<void> | undefined {
    const bytes = Buffer.byteLength(text);
    if (bytes > GATHERED_BYTES - used) {
      return flush().then(() => (bytes > GATHERED_BYTES ? write(Buffer.from(text)) : put(text)));
    }
    used += gathered.write(text, used);
    return undefined;
  }

  async function write(bytes: Uint8Array): Promise<void> {
    hash.update(bytes);
    await writer.write(bytes);
  }

  return {
    append(effects: readonly Effect[]): Promise<void> | undefined {
      for (const [at, effect] of effects.entries()) {
        if (effect.effect === 'send') sends += 1;
        const putting = put(effectLine(effect));
        if (putting !== undefined) return putting.then(() => this.append(effects.slice(at + 1)));
      }
      return undefined;
    },
    /** How many changes for the DSP the log holds so far. */
    sends: () => sends,
    /** Ends the log; the SHA-256 of its bytes. */
    async finish(): Promise<string> {
      await flush();
      await writer.finish();
      return hash.digest('hex');
    },
    discard: () => writer.discard(),
  };
}

export type EffectsLog = ReturnType<typeof effectsLog>;

/** An effect, and where the next one begins, in bytes from where the reading began. */
export type LoggedEffect = { readonly effect: Effect; readonly nextOffset: number };

/** Reads a log of effects, from the beginning of one of its lines. */
export async function* readEffects(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<LoggedEffect> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest: Uint8Array[] = [];
  let offset = 0;
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...rest, chunk.subarray(from, end)]);
      rest = [];
      from = end + 1;
      offset += line.byteLength + 1;
      yield { effect: Effect.parse(JSON.parse(decoder.decode(line))), nextOffset: offset };
    }
    if (from < chunk.byteLength) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) throw new Error('The log of effects ends in the middle of a line');
}
