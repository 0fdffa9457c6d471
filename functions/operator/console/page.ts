import type { Html } from '../../email/html.ts';
import type { DeadLetterDesk } from '../dead-letters/desk.ts';
import type { CheckedFiles } from './checked-files.ts';
import type { ConsoleSource } from './source.ts';

/** The five places of the bar, each with the pages below it; the first of them is its own address. */
export const PLACES = {
  now: { title: 'Now', pages: [['/', 'Now']] },
  lists: {
    title: 'Lists',
    pages: [
      ['/lists', 'Received'],
      ['/lists/check', 'Check or send a file'],
    ],
  },
  entries: {
    title: 'Entries and incidents',
    pages: [
      ['/incidents', 'Incidents'],
      ['/blocked', 'Blocked entries'],
      ['/entries', 'All entries'],
      ['/gbcs', 'GBCS versions'],
    ],
  },
  trials: {
    title: 'Trials and devices',
    pages: [
      ['/trials', 'Trials'],
      ['/devices', 'Devices'],
      ['/decisions', 'SSC decisions'],
    ],
  },
  operations: {
    title: 'Operations',
    pages: [
      ['/operations/alarms', 'Alarms'],
      ['/operations/charts', 'Charts'],
      ['/operations/queues', 'Queues'],
      ['/operations/dead-letters', 'Dead letters'],
      ['/operations/mails', 'Mails'],
      ['/operations/reports', 'Reports'],
      ['/operations/governance', 'Governance'],
    ],
  },
} as const satisfies Readonly<
  Record<string, { readonly title: string; readonly pages: readonly (readonly [path: string, title: string])[] }>
>;

/** A place of the bar. */
export type Place = keyof typeof PLACES;

/** What is said beside a form after something was done there, or could not be. */
export type Said = {
  /** The name of the form. */
  readonly form: string;
  readonly tone: 'good' | 'bad';
  readonly text: string;
  /** What was typed into the form, to be corrected; empty once it was done. */
  readonly typed: ReadonlyMap<string, string>;
};

/** One request to see a page. */
export type Look = {
  readonly source: ConsoleSource;
  /** The pipeline's time, ISO 8601. */
  readonly now: string;
  /** The parts of the address that the page's path leaves open, by their names. */
  readonly of: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The name that acts are signed with, unless another one is typed. */
  readonly operator: string;
  readonly said: Said | undefined;
  /** Files that were checked and not sent yet. */
  readonly files: CheckedFiles;
  /** The dead letters, and what is done with them. */
  readonly desk: DeadLetterDesk;
};

/** A page: what is below its bar. */
export type Page = {
  /** Its heading, and the title of the tab. */
  readonly title: string;
  readonly main: Html;
  /** What leads back: the pages above this one, from the top. */
  readonly above?: readonly (readonly [path: string, title: string])[];
};

/** What is given as it is: a receipt, a table, a mail for a frame. */
export type Download = {
  readonly type: string;
  readonly body: string | Uint8Array;
  /** The name under which it is saved; without one the browser shows it. */
  readonly fileName?: string;
};

/** Something that a person does on a page, by a form. */
export type Act = Omit<Look, 'said'> & {
  readonly form: FormData;
  /** A field of the form as text, without outer blanks; '' when it is not there. */
  readonly field: (name: string) => string;
};

/** What an act came to: the sentence that is said beside its form, and the page to go to if it is another one. */
export type Done = { readonly said: string; readonly go?: string };

/** A page with its address, such as `/incidents/:id`, and what can be done on it, by the names of its forms. */
export type PageModule = {
  readonly path: string;
  readonly place: Place;
  /** Undefined when there is no such thing. */
  readonly show: (look: Look) => Promise<Page | Download | undefined>;
  /** What is done under a person's name. @throws WrongUse with a sentence for the person, when it cannot be done. */
  readonly acts?: Acts;
  /** What changes nothing that anyone answers for, and is there even where the console only reads. */
  readonly unsigned?: Acts;
};

type Acts = Readonly<Record<string, (act: Act) => Promise<Done>>>;

/** Whether an answer is a file and no page. */
export function isDownload(answer: Page | Download): answer is Download {
  return 'body' in answer;
}
