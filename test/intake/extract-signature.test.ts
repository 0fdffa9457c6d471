import { generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { signingKey } from '../../functions/contracts/signing-key.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';

const KEY = 'cpl/cpl-1.1.csv';
const EXTRACT = cplCsv([{ entry: 1 }]);
const KEYS = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ECDSA: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

/** A lane that knows the public key and has this policy. */
async function laneWith(policy: 'off' | 'warn' | 'require', key?: keyof typeof KEYS): Promise<FakeLane> {
  const lane = new FakeLane();
  lane.signingKey =
    key === undefined ? undefined : signingKey(KEYS[key].publicKey.export({ type: 'spki', format: 'pem' }).toString());
  await lane.drop('governance/settings.json', JSON.stringify({ signaturePolicy: policy }));
  return lane;
}

const signatureOf = (body: string | Uint8Array, key: keyof typeof KEYS): Buffer =>
  sign('SHA256', Buffer.from(body), KEYS[key].privateKey);

describe.each(['RSA', 'ECDSA'] as const)('an extract that must be signed, by %s', (key) => {
  test.each([
    ['as base64', (signature: Buffer) => Buffer.from(`${signature.toString('base64')}\n`)],
    ['as plain bytes', (signature: Buffer) => signature],
  ])('is accepted with its signature %s beside it', async (_, written) => {
    const lane = await laneWith('require', key);
    expect(await lane.drop(`${KEY}.sig`, written(signatureOf(EXTRACT, key)))).toBeUndefined();
    expect(await lane.drop(KEY, EXTRACT)).toMatchObject({ decision: 'accepted', findingsTotal: 0 });
  });

  test('is signed as it is stored: compressed', async () => {
    const lane = await laneWith('require', key);
    const compressed = gzipSync(EXTRACT);
    await lane.drop(`${KEY}.gz.sig`, signatureOf(compressed, key));
    expect(await lane.drop(`${KEY}.gz`, compressed)).toMatchObject({ decision: 'accepted', findingsTotal: 0 });
  });

  test('is refused when it is not what was signed', async () => {
    const lane = await laneWith('require', key);
    await lane.drop(`${KEY}.sig`, signatureOf(`${EXTRACT} `, key));
    expect(await lane.drop(KEY, EXTRACT)).toMatchObject({
      decision: 'refused',
      findings: [{ code: 'CPL-SIGNATURE-INVALID', severity: 'file', value: `${KEY}.sig` }],
    });
    expect(lane.sent).toEqual([]);
  });
});

describe('a signature', () => {
  test('that comes after its extract is too late: the receipt says to upload the extract again, which then is accepted', async () => {
    const lane = await laneWith('require', 'RSA');
    const refused = await lane.drop(KEY, EXTRACT);
    expect(refused).toMatchObject({ decision: 'refused', findings: [{ code: 'CPL-SIGNATURE-MISSING' }] });
    expect(refused?.findings[0]?.message).toContain('Upload the signature first, then the list again');
    await lane.drop(`${KEY}.sig`, signatureOf(EXTRACT, 'RSA'));
    expect(lane.sent).toEqual([]);
    expect(await lane.drop(KEY, EXTRACT, { at: '2026-11-02T10:00:00.000Z' })).toMatchObject({ decision: 'accepted' });
  });

  test('that is absurdly large is none', async () => {
    const lane = await laneWith('require', 'RSA');
    await lane.drop(`${KEY}.sig`, Buffer.alloc(20_000));
    expect(await lane.drop(KEY, EXTRACT)).toMatchObject({ findings: [{ code: 'CPL-SIGNATURE-INVALID' }] });
  });

  test('cannot be checked without a key: said, or refused, as the policy has it', async () => {
    const lane = await laneWith('warn');
    await lane.drop(`${KEY}.sig`, signatureOf(EXTRACT, 'RSA'));
    expect(await lane.drop(KEY, EXTRACT)).toMatchObject({
      decision: 'accepted',
      findingsTotal: 1,
      findings: [{ code: 'CPL-SIGNATURE-NO-KEY', severity: 'warning' }],
    });
    const strict = await laneWith('require');
    await strict.drop(`${KEY}.sig`, signatureOf(EXTRACT, 'RSA'));
    expect(await strict.drop(KEY, EXTRACT)).toMatchObject({
      decision: 'refused',
      findings: [{ code: 'CPL-SIGNATURE-NO-KEY' }],
    });
  });

  test('that is missing is only said under the policy warn, and not at all under off', async () => {
    const warned = await (await laneWith('warn', 'RSA')).drop(KEY, EXTRACT);
    expect(warned).toMatchObject({ decision: 'accepted', findings: [{ code: 'CPL-SIGNATURE-MISSING' }] });
    const silent = await (await laneWith('off', 'RSA')).drop(KEY, EXTRACT);
    expect(silent).toMatchObject({ decision: 'accepted', findingsTotal: 0 });
  });

  test.each(['sig', 'SIG', 'p7s'])(
    'is no extract: an object ending in .%s is acknowledged and not refused',
    async (end) => {
      const lane = await laneWith('off');
      expect(await lane.drop(`${KEY}.${end}`, 'AAAA')).toBeUndefined();
      expect(await lane.ledger.list('uploads')).toHaveLength(1);
      expect(lane.deadLetters).toEqual([]);
    },
  );
});

test('a signed list cannot be put in again to undo its correction, under whatever name', async () => {
  const lane = await laneWith('require', 'RSA');
  const [first, correction] = [cplCsv([{ entry: 1 }]), cplCsv([{ entry: 1, status: 'Removed' }])];
  const put = async (key: string, body: string, at: string) => {
    await lane.drop(`${key}.sig`, signatureOf(body, 'RSA'));
    return lane.drop(key, body, { at });
  };
  expect(await put(KEY, first, '2026-11-02T09:00:00.000Z')).toMatchObject({ decision: 'accepted' });
  expect(await put(KEY, correction, '2026-11-02T10:00:00.000Z')).toMatchObject({ decision: 'accepted' });
  const replay = await put('cpl/cpl-20261201.csv', first, '2026-12-01T09:00:00.000Z');
  expect(replay).toMatchObject({ decision: 'held' });
  expect(replay?.heldReason).toContain('they would undo the correction');
  expect(lane.sent.at(-1)?.entry.status).toBe('Removed');
});

test('an old signed list is not applied under a new name: its issue is in its bytes', async () => {
  const lane = await laneWith('require', 'RSA');
  const [old, next] = [cplCsv([{ entry: 1 }]), cplCsv([{ entry: 1, status: 'Removed' }], '1.2')];
  for (const [key, body] of [
    ['cpl/cpl-1.1.csv', old],
    ['cpl/cpl-1.2.csv', next],
    ['cpl/cpl-20361201.csv', old],
  ] as const) {
    await lane.drop(`${key}.sig`, signatureOf(body, 'RSA'));
    await lane.drop(key, body);
  }
  const decisions = (await lane.ledger.list('uploads')).map(({ key, decision }) => [key, decision]);
  expect(decisions).toContainEqual(['cpl/cpl-20361201.csv', 'superseded']);
});

test.each([
  ['an RSA key of 1024 bits', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
  ['an EC key on a short curve', generateKeyPairSync('ec', { namedCurve: 'secp160r1' }).publicKey],
  ['an EC key on P-224', generateKeyPairSync('ec', { namedCurve: 'secp224r1' }).publicKey],
])('a stage with %s, whose signatures may be forged, does not start', (_, publicKey) => {
  expect(() => signingKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toThrow(/is too weak/);
});

test('a stage with a key that is no key, or of another kind, does not start', () => {
  expect(() => signingKey('no PEM')).toThrow();
  const { publicKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  expect(() => signingKey(pem)).toThrow(/RSA or EC key/);
  expect(signingKey('none')).toBeUndefined();
});
