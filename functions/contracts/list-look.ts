import * as z from 'zod/mini';

/**
 * What the watch last looked at the accepted list by: unless one of them changes, a look would find the same. And what
 * it counted, so that nobody has to read the list again for that.
 */
export const ListLook = z.object({
  londonDay: z.string(),
  registerVersion: z.int().check(z.nonnegative()),
  acceptedUploadId: z.string(),
  /** Active entries by the GBCS version they declare; a version that none declares is not in it. */
  uses: z._default(
    z.array(
      z.object({
        gbcsVersion: z.string(),
        entries: z.int().check(z.positive()),
        models: z.int().check(z.positive()),
        manufacturers: z.int().check(z.positive()),
      }),
    ),
    [],
  ),
});
export type ListLook = z.infer<typeof ListLook>;
