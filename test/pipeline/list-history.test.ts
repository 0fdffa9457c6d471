import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparedIssues, holding, modelsOf } from '../fixtures/demo/generator/comparison.ts';
import { NO_ANOMALIES } from '../support/list-history/anomalies.ts';
import type { ListLine } from '../support/list-history/cpl-list-csv.ts';
import { gbcsOf } from '../support/list-history/declared-versions.ts';
import { listHistory } from '../support/list-history/history.ts';
import { type LanePicture, laneDriver, type LaneDriver } from '../support/lane-driver.ts';

/** Every anomaly at least once, across the change from 1.293 to 2.000, from an empty issue on. */
const ONCE_EACH = Object.fromEntries(Object.keys(NO_ANOMALIES).map((name) => [name, 1]));
const HISTORY = listHistory({
  seed: 14,
  issues: 40,
  start: '2020-06-01',
  firstIssue: '1.270',
  anomalies: { ...ONCE_EACH, removals: 3, sameDay: 2, unchanged: 2 },
});
/** What both comparisons count; an entry that vanished is unchanged to the one by a map. */
const COMPARED = ['added', 'gbcsOnly', 'changed', 'removed', 'reinstated', 'duplicate'] as const;
const RECOGNISED = new Set(['1.0', '1.1', '2.0', '2.1', '3.2', '4.0', '4.1']);

let lane: LaneDriver;
let end: LanePicture;
/** The state of each list when it had been decided about, by its issue, and why it was held if it was. */
const decided = new Map<string, string>();

/** The history as a sender would send it, with the lines that vanish still known: they hold until another one does. */
const expected = comparedIssues(
  HISTORY.map((issue) => ({ ...issue, file: keyOf(issue.issue), spoiled: [] })),
  RECOGNISED,
);
const everKnown = new Map<string, ListLine>(
  HISTORY.flatMap(({ lines }) => lines).map((line) => [line.entryNumber, line] as const),
);

beforeAll(async () => {
  lane = await laneDriver({ clockFrom: '2020-06-01T08:00:00Z' });
  for (const { issue, issuedOn, csv } of HISTORY) {
    const morning = `${issuedOn}T09:30:00Z`;
    if (morning > lane.pipeline.clock.now()) await lane.sleepTo(morning);
    await lane.put(keyOf(issue), csv());
    const record = (await lane.access.ports.ledger.list('uploads')).find(({ key }) => key === keyOf(issue));
    decided.set(issue, [record?.decision, record?.heldReason].filter(Boolean).join(': '));
    if (record?.decision !== 'held') continue;
    await lane.cpl('approve', record.uploadId, '--reason', 'The SSC removed these');
    await lane.settle();
  }
  end = await lane.picture();
});

afterAll(() => lane.stop());

function keyOf(issue: string): string {
  return `cpl/cpl-${issue}.csv`;
}

test('the first issue, which has no entry yet, is refused, and the first with entries is the first accepted', () => {
  expect([...decided].slice(0, 2)).toEqual([
    ['1.270', 'refused'],
    ['1.271', 'accepted'],
  ]);
});

test('one issue is held, the one with the mass removal, and goes on when it is approved', () => {
  const held = [...decided].filter(([, decision]) => decision.startsWith('held'));
  const [massRemoval] = HISTORY.filter(({ changed }) => changed.removed.length >= 10);
  expect(held).toEqual([[massRemoval?.issue, expect.stringMatching(/^held: 1\d of \d+ Device Models would lose/)]]);
});

test('every other issue is accepted as it comes: same-day, dated back, after a gap, and from 1.293 to 2.000', () => {
  const others = [...decided.values()].filter((decision) => decision === 'accepted');
  expect(others).toHaveLength(HISTORY.length - 2);
  expect(decided.get('2.000')).toBe('accepted');
  expect(end.accepted).toBe(keyOf(HISTORY.at(-1)?.issue ?? ''));
});

test('each issue comes to what a comparison by a map of Device Models comes to', () => {
  for (const [at, { issue }] of HISTORY.entries()) {
    const upload = end.uploads.find(({ key }) => key === keyOf(issue));
    const counted = COMPARED.map((name) => `${upload?.counts[name]} ${name}`);
    expect([issue, ...counted]).toEqual([issue, ...COMPARED.map((name) => `${expected[at]?.counts[name]} ${name}`)]);
  }
});

test('the DSP holds what the last issue calls for, and nothing was lost on the way', () => {
  const found = Object.fromEntries(
    end.entries.map(({ entryKey, state, uploadedGbcsVersion }) => [entryKey, `${state} ${uploadedGbcsVersion}`]),
  );
  const called = [...modelsOf(everKnown)].map(([key, lines]) => {
    const holds = holding(lines);
    return [key, holds === undefined ? expect.stringMatching(/^removed /) : `uploaded ${gbcsOf(holds)}`];
  });
  expect(found).toEqual(Object.fromEntries(called));
});

test('nothing was blocked, no incident was opened, and no row was quarantined', () => {
  expect(end.incidents).toEqual([]);
  expect(end.uploads.map(({ counts }) => counts.blocked + counts.quarantined + counts.waiting)).toEqual(
    end.uploads.map(() => 0),
  );
  expect(end.queues.map(({ visible, inFlight, deadLetters }) => visible + inFlight + deadLetters)).toEqual([0, 0, 0]);
});

test('each anomaly is remarked on once, in the issue that has it', () => {
  const codes = end.uploads.flatMap(({ findings }) => findings.map((finding) => finding.split(' ')[0] ?? ''));
  expect(codes.toSorted((one, other) => one.localeCompare(other))).toEqual([
    'CPL-COMBINATION',
    'CPL-DISAPPEARED',
    'CPL-DUPLICATE',
    'CPL-MODEL-TWO-TYPES',
    'CSV-NO-ROWS',
  ]);
});
