import * as z from 'zod/mini';

/**
 * Asks the DSP to suspend one device of a trial that is over, as the SSC decided (R59): a message on the dsp-updates
 * queue. Asked once for a device and an end of its trial; `requestId` says which that is.
 */
export const DeviceSuspension = z.object({
  contract: z.literal('device-suspension/1'),
  requestId: z.string().check(z.minLength(1), z.maxLength(128)),
  deviceId: z.string(),
  trialId: z.string(),
  /** The last day of the trial. */
  endDate: z.string(),
  sscDecisionReference: z.string(),
  requestedAt: z.iso.datetime(),
});
export type DeviceSuspension = z.infer<typeof DeviceSuspension>;

/**
 * Names the suspension of a device at an end of its trial; those of a trial are kept in the order of these names, and so of
 * the devices. A trial id may be any text: what SQS takes as an id of a message may not, so the device and the day are
 * what makes it unique, together with as much of the trial as fits.
 */
export function suspensionId(trial: { readonly trialId: string; readonly endDate: string }, deviceId: string): string {
  return `suspend-${deviceId}-${trial.endDate}-${trial.trialId.replaceAll(/[^\w-]/g, '_').slice(0, 80)}`;
}
