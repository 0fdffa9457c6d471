import * as z from 'zod';

/** `Object Created` as S3 gives it to EventBridge; the object key is as it is, not URL-encoded. */
export const ObjectCreated = z.object({
  id: z.string().min(1),
  'detail-type': z.literal('Object Created'),
  source: z.literal('aws.s3'),
  time: z.iso.datetime({ offset: true }),
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z.string().min(1),
      size: z.number().int().nonnegative(),
      etag: z.string().optional(),
      'version-id': z.string().optional(),
      sequencer: z.string().optional(),
    }),
    requester: z.string().optional(),
  }),
});
export type ObjectCreated = z.infer<typeof ObjectCreated>;

/** An operator lets a held extract through, with the reason that is kept with it. */
export const ApproveUpload = z.object({
  command: z.literal('approve'),
  commandId: z.string().min(1),
  uploadId: z.string().min(1),
  reason: z.string().min(1),
  requestedBy: z.string().min(1),
});
export type ApproveUpload = z.infer<typeof ApproveUpload>;

/** Asks the lane to finish what is pending and to judge again what waits, because a day began or time passed. */
export const Reconsider = z.object({
  command: z.literal('reconsider'),
  commandId: z.string().min(1),
  requestedBy: z.string().min(1),
});
export type Reconsider = z.infer<typeof Reconsider>;

/** All that changes what the DSP is told comes through the lane, one message at a time, as one of these. */
export const LaneCommand = z.union([ObjectCreated, ApproveUpload, Reconsider]);
export type LaneCommand = z.infer<typeof LaneCommand>;
