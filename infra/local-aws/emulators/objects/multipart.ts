import { createHash, randomUUID } from 'node:crypto';
import { ServiceError } from '../http-service.ts';
import type { NewObject } from './object-store.ts';
import type { ReceivedBody } from './stored-body.ts';

type Upload = {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, ReceivedBody>;
};

/** Uploads in parts that are under way. */
export class MultipartUploads {
  readonly #uploads = new Map<string, Upload>();

  /** Begins an upload and answers with its id. */
  begin(key: string, headers: Readonly<Record<string, string>>): string {
    const uploadId = randomUUID();
    this.#uploads.set(uploadId, { key, headers, parts: new Map() });
    return uploadId;
  }

  add(uploadId: string, partNumber: number, part: ReceivedBody): void {
    this.#get(uploadId).parts.set(partNumber, part);
  }

  abort(uploadId: string): void {
    this.#get(uploadId);
    this.#uploads.delete(uploadId);
  }

  /**
   * Puts the parts together without copying a byte.
   *
   * @throws ServiceError `NoSuchUpload`, or `InvalidPart` when a part is missing or out of order.
   */
  complete(uploadId: string, partNumbers: readonly number[]): NewObject {
    const upload = this.#get(uploadId);
    const inOrder = partNumbers.every((number, index) => index === 0 || number > (partNumbers[index - 1] ?? 0));
    if (!inOrder || partNumbers.length === 0)
      throw new ServiceError('InvalidPartOrder', 'The list of parts was not in ascending order.');
    const parts = partNumbers.map((number) => {
      const part = upload.parts.get(number);
      if (part === undefined) throw new ServiceError('InvalidPart', `Part ${number} could not be found.`);
      return part;
    });
    this.#uploads.delete(uploadId);
    const digest = createHash('md5');
    for (const { md5 } of parts) digest.update(Buffer.from(md5, 'hex'));
    return {
      etag: `"${digest.digest('hex')}-${parts.length}"`,
      headers: upload.headers,
      body: {
        size: parts.reduce((size, { body }) => size + body.size, 0),
        segments: parts.flatMap(({ body }) => body.segments),
      },
    };
  }

  #get(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId);
    if (upload === undefined) throw new ServiceError('NoSuchUpload', 'The specified upload does not exist.', 404);
    return upload;
  }
}
