import type { DspChange } from './dsp-change.ts';

/** A change that was decided and is not in the DeviceModels table; `sentAt` is null while it is not even sent. */
export type UndeliveredChange = { readonly change: DspChange; readonly sentAt: string | null };

/** Which undelivered changes are looked for, and how many of them are wanted. */
export type UndeliveredSearch = {
  readonly of: (change: DspChange) => boolean;
  readonly limit: number;
  /** The order of the change behind which the search goes on. */
  readonly after?: string | undefined;
};

/** Some undelivered changes in their order, and the order behind which others may follow, if any may. */
export type UndeliveredPage = { readonly items: readonly UndeliveredChange[]; readonly next?: string };
