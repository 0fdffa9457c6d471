import { beforeAll, describe, expect, test } from 'vitest';
import { type ManyOutcomes, playMany } from './many.ts';
import { PLANTED } from './planted/planted.ts';
import { playSchedule } from './run-seed.ts';
import { shrunk } from './shrink.ts';

/** Enough for every effect and every accident; that each effect meets each kind of fault takes 2,500 (`npm run simulate`). */
const SCHEDULES = 500;

/** Every effect of every function: what a schedule must have been able to break. */
const EFFECTS = [
  'dsp-ingestion device-models.Update',
  'dsp-ingestion lane.SendMessage',
  'dsp-ingestion srv-events.SendMessage',
  'intake archive.AbortMultipartUpload',
  'intake archive.CompleteMultipartUpload',
  'intake archive.CreateMultipartUpload',
  'intake archive.PutObject changesets',
  'intake archive.PutObject governance',
  'intake archive.PutObject lists',
  'intake archive.PutObject receipts',
  'intake archive.UploadPart',
  'intake dsp-updates.SendMessage',
  'intake dsp-updates.SendMessageBatch',
  'intake lane-dead.SendMessage',
  'intake ledger.Delete CORRECTIONS',
  'intake ledger.Delete MARKS',
  'intake ledger.Delete REEVALUATIONS',
  'intake ledger.Delete WAITING',
  'intake ledger.Put CORRECTIONS',
  'intake ledger.Put DEFERRED-MAIL',
  'intake ledger.Put DISPATCHES',
  'intake ledger.Put GOVERNANCE',
  'intake ledger.Put INCIDENT',
  'intake ledger.Put INCIDENTS',
  'intake ledger.Put LANE',
  'intake ledger.Put MAIL claimed',
  'intake ledger.Put MAIL given-up',
  'intake ledger.Put MAIL sent',
  'intake ledger.Put MARKS',
  'intake ledger.Put OVERTAKEN',
  'intake ledger.Put REEVALUATIONS',
  'intake ledger.Put SUSPENSIONS',
  'intake ledger.Put UPLOADS',
  'intake ledger.Put WAITING',
  'intake reports.PutObject letters',
  'intake ses.SendEmail',
  'intake srv-events.SendMessage',
  'reports ledger.Put MAIL claimed',
  'reports ledger.Put MAIL given-up',
  'reports ledger.Put MAIL sent',
  'reports ledger.Put REPORTS',
  'reports reports.PutObject esi-034',
  'reports reports.PutObject esi-034i',
  'reports reports.PutObject opr',
  'reports reports.PutObject ssc',
  'reports ses.SendEmail',
  'srv-events devices.Put',
  'srv-events srv-events-dead.SendMessage',
  'watch archive.PutObject news',
  'watch lane.SendMessage',
  'watch ledger.Delete DEFERRED-MAIL',
  'watch ledger.Delete DISPATCHES',
  'watch ledger.Put DEFERRED-MAIL',
  'watch ledger.Put LIST-LOOK',
  'watch ledger.Put MAIL claimed',
  'watch ledger.Put MAIL given-up',
  'watch ledger.Put MAIL sent',
  'watch ledger.Put NEWS',
  'watch ledger.Put NOTICES',
  'watch ses.SendEmail',
] as const;

/** Accidents that are not a fault of one call. */
const ACCIDENTS = [
  'clock is wrong',
  'dead letters of dsp-updates',
  'dead letters of lane',
  'dead letters of srv-events',
  'dead letters put back into dsp-updates',
  'dead letters put back into lane',
  'dead letters put back into srv-events',
  'event delivered twice',
  'event overtaken by a later one',
  'out of order from srv-events',
  'received again from dsp-updates',
  'received again from lane',
  'received again from srv-events',
  'received by two at once from srv-events',
  'schedule started twice',
  'timed out: dsp-ingestion',
  'timed out: intake',
  'timed out: srv-events',
  'timed out: watch',
  'two copies of dsp-ingestion on one message',
  'two copies of intake on one message',
  'two copies of srv-events on one message',
  'worked off, and not deleted',
] as const;

let outcomes: ManyOutcomes;
beforeAll(async () => {
  outcomes = await playMany(1, SCHEDULES);
});

describe(`${SCHEDULES} schedules of the real functions on services that are nastier than those of AWS`, () => {
  test('break no invariant', () => {
    expect(outcomes.failed.map(({ seed, outcome }) => `seed ${seed}: ${outcome.broken.join(' | ')}`)).toEqual([]);
    expect(outcomes.played).toBe(SCHEDULES);
  });

  test('hit every effect with a fault', () => {
    const hit = [...outcomes.tally.effects].filter(([, kinds]) => kinds.size > 0).map(([effect]) => effect);
    expect(hit.toSorted()).toEqual([...EFFECTS]);
  });

  test('have every other accident', () => {
    expect(ACCIDENTS.filter((accident) => !outcomes.tally.events.has(accident))).toEqual([]);
  });
});

test('a schedule is the same each time its seed is played', async () => {
  // The last four unpack a file, read a workbook, upload in parts and make extracts of the inventory.
  for (const seed of [3, 14, 159, 7, 16, 38, 33]) {
    const [one, other] = [await playSchedule(seed), await playSchedule(seed)];
    expect(other.story).toEqual(one.story);
    const replayed = await playSchedule(0, {}, one.choices);
    expect(replayed.story).toEqual(one.story);
  }
});

test('a schedule that fails becomes a smaller one that fails', async () => {
  const [bug] = PLANTED.filter((planted) => planted.bug.startsWith('no version guard'));
  if (bug === undefined) throw new Error('The bug is not planted');
  const { schedule, mutation } = bug;
  const failed = await playSchedule(schedule, mutation);
  const smallest = await shrunk(schedule, failed, mutation, 60);
  expect(smallest.broken.length).toBeGreaterThan(0);
  expect(smallest.story.length).toBeLessThan(failed.story.length);
  expect((await playSchedule(0, mutation, smallest.choices)).broken).toEqual(smallest.broken);
});
