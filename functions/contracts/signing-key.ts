import { createPublicKey, type KeyObject } from 'node:crypto';

/** Least length of an RSA key, in bits. */
const LEAST_RSA_BITS = 2048;
/** The curves that are as strong, by the names OpenSSL gives them: P-256, P-384 and P-521. */
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/**
 * Reads the public key with which the signatures of extracts are checked, as the stage has it.
 *
 * @param pem an RSA key of 2048 bits at least, or an EC key on P-256, P-384 or P-521, as SPKI in PEM; or `none`
 * @throws when it is anything else: a stage whose signatures could be forged is not synthesized, and a function that
 * cannot check what it must check does not start.
 */
export function signingKey(pem: string): KeyObject | undefined {
  if (pem === 'none') return undefined;
  const key = createPublicKey(pem);
  const { modulusLength = 0, namedCurve = 'no curve' } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') {
    if (modulusLength >= LEAST_RSA_BITS) return key;
    throw new Error(`An RSA key of ${modulusLength} bits is too weak for extracts: at least ${LEAST_RSA_BITS}`);
  }
  if (key.asymmetricKeyType === 'ec') {
    if (CURVES.has(namedCurve)) return key;
    throw new Error(`An EC key on ${namedCurve} is too weak for extracts: P-256, P-384 or P-521`);
  }
  throw new Error(`Extracts are signed with an RSA or EC key, not with ${key.asymmetricKeyType}`);
}
