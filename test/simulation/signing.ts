import { createSign, generateKeyPairSync } from 'node:crypto';

/** A key of this process alone: what is signed with it means the same in every other one. */
const KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** The public key by which the simulated pipeline checks signatures. */
export const PUBLIC_KEY = KEYS.publicKey;

/** The detached signature of some bytes, as SECAS would put it beside them. */
export function signatureOf(bytes: Uint8Array): string {
  return createSign('SHA256').update(bytes).sign(KEYS.privateKey, 'base64');
}
