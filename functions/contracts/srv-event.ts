import './english.ts';
import * as z from 'zod/mini';
import { SMI_STATUSES } from '../domain/devices/device.ts';
import { upperCase } from '../domain/cpl/upper-case.ts';
import { isPlainText } from '../domain/devices/plain-text.ts';
import { normaliseEui } from '../domain/devices/eui.ts';

/** A message may have this many bytes, as SQS counted for long; DUIS requests of ours have one or two thousand. */
export const MAX_SRV_MESSAGE_BYTES = 256 * 1024;

/** `type` of the events the queue carries (DESIGN 6). */
export const SRV_EVENT_TYPES = {
  request: 'uk.smartdcc.srv.request',
  firmwareChanged: 'uk.smartdcc.device.firmware-changed',
  statusChanged: 'uk.smartdcc.device.status-changed',
  /** Of the pipeline itself: devices to judge again after a change of the agreed list or of the switch. */
  reevaluate: 'uk.smartdcc.pipeline.reevaluate',
} as const;

const Plain = z.refine<string>(isPlainText, 'has a control character in it');

/** Four-digit years well inside JavaScript's range: instants are compared as text. */
const Time = z.iso.datetime({ offset: true }).check(z.regex(/^(?:19|2\d)\d{2}-/, 'is not between 1900 and 2999'));

/** CloudEvents 1.0 in its JSON form; what else it carries is not looked at. */
export const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().check(z.minLength(1), z.maxLength(256), Plain),
  source: z.optional(z.string()),
  type: z.string().check(z.minLength(1)),
  time: Time,
  data: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;

const DeviceId = z.pipe(
  z.string(),
  z.transform((text: string, context) => {
    const deviceId = normaliseEui(text);
    if (deviceId !== undefined) return deviceId;
    context.issues.push({ code: 'custom', message: 'is not an EUI-64', input: text });
    return z.NEVER;
  }),
);
const FirmwareVersion = z.string().check(z.trim(), z.minLength(1), z.maxLength(8), Plain, z.overwrite(upperCase));

/** What of a firmware change says whether it is one of ours. */
export const Trigger = z.object({ trigger: z.string().check(z.minLength(1)) });

/** Data of `firmware-changed`, once its trigger is known to be one of ours. */
export const FirmwareChanged = z.object({ deviceId: DeviceId, firmwareVersion: FirmwareVersion });

/** Data of `status-changed`: an SMI status, or `Restored`: back to the status before the suspension. */
export const StatusChanged = z.object({ deviceId: DeviceId, status: z.enum([...SMI_STATUSES, 'Restored']) });
export type StatusChanged = z.infer<typeof StatusChanged>;

/** Data of a request of the pipeline to judge devices again. */
export const Reevaluate = z.object({ deviceIds: z.array(DeviceId).check(z.minLength(1), z.maxLength(100)) });
