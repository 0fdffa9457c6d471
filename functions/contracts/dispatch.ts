import * as z from 'zod/mini';

/**
 * A decision whose changes were sent to the DSP and are not all known to have arrived. The watch takes it away once
 * every change, or a newer one for the same entry, is in the DeviceModels table.
 */
export const Dispatch = z.object({
  sequence: z.int(),
  effectsKey: z.string(),
  changes: z.int().check(z.positive()),
  sentAt: z.string(),
});
export type Dispatch = z.infer<typeof Dispatch>;
