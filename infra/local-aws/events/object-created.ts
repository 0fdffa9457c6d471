import { randomUUID } from 'node:crypto';
import type { CreatedObject } from '../emulators/objects/object-request.ts';
import type { Account } from '../template/resource-kind.ts';

let sequence = 0;

/** An EventBridge event of S3, with all the fields that AWS sends: `Object Created` for an object that has just come into a bucket; its key is as it is, not URL-encoded. */
export function objectCreated(created: CreatedObject, { accountId, region }: Account) {
  sequence += 1;
  const { version } = created;
  const detail = {
    version: '0',
    bucket: { name: created.bucket },
    object: {
      key: version.key,
      size: version.body.size,
      etag: version.etag.replaceAll('"', ''),
      ...(version.versionId === 'null' ? {} : { 'version-id': version.versionId }),
      sequencer: `00${(Date.now() * 1000 + (sequence % 1000)).toString(16).toUpperCase()}`,
    },
    'request-id': created.requestId,
    requester: accountId,
    'source-ip-address': created.sourceIpAddress,
    reason: created.reason,
  };
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: accountId,
    time: `${new Date().toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:s3:::${created.bucket}`],
    detail,
  };
}
