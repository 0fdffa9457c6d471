/** What a schedule can do to one call of a function. */
export const FAULT_KINDS = [
  'throttled',
  'answer lost',
  'repeated by the SDK',
  'killed before',
  'killed after',
  'partly done',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Kinds that make sense at a call that only reads. */
export const READ_FAULTS: readonly [FaultKind, ...FaultKind[]] = ['throttled', 'killed before'];
/** Kinds that make sense at a call that changes something. */
export const EFFECT_FAULTS: readonly [FaultKind, ...FaultKind[]] = [
  'throttled',
  'answer lost',
  'repeated by the SDK',
  'killed before',
  'killed after',
];

/** How often each kind of fault hit each boundary, over many schedules. */
export class FaultTally {
  readonly effects = new Map<string, Map<FaultKind, number>>();
  readonly events = new Map<string, number>();

  /** Notes that an effect was reached, hit or not. */
  reached(boundary: string): void {
    if (!this.effects.has(boundary)) this.effects.set(boundary, new Map());
  }

  hit(boundary: string, kind: FaultKind): void {
    const kinds = this.effects.get(boundary);
    if (kinds !== undefined) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }

  /** Notes one of the accidents that are not a fault of a call: a repeat, a time-out, a redrive. */
  happened(event: string): void {
    this.events.set(event, (this.events.get(event) ?? 0) + 1);
  }

  /** Effects that some kind of fault never hit. */
  missed(): string[] {
    return [...this.effects].flatMap(([boundary, kinds]) =>
      EFFECT_FAULTS.filter((kind) => !kinds.has(kind)).map((kind) => `${boundary}: ${kind}`),
    );
  }

  /** Adds what others were hit by. */
  add(other: Pick<FaultTally, 'effects' | 'events'>): void {
    for (const [boundary, kinds] of other.effects) {
      this.reached(boundary);
      for (const [kind, count] of kinds) {
        const mine = this.effects.get(boundary);
        mine?.set(kind, (mine.get(kind) ?? 0) + count);
      }
    }
    for (const [event, count] of other.events) this.events.set(event, (this.events.get(event) ?? 0) + count);
  }
}
