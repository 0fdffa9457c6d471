import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consoleHandler } from '../../../infra/local/console/local-source.ts';
import { type LocalPipeline, startPipeline } from '../../../infra/local/pipeline.ts';
import { A_MONDAY } from '../../support/chosen-instant.ts';
import { smallAssembly, temporaryFolder } from '../../support/small-assembly.ts';

let pipeline: LocalPipeline;

beforeAll(async () => {
  const assembly = smallAssembly({ app: { Resources: {} } });
  const start = { directory: temporaryFolder(), port: 0, clockFrom: A_MONDAY, assembly };
  pipeline = await startPipeline({ ...start, console: consoleHandler });
});

afterAll(() => pipeline.stop());

const ask = (path: string, init: RequestInit = {}) => fetch(new URL(path, pipeline.run.consoleUrl), init);

/** The status of a request with headers that `fetch` does not let anyone choose. */
function statusOf(path: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  const { hostname, port } = new URL(pipeline.run.consoleUrl);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

describe('the console, asked by others', () => {
  test('refuses a name that was made to point here', async () => {
    expect(await statusOf('/api/clock', { host: 'evil.test' })).toBe(403);
  });

  test.each([
    ['/2015-03-31/functions/%E0/invocations', 'POST', '{}', 400],
    ['/2015-03-31/functions/none/invocations', 'POST', '{', 400],
    ['/2015-03-31/functions/none/invocations', 'POST', ' '.repeat(6_300_000), 413],
    ['/api/clock', 'POST', ' '.repeat(2_000), 413],
  ])('takes %s for the mistake of who sent it', async (path, method, body, status) => {
    const answer = await ask(path, { method, ...(body === '' ? {} : { body }) });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
  });

  test('refuses what the page of another site sends', async () => {
    const body = new URLSearchParams({ act: 'advance', by: 'PT1H' });
    const foreign = { origin: 'http://elsewhere.example' };
    expect((await ask('/clock', { method: 'POST', body, headers: foreign })).status).toBe(403);
    expect((await ask('/api/clock', { method: 'POST', body, headers: foreign })).status).toBe(403);
  });

  test('shows no file that is not a mail', async () => {
    for (const path of ['..%2Frun.json', 'run.json/html', '..%2F..%2F..%2Fetc%2Fpasswd/html', 'x.eml/attached/0'])
      expect((await ask(`/operations/mails/${path}`)).status, path).toBe(404);
  });

  test('lets no page run a script of its own, send a form elsewhere, or be shown in a frame of others', async () => {
    const policy = (await ask('/')).headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "frame-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  test('outlives an address that is none', async () => {
    expect(await statusOf('//', {})).toBe(400);
    expect(await statusOf('/api/clock', {})).toBe(200);
  });

  test.each(['/', '/console.css', '/api/clock', '/api/alarms', '/api/metrics', '/api/nothing'])(
    'lets no one keep %s, or take it for something else than it is',
    async (path) => {
      const { headers } = await ask(path);
      expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
    },
  );
});
