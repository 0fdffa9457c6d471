import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreatedObject } from '../../infra/local-aws/emulators/objects/object-request.ts';
import { type ObjectEmulator, startObjects } from '../../infra/local-aws/emulators/objects/object-service.ts';
import { Door } from '../../infra/local-aws/access/door.ts';
import { RunCredentials } from '../../infra/local-aws/access/run-credentials.ts';
import { startMeter } from '../../infra/local-aws/meter.ts';
import { AccessGate } from '../../infra/local-aws/access/access-gate.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { timeBegins } from '../support/time-begins.ts';

timeBegins(A_MONDAY);

const Bucket = 'inbox';
const created: CreatedObject[] = [];
const credentials = new RunCredentials();
const guard = { meter: startMeter(), gate: new AccessGate(), door: new Door(credentials) };
let objects: ObjectEmulator;
let s3: S3Client;

beforeAll(async () => {
  objects = await startObjects(temporaryFolder(), guard, (each) => created.push(each));
  objects.create(Bucket, true);
  objects.create('plain', false);
  s3 = new S3Client({
    region: 'eu-west-2',
    endpoint: objects.endpoint,
    credentials: credentials.client,
  });
});

afterAll(async () => {
  s3.destroy();
  await objects.close();
});

async function textOf(Key: string, VersionId?: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...(VersionId ? { VersionId } : {}) }));
  return (await Body?.transformToString()) ?? '';
}

test('two quick uploads under one key are two versions, each to be read', async () => {
  const Key = 'cpl/list.csv';
  const [first, second] = await Promise.all(
    ['first', 'second'].map((Body) => s3.send(new PutObjectCommand({ Bucket, Key, Body }))),
  );
  expect(await textOf(Key, first?.VersionId)).toBe('first');
  expect(await textOf(Key, second?.VersionId)).toBe('second');
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
  expect(Versions?.map(({ IsLatest }) => IsLatest)).toEqual([true, false]);
});

test('metadata, content type and checksum come back with the object', async () => {
  const Metadata = { 'cpl-version': '2026-11-21T09:00:00Z' };
  await s3.send(new PutObjectCommand({ Bucket, Key: 'meta', Body: 'text', Metadata, ContentType: 'text/csv' }));
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'meta', ChecksumMode: 'ENABLED' }));
  expect(head).toMatchObject({
    Metadata,
    ContentType: 'text/csv',
    ContentLength: 4,
    ChecksumCRC32: expect.any(String),
  });
  expect(head.ETag).toBe(`"${createHash('md5').update('text').digest('hex')}"`);
});

test.each(['cpl/Žluťoučký extract +1 & 2%.csv', 'cpl/../x/./list..csv'])('%s is a key as it stands', async (Key) => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  expect(await textOf(Key)).toBe('x');
  expect(created.at(-1)?.version.key).toBe(Key);
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key.slice(0, 6) }));
  expect(Contents?.map((each) => each.Key)).toEqual([Key]);
});

test('a key may have relative parts and is what it is, unless it climbs above its bucket or is too long', async () => {
  const Key = 'cpl/../governance//./settings.json';
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  expect(created.at(-1)?.version.key).toBe(Key);
  expect(await textOf(Key)).toBe('x');
  const put = (key: string) => s3.send(new PutObjectCommand({ Bucket, Key: key, Body: 'x' }));
  await expect(put('cpl/../../other/a.csv')).rejects.toMatchObject({ name: 'InvalidURI' });
  await expect(put('\u20AC'.repeat(342))).rejects.toMatchObject({ name: 'KeyTooLongError' });
});

test('a large stream goes through the disk, not through the memory', async () => {
  const file = join(temporaryFolder(), 'large');
  const megabytes = 256;
  const sink = createWriteStream(file);
  const line = Buffer.alloc(1024 * 1024, 'GSME,');
  for (let index = 0; index < megabytes; index += 1) if (!sink.write(line)) await once(sink, 'drain');
  sink.end();
  await once(sink, 'finish');
  const Body = createReadStream(file);
  const before = process.memoryUsage().arrayBuffers;
  await s3.send(new PutObjectCommand({ Bucket, Key: 'large', Body, ContentLength: megabytes * line.length }));
  // Node lets tens of megabytes of used pieces lie before it collects them.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan((megabytes / 2) * line.length);
  const { Body: read, ContentLength } = await s3.send(new GetObjectCommand({ Bucket, Key: 'large' }));
  expect(ContentLength).toBe(megabytes * line.length);
  const digest = createHash('md5');
  digest.update((await read?.transformToByteArray()) ?? '');
  const expected = createHash('md5');
  for (let index = 0; index < megabytes; index += 1) expected.update(line);
  expect(digest.digest('hex')).toBe(expected.digest('hex'));
});

test('a part of an object can be read', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: 'range', Body: '0123456789' }));
  const { Body, ContentRange } = await s3.send(new GetObjectCommand({ Bucket, Key: 'range', Range: 'bytes=2-4' }));
  expect([await Body?.transformToString(), ContentRange]).toEqual(['234', 'bytes 2-4/10']);
});

test('a write that must be the first of its key is refused when it is not', async () => {
  const first = { Bucket, Key: 'once', Body: 'a', IfNoneMatch: '*' };
  const { ETag } = await s3.send(new PutObjectCommand(first));
  await expect(s3.send(new PutObjectCommand(first))).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'b', IfMatch: ETag }));
  const stale = new PutObjectCommand({ Bucket, Key: 'once', Body: 'c', IfMatch: ETag });
  await expect(s3.send(stale)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(await textOf('once')).toBe('b');
});

test('an upload in parts is one object and one event', async () => {
  const Key = 'parts';
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, Metadata: { a: 'b' } }));
  const Parts = [];
  for (const [index, Body] of ['one,', 'two,', 'three'].entries()) {
    const PartNumber = index + 1;
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ ETag, PartNumber });
  }
  const events = created.length;
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  expect(created.slice(events).map(({ reason }) => reason)).toEqual(['CompleteMultipartUpload']);
  expect(await textOf(Key)).toBe('one,two,three');
  const { ETag, Metadata } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  expect([ETag, Metadata]).toEqual([expect.stringMatching(/^"[0-9a-f]{32}-3"$/), { a: 'b' }]);
});

test('a copy takes a given version', async () => {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'old' }));
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'new' }));
  await s3.send(
    new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/source?versionId=${VersionId ?? ''}` }),
  );
  expect(await textOf('copy')).toBe('old');
  expect(created.at(-1)?.reason).toBe('CopyObject');
});

test('a deleted object is gone, and its versions are not', async () => {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'here' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
  await expect(textOf('gone')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await textOf('gone', VersionId)).toBe('here');
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'meta' }, { Key: 'range' }] } }));
  await expect(textOf('meta')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a long list comes page by page, and by folder', async () => {
  for (let index = 0; index < 12; index += 1) {
    const Key = `pages/${index % 3}/${String(index).padStart(2, '0')}`;
    await s3.send(new PutObjectCommand({ Bucket: 'plain', Key, Body: 'x' }));
  }
  const keys: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: 'plain',
        Prefix: 'pages/',
        MaxKeys: 5,
        ...(token ? { ContinuationToken: token } : {}),
      }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  expect(keys).toHaveLength(12);
  expect(keys).toEqual(keys.toSorted((a = '', b = '') => a.localeCompare(b)));
  const folders = await s3.send(new ListObjectsV2Command({ Bucket: 'plain', Prefix: 'pages/', Delimiter: '/' }));
  expect(folders.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['pages/0/', 'pages/1/', 'pages/2/']);
});

test('a bucket can be made, and deleted once nothing is in it', async () => {
  const fresh = { Bucket: 'fresh' };
  await s3.send(new CreateBucketCommand(fresh));
  await s3.send(new PutObjectCommand({ ...fresh, Key: 'a', Body: 'x' }));
  await expect(s3.send(new CreateBucketCommand(fresh))).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  await expect(s3.send(new DeleteBucketCommand(fresh))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  await s3.send(new DeleteObjectCommand({ ...fresh, Key: 'a' }));
  await s3.send(new DeleteBucketCommand(fresh));
  await expect(s3.send(new HeadObjectCommand({ ...fresh, Key: 'a' }))).rejects.toMatchObject({ name: 'NotFound' });
});

test('a bucket without versions names none', async () => {
  const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: 'plain', Key: 'one', Body: 'x' }));
  expect(VersionId).toBeUndefined();
});

test('a body that differs from its checksum is refused', async () => {
  const wrong = new PutObjectCommand({ Bucket, Key: 'bad', Body: 'x', ChecksumCRC32: 'AAAAAA==' });
  await expect(s3.send(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(textOf('bad')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('what the local S3 does not have is refused by name', async () => {
  await expect(s3.send(new GetBucketAclCommand({ Bucket }))).rejects.toThrow('GET bucket?acl');
});
