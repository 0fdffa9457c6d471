import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptedLines } from '../../../functions/domain/list/accepted-models.ts';
import { compare, csvOf, type Kept } from '../../support/compared-lists.ts';
import { NO_ANOMALIES } from '../../support/list-history/anomalies.ts';
import { listHistory } from '../../support/list-history/history.ts';
import { csvOfRandom, lists, type RandomList, smallLists } from '../../support/random-lists.ts';
import { compareSimply, type SimpleList } from '../../support/simple-comparison.ts';

type Accepted = { readonly simple: SimpleList; readonly kept: Kept | undefined };

/** Compares a list both ways and expects the same of both; a refused one leaves all as it was. */
async function agree(csv: string, { simple, kept }: Accepted, chunkBytes: number): Promise<Accepted> {
  const expected = compareSimply(csv, simple);
  const made = await compare(csv, kept, { chunkBytes });
  const { comparison } = made;
  const codes = comparison.findings.filter(({ code }) => code !== 'CPL-BLANK-ROWS');
  if (expected.outcome === 'refused' || comparison.outcome === 'refused') {
    expect(comparison.outcome).toBe(expected.outcome);
    const refusing = codes.flatMap(({ code, severity }) => (severity === 'file' ? [code] : []));
    expect(refusing).not.toEqual([]);
    expect(expected.codes).toEqual(expect.arrayContaining(refusing));
    expect(made.changes).toEqual([]);
    return { simple, kept };
  }
  expect(made.changes).toEqual(expected.changes);
  expect(codes.map(({ line, code }) => `${line} ${code}`).sort()).toEqual(expected.findings);
  const { counts, totals, activeBefore, changedInPlace } = comparison;
  expect({
    counts,
    totals,
    activeBefore,
    changedInPlace,
    quarantined: comparison.quarantined.toSorted((one, other) => one.line - other.line),
    disappeared: comparison.disappeared.toSorted(),
    returned: comparison.returned.toSorted(),
    losses: comparison.losses.map(({ entryNumber }) => entryNumber).sort(),
  }).toEqual({
    counts: expected.counts,
    totals: expected.totals,
    activeBefore: expected.activeBefore,
    changedInPlace: expected.changedInPlace,
    quarantined: expected.quarantined.toSorted((one, other) => one.line - other.line),
    disappeared: expected.disappeared,
    returned: expected.returned,
    losses: expected.losses,
  });
  const lines = await Array.fromAsync(acceptedLines(made.kept.list));
  const numbers = lines.map(({ entry }) => Number(entry.entryNumber));
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  const inOneOrder = lines.map(({ entry, issue, isMissing }) =>
    JSON.stringify([entry.entryNumber, entry, issue, isMissing]),
  );
  expect(inOneOrder.sort()).toEqual(
    expected.next
      .map(({ entry, firstIssue, missing }) => JSON.stringify([entry.entryNumber, entry, firstIssue, missing]))
      .sort(),
  );
  return { simple: expected.next, kept: made.kept };
}

async function agreeOnAll(history: readonly RandomList[]): Promise<void> {
  let accepted: Accepted = { simple: [], kept: undefined };
  for (const [place, made] of history.entries()) {
    accepted = await agree(csvOfRandom(made, place + 1), accepted, made.form.chunkBytes);
  }
}

const RUNS = 250;

test('[R10][R12][R13][R14] the comparison line by line agrees with the plain one on every history of lists', async () => {
  await fc.assert(fc.asyncProperty(fc.array(lists(8, 1), { minLength: 2, maxLength: 6 }), agreeOnAll), {
    numRuns: RUNS,
  });
});

test('it agrees on lists in which a number stands twice, of which two issues are joined, or no row can be read', async () => {
  await fc.assert(fc.asyncProperty(fc.array(smallLists, { minLength: 1, maxLength: 5 }), agreeOnAll), {
    numRuns: RUNS,
  });
});

test('it agrees on long lists too, in whatever order their rows come', async () => {
  await fc.assert(fc.asyncProperty(fc.array(lists(150, 100), { minLength: 2, maxLength: 3 }), agreeOnAll), {
    numRuns: RUNS / 25,
  });
});

const ANOMALIES = {
  ...NO_ANOMALIES,
  removals: 4,
  massRemovals: 1,
  reinstatements: 2,
  reversals: 1,
  corrections: 2,
  gbcsRelistings: 2,
  versionRelistings: 2,
  duplicates: 2,
  sharedModels: 1,
  disappearances: 2,
  unchanged: 2,
};

test.each([1, 2, 3])(
  '[R27] it agrees on a history of 40 issues of the real shape, from seed %i, and writes each back',
  async (seed) => {
    const start = { start: '2022-03-01', firstIssue: '2.020', openingLines: 150 };
    const history = listHistory({ seed, issues: 40, ...start, anomalies: ANOMALIES });
    let accepted: Accepted = { simple: [], kept: undefined };
    for (const [place, { csv, changed }] of history.entries()) {
      accepted = await agree(csv(), accepted, 1 + ((place * 1009) % 70_000));
      const isWhole = accepted.kept?.missingModels === 0;
      if (isWhole && accepted.kept !== undefined) expect(await csvOf(accepted.kept)).toBe(csv());
      else expect(history.slice(0, place + 1).some((issue) => issue.changed.disappeared.length > 0)).toBe(true);
      if (changed.disappeared.length > 0) expect(isWhole).toBe(false);
    }
  },
);
