import { NoSuchKey, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { s3Objects } from '../../functions/adapters/s3-objects.ts';
import { PART_BYTES } from '../../functions/adapters/s3-writer.ts';
import { recordedClient, throwing } from '../support/recorded-client.ts';

const s3 = recordedClient<S3Client>;
const answered = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'Refused', $fault: 'client', $metadata: { httpStatusCode } });
const AWAY = new Error('The network is away');

/** A body of an object in two pieces, and whether its connection was let go. */
function body() {
  const state = { isLetGo: false };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(2)),
    cancel: () => void (state.isLetGo = true),
  });
  return { state, Body: { transformToWebStream: () => stream } };
}

describe('an object is asked for', () => {
  test('in the version that is meant, and from the offset on', async () => {
    const { client, inputs } = s3({});
    const bucket = s3Objects(client, 'b');
    for (const [version, from] of [
      [undefined, 0],
      ['v', 0],
      [undefined, 1],
    ] as const)
      expect(await Array.fromAsync(bucket.read('k', version, from))).toEqual([]);
    expect(inputs()).toStrictEqual([
      { Bucket: 'b', Key: 'k' },
      { Bucket: 'b', Key: 'k', VersionId: 'v' },
      { Bucket: 'b', Key: 'k', Range: 'bytes=1-' },
    ]);
  });

  test('and its connection is let go by a reader that has enough', async () => {
    const { state, Body } = body();
    for await (const piece of s3Objects(s3({ Body }).client, 'b').read('k')) {
      expect(piece).toHaveLength(2);
      break;
    }
    expect(state.isLetGo).toBe(true);
  });

  test.each([
    ['S3 refuses it', answered(403)],
    ['the network is away', AWAY],
  ])('and it is a fault that %s, no end of the object', async (_, error) => {
    await expect(Array.fromAsync(s3Objects(s3(throwing(error)).client, 'b').read('k', undefined, 9))).rejects.toBe(
      error,
    );
  });

  test('without an offset from its beginning, and given piece by piece', async () => {
    const stream = ReadableStream.from([new Uint8Array([1, 2]), new Uint8Array([3])]);
    const { client, inputs } = s3({ Body: { transformToWebStream: () => stream } });
    expect(await Array.fromAsync(s3Objects(client, 'b').read('k'))).toEqual([
      new Uint8Array([1, 2]),
      new Uint8Array([3]),
    ]);
    expect(inputs()).toStrictEqual([{ Bucket: 'b', Key: 'k' }]);
  });

  test('as a text of UTF-8, which may be none', async () => {
    const Body = { transformToString: async (encoding: string) => `a text of ${encoding}` };
    const { client, inputs } = s3({ Body }, {});
    const bucket = s3Objects(client, 'b');
    expect([await bucket.text('k'), await bucket.text('k')]).toEqual(['a text of utf-8', '']);
    expect(inputs()[0]).toStrictEqual({ Bucket: 'b', Key: 'k' });
  });

  test('and beyond its end there is nothing', async () => {
    expect(await Array.fromAsync(s3Objects(s3(throwing(answered(416))).client, 'b').read('k', undefined, 9))).toEqual(
      [],
    );
  });
});

describe('the objects of a bucket', () => {
  test('are listed to the last page, also where a page has none, and nothing that has no key', async () => {
    const pages = [{ NextContinuationToken: 'one' }, { NextContinuationToken: 'two', Contents: [{ Key: 'a' }, {}] }];
    const { client, inputs } = s3(...pages, { Contents: [{ Key: 'b' }] });
    expect(await Array.fromAsync(s3Objects(client, 'b').keys('p/'))).toEqual(['a', 'b']);
    expect(inputs()).toEqual(
      [undefined, 'one', 'two'].map((ContinuationToken) => ({ Bucket: 'b', Prefix: 'p/', ContinuationToken })),
    );
  });

  test('are found by their folders too', async () => {
    const { client, inputs } = s3({ NextContinuationToken: 'one' }, { CommonPrefixes: [{ Prefix: 'p/a/' }, {}] });
    expect(await Array.fromAsync(s3Objects(client, 'b').folders('p/'))).toEqual(['p/a/']);
    expect(inputs()).toMatchObject([{ Delimiter: '/' }, { Delimiter: '/' }]);
  });
});

describe('the facts of an object', () => {
  test('are those that S3 says, and none of those it leaves out', async () => {
    const { client } = s3({ LastModified: new Date(0) });
    expect(await s3Objects(client, 'b').facts('k')).toEqual({
      bytes: 0,
      lastModified: '1970-01-01T00:00:00.000Z',
      metadata: {},
    });
  });

  test('are its size and its metadata', async () => {
    const { client } = s3({ LastModified: new Date(0), ContentLength: 7, Metadata: { a: 'b' } });
    expect(await s3Objects(client, 'b').facts('k')).toMatchObject({ bytes: 7, metadata: { a: 'b' } });
  });

  test('are none where S3 knows no such key', async () => {
    const { client } = s3(throwing(new NoSuchKey({ message: '', $metadata: {} })));
    expect(await s3Objects(client, 'b').facts('k')).toBeUndefined();
  });
});

describe('an object that is written in pieces', () => {
  const bytes = (length: number, value: number) => Buffer.alloc(length, value);
  /** What S3 was sent, each body as it was once S3 had taken it in. */
  function written(partBytes: number, ...answers: readonly (object | (() => unknown))[]) {
    const sent: unknown[] = [];
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { client, asked } = s3(async (action, input) => {
      const answer = answers[asked.length - 1];
      if (action === 'UploadPart' && input['PartNumber'] === 1) await held;
      const { Body, ...rest } = input;
      sent.push({
        action,
        ...rest,
        ...(Body instanceof Uint8Array ? { Body: Buffer.from(Body).toString('latin1') } : {}),
      });
      if (typeof answer === 'function') return answer();
      return action === 'CreateMultipartUpload'
        ? { UploadId: 'upload' }
        : { ETag: `etag-${String(input['PartNumber'])}` };
    });
    return { writer: s3Objects(client, 'b', partBytes).writer('k', 'text/csv', { a: 'b' }), sent, goOn: () => goOn() };
  }
  const of = { Bucket: 'b', Key: 'k' };
  const whole = { ContentType: 'text/csv', Metadata: { a: 'b' } };
  const part = (PartNumber: number, Body: string) => ({
    action: 'UploadPart',
    ...of,
    UploadId: 'upload',
    PartNumber,
    Body,
  });
  const completed = (...numbers: readonly number[]) => ({
    action: 'CompleteMultipartUpload',
    ...of,
    UploadId: 'upload',
    MultipartUpload: { Parts: numbers.map((PartNumber) => ({ ETag: `etag-${PartNumber}`, PartNumber })) },
  });

  test('is one request where it is smaller than a part, whatever its pieces', async () => {
    const { writer, sent } = written(20_000);
    for (let piece = 1; piece <= 6; piece += 1) await writer.write(bytes(3000, 64 + piece));
    await writer.finish();
    const Body = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => letter.repeat(3000)).join('');
    expect(sent).toStrictEqual([{ action: 'PutObject', ...of, ...whole, Body }]);
  });

  test('is sent in parts of one size but the last, each as it was when it was gathered', async () => {
    const { writer, sent, goOn } = written(10);
    for (const value of [65, 66]) await writer.write(bytes(7, value));
    goOn();
    await writer.write(bytes(7, 67));
    await writer.finish();
    expect(sent).toStrictEqual([
      { action: 'CreateMultipartUpload', ...of, ...whole },
      part(1, 'AAAAAAABBB'),
      part(2, 'BBBBCCCCCC'),
      part(3, 'C'),
      completed(1, 2, 3),
    ]);
  });

  test('has no empty part at its end', async () => {
    const { writer, sent, goOn } = written(10);
    goOn();
    await writer.write(bytes(20, 65));
    await writer.finish();
    expect(sent.slice(1)).toStrictEqual([part(1, 'A'.repeat(10)), part(2, 'A'.repeat(10)), completed(1, 2)]);
  });

  test('that is discarded is given up at S3 once no part of it is on its way, even one that S3 refuses', async () => {
    const { writer, sent, goOn } = written(10, { UploadId: 'upload' }, throwing(AWAY));
    await writer.write(bytes(10, 65));
    const discarded = writer.discard();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toHaveLength(1);
    goOn();
    await discarded;
    expect(sent.slice(2)).toStrictEqual([{ action: 'AbortMultipartUpload', ...of, UploadId: 'upload' }]);
  });

  test('fails once, when it goes on after a part that S3 refused', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    try {
      const { writer, goOn } = written(10, { UploadId: 'upload' }, throwing(AWAY));
      await writer.write(bytes(10, 65));
      goOn();
      await new Promise((resolve) => setImmediate(resolve));
      await expect(writer.finish()).rejects.toBe(AWAY);
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  test('has parts of five mebibytes, the least that S3 takes', () => {
    expect(PART_BYTES).toBe(5_242_880);
  });
});
