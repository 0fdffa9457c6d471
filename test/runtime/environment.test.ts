import { afterEach, describe, expect, test, vi } from 'vitest';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { readEnvironment } from '../../functions/runtime/environment.ts';
import { defaultProvider } from '../../functions/runtime/lambda-credentials.ts';

const complete = Object.fromEntries(ENVIRONMENT.watch.map((name) => [name, `value of ${name}`]));

test('a function is given the variables it is entitled to, and no other', () => {
  expect(readEnvironment('watch', { ...complete, OTHER: 'x' })).toEqual(complete);
});

test('a function that is wired wrongly does not start: every variable that is missing or empty is named', () => {
  const [first, second] = ENVIRONMENT.watch;
  expect(() => readEnvironment('watch', { ...complete, [first]: undefined, [second]: '' })).toThrow(
    `Function watch has no value for ${first}, ${second}`,
  );
});

describe('the credentials of a function', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  function handed(keyId: string, secret: string, token: string): void {
    vi.stubEnv('AWS_ACCESS_KEY_ID', keyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
    vi.stubEnv('AWS_SESSION_TOKEN', token);
  }

  test('are those of its role, with the token of the session: without it AWS would refuse every request', async () => {
    handed('ASIASYNTHETIC', 'synthetic', 'token');
    expect(await defaultProvider()()).toEqual({
      accessKeyId: 'ASIASYNTHETIC',
      secretAccessKey: 'synthetic',
      sessionToken: 'token',
    });
  });

  test('have no token where the environment has none', async () => {
    handed('AKIASYNTHETIC', 'synthetic', '');
    expect(await defaultProvider()()).toEqual({ accessKeyId: 'AKIASYNTHETIC', secretAccessKey: 'synthetic' });
  });

  test.each([
    ['key id', '', 'synthetic'],
    ['secret', 'AKIASYNTHETIC', ''],
  ])('are not looked for elsewhere when the environment has no %s', async (_part, keyId, secret) => {
    handed(keyId, secret, '');
    await expect(defaultProvider()()).rejects.toThrow('The environment of the function has no credentials');
  });
});
