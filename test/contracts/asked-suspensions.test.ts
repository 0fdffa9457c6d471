import { expect, test } from 'vitest';
import { askedSuspensions } from '../../functions/contracts/asked-suspensions.ts';
import { type DeviceSuspension, suspensionId } from '../../functions/contracts/device-suspension.ts';
import type { LedgerPager } from '../../functions/contracts/ledger.ts';
import { FakeLedger } from '../support/fake-ledger.ts';

const TRIAL = { trialId: 'SYN/TRIAL 1', endDate: '2026-11-30' };
/** An even one of which there is no suspension. */
const WITHOUT = 500;
const idOf = (number: number): string =>
  `00-5E-EF-00-00-00-${(number >> 8).toString(16).padStart(2, '0')}-${(number & 255).toString(16).padStart(2, '0')}`.toUpperCase();
const suspensionOf = (number: number): DeviceSuspension => ({
  contract: 'device-suspension/1',
  requestId: suspensionId(TRIAL, idOf(number)),
  deviceId: idOf(number),
  ...TRIAL,
  sscDecisionReference: 'SSC:SYN-TRIAL-1-DECISION',
  requestedAt: '2026-12-01T09:00:00.000Z',
});

/** The suspensions of every second device of a trial but one, and the pages of them that were read. */
async function asked(number: number) {
  const ledger = new FakeLedger();
  for (let device = 0; device < number * 2; device += 2)
    if (device !== WITHOUT) await ledger.put('suspensions', suspensionOf(device));
  const pages: unknown[] = [];
  const page: LedgerPager['page'] = (kind, limit, after, ...of) => {
    pages.push([limit, after]);
    return ledger.page(kind, limit, after, ...of);
  };
  return { asked: askedSuspensions({ page }, TRIAL), pages };
}

/** The key behind which the page begins that speaks of a device. */
const justBefore = (number: number): string => suspensionId(TRIAL, idOf(number).slice(0, -1));

test('of devices that are asked about in their order, each page of a thousand is read once, from the first of them on', async () => {
  const { asked: suspensions, pages } = await asked(2500);
  for (let device = 400; device < 5002; device += 1)
    expect([device, await suspensions.has(idOf(device))]).toEqual([
      device,
      device % 2 === 0 && device < 5000 && device !== WITHOUT,
    ]);
  expect(pages).toEqual([
    [1000, justBefore(400)],
    [1000, justBefore(2401)],
    [1000, justBefore(4399)],
  ]);
});

test('behind the last suspension nothing is read any more', async () => {
  const { asked: suspensions, pages } = await asked(1);
  expect([await suspensions.has(idOf(0)), await suspensions.has(idOf(1)), await suspensions.has(idOf(9))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(pages).toEqual([[1000, justBefore(0)]]);
});

test('a suspension is named by the device, the day and as much of the trial as SQS takes as an id', () => {
  expect(suspensionOf(1).requestId).toBe('suspend-00-5E-EF-00-00-00-00-01-2026-11-30-SYN_TRIAL_1');
  const long = suspensionId({ trialId: `A${'b'.repeat(200)}`, endDate: '2026-11-30' }, idOf(1));
  expect(long).toBe(`suspend-00-5E-EF-00-00-00-00-01-2026-11-30-A${'b'.repeat(79)}`);
});
