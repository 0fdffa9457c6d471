/** The longest key of an object in S3, in bytes of UTF-8. */
export const MOST_KEY_BYTES = 1024;

/** The largest message that every SQS queue takes, in bytes of UTF-8. */
export const MOST_MESSAGE_BYTES = 256 * 1024;

/** The largest item of DynamoDB, its attributes' names counted too. */
export const MOST_ITEM_BYTES = 400 * 1024;

/** @throws when a text is larger than the service of which it is part takes it: fakes are as strict as AWS. */
export function fits(what: string, text: string, bytes: number): void {
  const size = Buffer.byteLength(text);
  if (size > bytes) throw new Error(`${size} bytes are more than ${what} may have (${bytes})`);
}
