import type { ExtractKind } from '../contracts/inventory-extract.ts';

/** A report or an extract that an operator asks for, by an id of the request. */
export type ReportAsked = {
  readonly report: 'ssc' | ExtractKind;
  readonly requestId: string;
  /** An instant that is past: the report to the SSC as it would have been then. */
  readonly at?: string;
};

/** How a report is waited for. */
export type Waiting = { readonly progress: (text: string) => void; readonly wait: boolean };

/** Has the function make a report, and gives back its summary; only its id if it is not waited for. */
export type RunReport = (asked: ReportAsked, waiting: Waiting) => Promise<unknown>;
