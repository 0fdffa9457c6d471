import { expect, test, vi } from 'vitest';
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

test('a function takes the credentials that Lambda hands it, and does not go looking for others', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASYNTHETIC');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'synthetic');
  vi.stubEnv('AWS_SESSION_TOKEN', '');
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'AKIASYNTHETIC', secretAccessKey: 'synthetic' });
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
  await expect(defaultProvider()()).rejects.toThrow('The environment of the function has no credentials');
  vi.unstubAllEnvs();
});
