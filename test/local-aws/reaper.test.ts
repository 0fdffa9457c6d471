import { expect, test } from 'vitest';
import { Reaper } from '../../infra/local-aws/lambda/reaper.ts';

function reaperOf(...plan: readonly (number | undefined)[]) {
  const kills: string[] = [];
  const plans = [...plan];
  const reaper = new Reaper(() => {
    const atRequest = plans.shift();
    return atRequest === undefined ? undefined : { atRequest, afterMs: 0 };
  });
  reaper.connect((functionName) => kills.push(functionName));
  return { reaper, kills };
}

test('an invocation is killed as its planned request arrives, and no other is', () => {
  const { reaper, kills } = reaperOf(2, undefined);
  reaper.began('intake');
  reaper.requested('intake');
  reaper.requested('watch');
  reaper.requested('client');
  expect(kills).toEqual([]);
  reaper.requested('intake');
  reaper.requested('intake');
  reaper.began('intake');
  reaper.requested('intake');
  expect(kills).toEqual(['intake']);
  expect(reaper.killed).toBe(1);
});

test('an invocation may be killed before its first request, and lives when it ends before its last', () => {
  const { reaper, kills } = reaperOf(0, 2);
  reaper.began('intake');
  expect(kills).toEqual(['intake']);
  reaper.began('watch');
  reaper.requested('watch');
  reaper.ended('watch');
  reaper.requested('watch');
  expect(kills).toEqual(['intake']);
});

test('a death may come a little after its request, and does not when the invocation ended before', async () => {
  const kills: string[] = [];
  const reaper = new Reaper((_name, most) => ({ atRequest: Math.max(1, most), afterMs: 2 }));
  reaper.connect((functionName) => kills.push(functionName));
  reaper.began('intake');
  reaper.requested('intake');
  reaper.ended('intake');
  reaper.began('watch');
  reaper.requested('watch');
  expect(kills).toEqual([]);
  await expect.poll(() => kills).toEqual(['watch']);
});

test('without a plan nothing is killed', () => {
  const reaper = new Reaper();
  reaper.began('intake');
  reaper.requested('intake');
  expect(reaper.killed).toBe(0);
});
