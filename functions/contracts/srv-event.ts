import './english.ts';
import * as z from 'zod/mini';
import { SMI_STATUSES } from '../domain/devices/device.ts';
import { upperCase } from '../domain/cpl/upper-case.ts';
import { isPlainText } from '../domain/devices/plain-text.ts';
import { normaliseEui } from '../domain/devices/eui.ts';

/** A message may have this many bytes, as SQS counted for long; DUIS requests of ours have one or two thousand. */
export const MAX_SRV_MESSAGE_BYTES = 256 * 1024;

/** `type` of the events the queue carries. */
export const SRV_EVENT_TYPES = {
  request: 'uk.smartdcc.srv.request',
  firmwareChanged: 'uk.smartdcc.device.firmware-changed',
  statusChanged: 'uk.smartdcc.device.status-changed',
  /** Of the pipeline itself: devices to evaluate again after a change of the agreed list or of the switch. */
  reevaluate: 'uk.smartdcc.pipeline.reevaluate',
} as const;

const Plain = z.refine<string>(isPlainText, 'has a control character in it');

/** So many characters hold any time with more digits of a second than a clock has. */
const MAX_TIME_CHARACTERS = 64;

/** As RFC 3339 writes it, in either case. */
const DATE_TIME = new RegExp(z.regexes.datetime({ offset: true }).source, 'i');

/** Four-digit years well inside JavaScript's range: instants are compared as text. */
const Time = z
  .string()
  .check(
    z.maxLength(MAX_TIME_CHARACTERS),
    z.regex(DATE_TIME, 'Invalid ISO datetime'),
    z.regex(/^(?:19|2\d)\d{2}-/, 'is not between 1900 and 2999'),
  );

/** CloudEvents 1.0 in its JSON form; what else it carries does not count. */
export const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().check(z.minLength(1), z.maxLength(256), Plain),
  /** With `id`, what makes an event one and the same. */
  source: z.optional(z.string().check(z.maxLength(512), Plain)),
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

/** What of a firmware change shows whether it is one of ours. */
export const Trigger = z.object({ trigger: z.string().check(z.minLength(1)) });

/** Data of `firmware-changed`, once its trigger is known to be one of ours. */
export const FirmwareChanged = z.object({ deviceId: DeviceId, firmwareVersion: FirmwareVersion });

/** Data of `status-changed`: an SMI status, or `Restored`: back to the status before the suspension. */
export const StatusChanged = z.object({ deviceId: DeviceId, status: z.enum([...SMI_STATUSES, 'Restored']) });
export type StatusChanged = z.infer<typeof StatusChanged>;

/** Data of a request of the pipeline to evaluate devices again. */
export const Reevaluate = z.object({ deviceIds: z.array(DeviceId).check(z.minLength(1), z.maxLength(100)) });
