/**
 * Something that operations must hear of. It is told once, and once more each time its level rises; `factId` is
 * always the same for the same fact, and is shown, so that a repeat is seen to be one (invariant 5).
 */
export type WatchFact = {
  readonly factId: string;
  /** 1 and up: the higher, the worse. */
  readonly level: number;
  readonly kind: 'breached' | 'at-risk' | 'trial-breach' | 'trial-warning' | 'gbcs-horizon';
  readonly title: string;
  readonly text: string;
  readonly details: readonly { readonly label: string; readonly value: string }[];
};
