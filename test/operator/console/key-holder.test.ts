import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyHolder } from '../../../functions/operator/console/key-holder.ts';
import { listening } from '../../support/console-pages.ts';

const holder = keyHolder('a-key-that-nobody-guesses');
let server: Awaited<ReturnType<typeof listening>>;
let base = '';

beforeAll(async () => {
  server = await listening((request, response) => {
    if (holder.admits(request, response)) response.end('in');
  });
  base = server.base;
});
afterAll(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(base + path, { headers, method, redirect: 'manual' });

describe('the console of a deployed pipeline', () => {
  test('lets in who opens the address with its key, by a cookie that no script reads and no other site sends', async () => {
    const opened = await fetch(holder.address(base), { redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/']);
    const cookie = opened.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect(await (await ask('/incidents', { cookie: cookie.split(';')[0] ?? '' })).text()).toBe('in');
  });

  test.each(['', '?key=', '?key=another', '?key=a-key-that-nobody-guesse%C3%A9', '?key=%E0%A4%A'])(
    'lets in nobody else of this machine: /%s',
    async (query) => {
      expect((await ask(`/${query}`)).status).toBe(401);
      expect((await ask(`/${query}`, { cookie: 'console-1=a-key-that-nobody-guesses' })).status).toBe(401);
    },
  );

  test('takes no act with the key in its address alone', async () => {
    expect((await ask('/?key=a-key-that-nobody-guesses', {}, 'POST')).status).toBe(401);
  });
});
