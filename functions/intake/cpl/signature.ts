import { createVerify, type KeyObject } from 'node:crypto';
import { allBytes } from '../../domain/csv/byte-chunks.ts';
import type { Finding } from '../../domain/findings/finding.ts';
import type { FindingCode } from '../../domain/findings/finding-codes.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { Arrival } from '../lane/arrival.ts';
import type { Inbox, Signatures } from '../ports.ts';

/** A signature of any kind of key fits many times into this. */
const MOST_SIGNATURE_BYTES = 16 * 1024;
const BASE64 = /^[A-Za-z0-9+/\s]+=*\s*$/;

/** Where the detached signature of an extract is: beside it, under its key with `.sig` behind. */
export function signatureKeyOf(key: string): string {
  return `${key}.sig`;
}

/** Whether a key names a signature: an object that belongs to an extract and is none itself. */
export function isSignature(key: string): boolean {
  return /^cpl\/.+\.(?:sig|p7s)$/i.test(key);
}

/**
 * Checks the detached signature of an extract: over the bytes of the file as they are stored, compressed ones too, by
 * SHA-256 with RSA (PKCS #1 v1.5) or ECDSA, as base64 or as plain bytes.
 */
export function extractSignatures(inbox: Inbox, key: KeyObject | undefined): Signatures {
  return {
    async statusOf({ key: extract, objectVersion }) {
      const facts = await inbox.facts(signatureKeyOf(extract));
      if (facts === undefined) return 'missing';
      if (key === undefined) return 'no-key';
      if (facts.bytes > MOST_SIGNATURE_BYTES) return 'invalid';
      const signature = await signatureIn(inbox, signatureKeyOf(extract));
      const verification = createVerify('SHA256');
      for await (const chunk of inbox.read(extract, objectVersion)) verification.update(chunk);
      return verification.verify(key, signature) ? 'valid' : 'invalid';
    },
  };
}

/** What is to be said of an extract's signature under the policy in force; nothing when it is valid or none is asked for. */
export async function signatureFindings(
  arrival: Pick<Arrival, 'key' | 'objectVersion'>,
  { signaturePolicy }: Pick<Settings, 'signaturePolicy'>,
  { signatures }: { readonly signatures: Signatures },
): Promise<readonly Finding[]> {
  if (signaturePolicy === 'off') return [];
  const status = await signatures.statusOf(arrival);
  if (status === 'valid') return [];
  const { code, message } = SENTENCES[status](signatureKeyOf(arrival.key));
  const severity = signaturePolicy === 'require' ? 'file' : 'warning';
  return [{ code, severity, line: 1, field: '', value: signatureKeyOf(arrival.key), message }];
}

const SENTENCES: Readonly<
  Record<
    Exclude<Awaited<ReturnType<Signatures['statusOf']>>, 'valid'>,
    (key: string) => { readonly code: FindingCode; readonly message: string }
  >
> = {
  missing: (key) => ({
    code: 'CPL-SIGNATURE-MISSING',
    message: `There is no signature ${key} beside the list. Upload the signature first, then the list again.`,
  }),
  invalid: (key) => ({
    code: 'CPL-SIGNATURE-INVALID',
    message: `The signature ${key} is not one of these very bytes by the agreed key. Sign the file as it is uploaded, upload the signature first, then the list again.`,
  }),
  'no-key': () => ({
    code: 'CPL-SIGNATURE-NO-KEY',
    message:
      'No signature can be checked: the stage has no public key for it. DCC operations must set it, or set signaturePolicy to off; then upload the list again.',
  }),
};

async function signatureIn(inbox: Inbox, key: string): Promise<Buffer> {
  const bytes = await allBytes(inbox.read(key));
  const text = bytes.toString('latin1');
  return BASE64.test(text) ? Buffer.from(text, 'base64') : bytes;
}
