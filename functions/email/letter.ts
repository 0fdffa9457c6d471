import type { Classification } from '../contracts/classification.ts';
import type { Attachment } from '../contracts/mail.ts';
import type { Reader } from '../contracts/recipients.ts';

/** How good or bad a thing is; shown by colour and always by words too. */
export type Tone = 'good' | 'warn' | 'bad' | 'plain';

/** A name and its value. */
export type Fact = { readonly label: string; readonly value: string };

/** How much of something is used up, drawn as a bar. */
export type Meter = {
  readonly label: string;
  readonly text: string;
  /** 0 and up; more than 1 is a full bar. */
  readonly share: number;
  readonly tone: Tone;
};

/** One thing with its figures: a trial, a blocked entry, a finding. */
export type Card = {
  readonly title: string;
  readonly badges: readonly { readonly text: string; readonly tone: Tone }[];
  readonly text?: string;
  readonly meters?: readonly Meter[];
  readonly facts?: readonly Fact[];
};

/** A table of few columns, so that it holds on a phone; all but the first are short. */
export type Table = {
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly string[])[];
};

/** What a letter is made of. */
export type Block =
  | { readonly block: 'verdict'; readonly tone: Tone; readonly title: string; readonly lines: readonly string[] }
  | { readonly block: 'heading'; readonly text: string }
  | { readonly block: 'paragraph'; readonly text: string }
  | { readonly block: 'steps'; readonly steps: readonly string[] }
  | { readonly block: 'points'; readonly points: readonly string[] }
  | { readonly block: 'facts'; readonly facts: readonly Fact[] }
  | { readonly block: 'cards'; readonly cards: readonly Card[] }
  | { readonly block: 'table'; readonly table: Table };

/**
 * What we write to someone, before it is laid out: HTML and plain text are made from the same blocks, so both say
 * the same.
 */
export type Letter = {
  /** Deterministic, and shown at the end of the letter: a repeat is seen to be the same mail (invariant 5). */
  readonly mailId: string;
  readonly to: readonly string[];
  /** How widely it may be passed on; shown at the head and at the end (R83). */
  readonly classification: Classification;
  /** Who must act on it, if anyone must: the subject begins with them. */
  readonly actionBy: readonly Reader[];
  readonly subject: string;
  /** What kind of letter it is, above its title: `CPL upload receipt`. */
  readonly kind: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly attachments?: readonly Attachment[];
  /** Path of the page of the operators' console that shows what it is about: `/incidents/INC-…`. */
  readonly page: string;
};

/** A paragraph on what is left out, `… and 12 more entries`, where anything is. */
export function moreBlocks(more: number, what: string): Block[] {
  return more === 0 ? [] : [{ block: 'paragraph', text: `… and ${what}` }];
}
