/** A fact at a level: what a mail reports, and what is noted of it. */
export type ReportedFact = Pick<WatchFact, 'factId' | 'level'>;

/**
 * Something that DCC operations, and whom it concerns beside them, must hear of. It is reported once, and again each time its level rises; `factId` is
 * always the same for the same fact, and is shown, so that a repeat is seen to be one (invariant 5).
 */
export type WatchFact = {
  readonly factId: string;
  /** 1 and up: the higher, the worse. */
  readonly level: number;
  readonly kind:
    | 'breached'
    | 'at-risk'
    | 'trial-breach'
    | 'trial-warning'
    | 'correction'
    | 'gbcs-begins'
    | 'gbcs-ends'
    | 'export-missing';
  /** The incident whose own letter reports it: then the watch counts it, and sends no mail of its own. */
  readonly incidentId?: string;
  readonly title: string;
  readonly text: string;
  readonly details: readonly { readonly label: string; readonly value: string }[];
};
