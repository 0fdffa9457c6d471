import { createHash } from 'node:crypto';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { KeyPair } from './run-credentials.ts';

/** A request, as far as its signature goes. */
export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the signature covers the body by `x-amz-content-sha256` alone, as that of S3 does. */
  readonly body: Buffer | undefined;
};

/** What a request says of its signature (SigV4), in its `Authorization` header or, when presigned, in its query. */
export type Claim = {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** In the form `20261102T090000Z`. */
  readonly date: string;
  readonly signedHeaders: ReadonlySet<string>;
  readonly signature: string;
  /** Seconds for which a presigned address holds. */
  readonly presignedSeconds?: number;
};

const CREDENTIAL = /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/;
const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=(\w+)$/;
const CONTENT_HASH = 'x-amz-content-sha256';
const OF_SIGNATURE = /^X-Amz-(?:Algorithm|Credential|Date|Expires|SignedHeaders|Signature)$/;

/** What a request says of its signature; undefined when it has none, or one that cannot be read. */
export function claimOf({ url, headers }: Pick<Asked, 'url' | 'headers'>): Claim | undefined {
  const header = headers['authorization'];
  const query = queryOf(url);
  const [, credential = '', signedHeaders = '', signature = ''] =
    header === undefined
      ? [
          '',
          query.get('X-Amz-Credential') ?? '',
          query.get('X-Amz-SignedHeaders') ?? '',
          query.get('X-Amz-Signature') ?? '',
        ]
      : (AUTHORIZATION.exec(header) ?? []);
  const [, accessKeyId, region, service] = CREDENTIAL.exec(credential) ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return {
    accessKeyId,
    region,
    service,
    date: (header === undefined ? query.get('X-Amz-Date') : headers['x-amz-date']) ?? '',
    signedHeaders: new Set(signedHeaders.split(';')),
    signature,
    ...(header === undefined ? { presignedSeconds: Number(query.get('X-Amz-Expires')) } : {}),
  };
}

/**
 * Whether a request was signed with a key pair. How old a signature is does not matter: the pipeline's clock is moved,
 * those of its clients are not.
 */
export async function isSignedWith(pair: KeyPair, asked: Asked, claim: Claim): Promise<boolean> {
  const { region, service, signedHeaders, presignedSeconds } = claim;
  const signingDate = dateOf(claim.date);
  const contentHash = asked.headers[CONTENT_HASH];
  const isOfBody = asked.body === undefined || contentHash === undefined || contentHash === sha256(asked.body);
  if (signingDate === undefined || !isOfBody) return false;
  const signer = new SignatureV4({
    credentials: pair,
    region,
    service,
    sha256: Hash.bind(undefined, 'sha256'),
    applyChecksum: false,
    uriEscapePath: service !== 's3',
  });
  const covered = Object.entries(asked.headers).filter(([name]) => signedHeaders.has(name));
  const query = [...queryOf(asked.url)].filter(([name]) => presignedSeconds === undefined || !OF_SIGNATURE.test(name));
  const request = {
    method: asked.method,
    protocol: 'http:',
    hostname: '',
    path: asked.url.slice(0, `${asked.url}?`.indexOf('?')),
    query: Object.fromEntries(query),
    headers: Object.fromEntries(covered),
    body: asked.body,
  };
  if (presignedSeconds === undefined) {
    const signed = await signer.sign(request, { signingDate, signableHeaders: new Set(signedHeaders) });
    return claimOf({ url: '', headers: lowerCase(signed.headers) })?.signature === claim.signature;
  }
  const headers = { ...request.headers, [CONTENT_HASH]: 'UNSIGNED-PAYLOAD' };
  const signed = await signer.presign(
    { ...request, headers },
    {
      signingDate,
      expiresIn: presignedSeconds,
      unsignableHeaders: new Set([CONTENT_HASH]),
      unhoistableHeaders: new Set(Object.keys(headers)),
    },
  );
  return signed.query?.['X-Amz-Signature'] === claim.signature;
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(url.slice(`${url}?`.indexOf('?') + 1));
}

/** The instant of `20261102T090000Z`. */
function dateOf(text: string): Date | undefined {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
