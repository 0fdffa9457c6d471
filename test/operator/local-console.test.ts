import { afterAll, beforeAll, expect, test } from 'vitest';
import { localConsole, type LocalConsole } from '../../functions/operator/local-console.ts';
import { type HttpService, listen } from '../../infra/local-aws/emulators/http-service.ts';

/** How the console answers whatever it is asked. */
let answer: readonly [status: number, body: unknown] = [200, {}];
/** What it answers before that, once each. */
let before: unknown[] = [];
let service: HttpService;
let console: LocalConsole;
beforeAll(async () => {
  service = await listen((_, response) => {
    const [status, body] = before.length === 0 ? answer : [200, before.shift()];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  console = localConsole(service.endpoint);
});
afterAll(() => service.close());

test('the clock is read and moved through the console', async () => {
  answer = [200, { now: '2026-11-02T12:00:00.000Z' }];
  expect([await console.clock(), await console.advance('PT1H')]).toEqual([answer[1], answer[1]]);
});

test('a report that its function had no time to finish is asked for until it is made', async () => {
  before = [{ state: 'unfinished' }, { state: 'unfinished' }];
  answer = [200, { reportId: 'OPR-1' }];
  expect([await console.runReport({ report: 'opr', requestId: 'r' }), before]).toEqual([answer[1], []]);
});

test('a console that refuses is quoted', async () => {
  answer = [400, { error: 'No duration: say PT24H', now: '2026-11-02T12:00:00.000Z' }];
  await expect(console.advance('soon')).rejects.toThrow('No duration: say PT24H');
});

test('a console that fails without a word is reported by its status', async () => {
  answer = [500, { now: '2026-11-02T12:00:00.000Z' }];
  await expect(console.clock()).rejects.toThrow('The console answered 500');
});
