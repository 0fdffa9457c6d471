import { writeFileSync } from 'node:fs';
import { get, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STACK_OUTPUTS } from '../../../functions/contracts/outputs.ts';
import { serveConsole } from '../../../functions/operator/console/main.ts';
import { temporaryFolder } from '../../support/small-assembly.ts';

const outputs = join(temporaryFolder(), 'outputs.json');
let server: Server;
let opened: URL;
let cookie: string;

beforeAll(() => {
  const url = 'https://sqs.eu-west-2.amazonaws.com/123456789012/q';
  const all = STACK_OUTPUTS.map((name) => [name, name.endsWith('Url') ? url : 'a-name']);
  writeFileSync(outputs, JSON.stringify({ stack: Object.fromEntries(all) }));
});

beforeEach(async () => {
  const printed: string[] = [];
  server = await serveConsole(['--aws', '--outputs', outputs, '--port', '0'], (text) => void printed.push(text));
  expect(printed[0]).toContain('only reads; start it with --act to act');
  opened = new URL(printed[1]?.replace('ready ', '') ?? '');
  cookie = (await fetch(opened, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** The answer to a request with headers that `fetch` does not let anyone choose. */
function answerTo(path: string, headers: Readonly<Record<string, string>>): Promise<readonly [number, string]> {
  return new Promise((resolve, reject) => {
    get({ hostname: opened.hostname, port: opened.port, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve([response.statusCode ?? 0, text]));
    }).on('error', reject);
  });
}
const statusOf = async (path: string, headers: Readonly<Record<string, string>>) =>
  (await answerTo(path, { cookie, ...headers }))[0];

describe('the console of a deployed pipeline, on this machine', () => {
  test('answers who has its key, and nobody else', async () => {
    expect(await answerTo('/console.css', {})).toEqual([401, expect.stringContaining('it has a key')]);
    expect(await statusOf('/console.css', {})).toBe(200);
  });

  test('takes no act unless it was started for that', async () => {
    const body = new URLSearchParams({ act: 'note', note: 'Called the DSP', name: 'A. Person' });
    const answer = await fetch(new URL('/incidents/INC-1', opened), { method: 'POST', body, headers: { cookie } });
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('start it with --act')]);
  });

  test.each(['evil.test', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.test'])(
    'refuses a name or port that was made to point here, key or not: %s',
    async (host) => {
      expect(await answerTo('/console.css', { cookie, host })).toEqual([
        403,
        'The console answers its own pages only\n',
      ]);
    },
  );

  test.each([
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' }, 403],
    [{ 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'empty' }, 403],
    [{ 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }, 200],
    [{ 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }, 200],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }, 200],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }, 403],
    [{ origin: 'http://elsewhere.example' }, 403],
    [{ origin: 'null' }, 403],
  ])('asked by the page of another site or its own, answers as that allows: %j %i', async (headers, status) => {
    expect(await statusOf('/icon.svg', headers)).toBe(status);
  });

  test('answers its own page by the address that it is at, also by name', async () => {
    expect(await statusOf('/icon.svg', { origin: opened.origin })).toBe(200);
    expect(await statusOf('/icon.svg', { host: `localhost:${opened.port}` })).toBe(200);
  });

  test('takes an address that is none for the mistake of who sent it, and has nothing but its pages', async () => {
    expect(await answerTo('//evil.test/', { cookie })).toEqual([400, '//evil.test/ is not an address\n']);
    expect(await answerTo('/api/clock', { cookie })).toEqual([404, 'There is nothing here\n']);
  });

  test.each([
    [[]],
    [['--outputs', outputs]],
    [['--aws', '--port', 'x']],
    [['--aws', '--port', '65536']],
    [['--aws', '--port', '-1']],
    [['--loud']],
  ])('is not started by %j: its usage says how', async (words) => {
    await expect(serveConsole(words, () => undefined)).rejects.toThrow('npm run console -- --aws [--outputs FILE]');
  });
});
