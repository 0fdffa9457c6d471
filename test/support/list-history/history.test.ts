import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { daysBetween } from '../../../functions/domain/calendar/calendar-day.ts';
import { NO_ANOMALIES, usualAnomalies } from './anomalies.ts';
import type { ListLine } from './cpl-list-csv.ts';
import { declarable, gbcsOf } from './declared-versions.ts';
import { listHistory } from './history.ts';
import { nextIssueNumber } from './issue-days.ts';
import { lateRegister } from './late-register.ts';
import type { ListIssue } from './list-book.ts';

const SEEDS = [1, 2, 3, 4, 5];
const long = listHistory({ seed: 1, issues: 346 });
const last = (history: readonly ListIssue[]): ListIssue => history.at(-1)!;
const shareOf = (lines: readonly ListLine[], is: (line: ListLine) => boolean): number =>
  lines.filter(is).length / lines.length;
const modelOf = ({ deviceType, manufacturer, model, hardwareVersion, hardwareRevision, firmware }: ListLine): string =>
  [deviceType, manufacturer, model, hardwareVersion, hardwareRevision, firmware].join('/');

describe('the numbers of issues', () => {
  test('are whole numbers with a dot between, three digits long from major 2 on', () => {
    const numbers = long.map(({ issue }) => issue);
    expect(numbers.slice(0, 11).join(' ')).toBe('1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 1.10');
    expect(numbers.slice(292, 296).join(' ')).toBe('1.292 1.293 2.000 2.001');
    expect(numbers.at(-1)).toBe('2.051');
    expect(nextIssueNumber('2.999', 999)).toBe('3.000');
  });
});

describe.each(SEEDS)('a history of 346 issues from seed %i', (seed) => {
  const history = listHistory({ seed, issues: 346 });
  const { lines } = last(history);

  test('is the same from the same seed, and another one from another', () => {
    expect(last(listHistory({ seed, issues: 346 })).csv()).toBe(last(history).csv());
    expect(last(listHistory({ seed: seed + 1, issues: 346 })).csv()).not.toBe(last(history).csv());
  });

  test('has about as many lines, and as many of each kind, as the real list', () => {
    expect(history[0]?.lines).toEqual([]);
    expect(lines.length).toBeGreaterThan(550);
    expect(lines.length).toBeLessThan(950);
    expect(shareOf(lines, ({ smetsChts }) => smetsChts === 'SMETS V1.2')).toBeCloseTo(0.18, 0.9);
    expect(shareOf(lines, ({ hash }) => hash === '')).toBeCloseTo(0.27, 0.9);
    const removed = lines.filter(({ status }) => status === 'Removed').length;
    expect(removed).toBeGreaterThan(25);
    expect(removed).toBeLessThan(90);
    expect(
      last(history)
        .csv()
        .match(/ (?=,|\r)/g)?.length,
    ).toBeGreaterThan(lines.length * 0.15);
  });

  test('gives each entry number once, in ascending order, and keeps it', () => {
    let highest = 0;
    for (const { lines, changed } of history) {
      expect(lines.map(({ entryNumber }) => Number(entryNumber))).toEqual(lines.map((_, at) => at + 1));
      for (const number of changed.added) expect(Number(number)).toBe((highest += 1));
    }
  });

  test('gives its lines when what changed is replayed', () => {
    const replayed = new Map<string, ListLine>();
    for (const { issue, lines, changed } of history) {
      const now = new Map(lines.map((line) => [line.entryNumber, line]));
      for (const number of [...changed.added, ...changed.corrected]) replayed.set(number, now.get(number)!);
      for (const number of changed.removed) replayed.set(number, { ...replayed.get(number)!, status: 'Removed' });
      for (const number of changed.reinstated) replayed.set(number, { ...replayed.get(number)!, status: 'Current' });
      expect([...replayed.values()], issue).toEqual(lines);
    }
  });

  test('has days like those of the real list', () => {
    const gaps = history.slice(1).map(({ issuedOn }, at) => daysBetween(history[at]!.issuedOn, issuedOn));
    expect(gaps.filter((days) => days === 0)).toHaveLength(10);
    expect(gaps.filter((days) => days < 0)).toHaveLength(1);
    expect(Math.max(...gaps)).toBeGreaterThanOrEqual(81);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(83);
    expect(history.map(({ issuedOn }) => new Date(issuedOn).getUTCDay()).filter((day) => day % 6 === 0)).toEqual([]);
  });

  test('has each anomaly as often as the real list', () => {
    const count = (is: (issue: ListIssue) => boolean): number => history.filter(is).length;
    const mass = history.filter(({ changed }) => changed.removed.length >= 10);
    expect(mass).toHaveLength(1);
    const before = history[history.indexOf(mass[0]!) - 1]!.lines.filter(({ status }) => status === 'Current');
    expect(mass[0]!.changed.removed.length / before.length).toBeGreaterThan(0.05);
    expect(count(({ changed }) => changed.reinstated.length > 0)).toBe(2);
    expect(count(({ changed }) => changed.corrected.length > 0)).toBeGreaterThan(1);
    expect(history.flatMap(({ changed }) => changed.relisted)).toHaveLength(8);
    expect(history.flatMap(({ changed }) => changed.duplicated)).toHaveLength(1);
    expect(history.flatMap(({ changed }) => changed.disappeared)).toEqual([]);
    expect(count(({ changed }) => Object.values(changed).flat().length === 0)).toBeGreaterThanOrEqual(11);
    expect(usualAnomalies(346).sameDay).toBe(10);
  });

  test('has versions from their first day on, and one combination that is not allowed', () => {
    const wrong = history.flatMap(({ lines, changed, issuedOn }) =>
      lines.filter((line) => {
        if (!changed.added.includes(line.entryNumber) || line.smetsChts === 'SMETS V1.2') return false;
        const { smetsChts, gbcs } = { smetsChts: line.smetsChts, gbcs: gbcsOf(line) };
        const duplicated = changed.duplicated.includes(line.entryNumber);
        const day = issuedOn;
        const allowed = declarable(line.deviceType, day).some((v) => v.smetsChts === smetsChts && v.gbcs === gbcs);
        return !duplicated && !allowed;
      }),
    );
    expect(
      wrong.filter(({ smetsChts, gbcs }) => smetsChts === 'SMETS V2.0' && gbcsOf({ gbcs }) === '2.1'),
    ).toHaveLength(1);
    // A model identifier on a second device type keeps the versions of the first.
    expect(wrong.length).toBeLessThanOrEqual(2);
  });
});

describe('every issue', () => {
  test('is a csv of 13 columns with its stamp in each row', () => {
    for (const { issue, issuedOn, lines, csv } of long) {
      const [header, ...rows]: string[][] = parse(csv());
      expect(header).toHaveLength(13);
      const [year, month, day] = issuedOn.split('-');
      expect(new Set(rows.map(([version]) => version))).toEqual(
        new Set(lines.length === 0 ? [] : [`Version ${issue} Issued on ${day}-${month}-${year}`]),
      );
      expect(rows.map((row) => row[1])).toEqual(lines.map(({ entryNumber }) => entryNumber));
    }
  });
});

describe('what is asked for', () => {
  const dozen = { seed: 3, issues: 12, openingLines: 120, start: '2022-06-01', firstIssue: '2.040' };

  test('a dozen issues with additions only', () => {
    const history = listHistory({ ...dozen, anomalies: NO_ANOMALIES });
    expect(history.map(({ issue }) => issue)).toEqual(Array.from({ length: 12 }, (_, at) => `2.0${40 + at}`));
    expect(history[0]?.changed.added.length).toBe(120);
    for (const { changed } of history.slice(1)) {
      expect(changed.added.length).toBeGreaterThan(0);
      expect(Object.values({ ...changed, added: [] }).flat()).toEqual([]);
    }
  });

  test('each anomaly happens as often as it is asked for', () => {
    const each = {
      removals: 1,
      massRemovals: 1,
      reinstatements: 1,
      reversals: 1,
      corrections: 1,
      gbcsRelistings: 1,
      versionRelistings: 1,
    };
    const history = listHistory({
      ...dozen,
      anomalies: { ...NO_ANOMALIES, ...each, duplicates: 1, sharedModels: 1, disappearances: 1 },
    });
    const all = (what: keyof ListIssue['changed']): string[] => history.flatMap(({ changed }) => changed[what]);
    expect([all('corrected').length, all('relisted').length, all('duplicated').length]).toEqual([1, 2, 1]);
    expect([all('reinstated').length, all('disappeared').length]).toEqual([3, 1]);
    const lineOf = new Map(history.flatMap(({ lines }) => lines).map((line) => [line.entryNumber, line]));
    for (const number of all('relisted')) {
      const model = modelOf(lineOf.get(number)!);
      const earlier = [...lineOf.values()].filter((line) => modelOf(line) === model && line.entryNumber < number);
      expect(earlier.map((line) => gbcsOf(line) < gbcsOf(lineOf.get(number)!))).toEqual([true]);
    }
  });

  test('what is asked for and finds no place is refused', () => {
    expect(() => listHistory({ seed: 1, issues: 12, anomalies: { wrongCombinations: 1 } })).toThrow(
      /no place for: wrong/,
    );
  });

  test('a register that is fixed late: two entries wait, and no other declares the version until then', () => {
    const fix = { version: '1.1', from: '1.56', entries: 2, fixedAfterDays: 35 };
    const history = listHistory({ seed: 1, issues: 80, lateRegisterFix: fix });
    const { before, after, fixedOn, waiting } = lateRegister(fix, history);
    expect(waiting).toHaveLength(2);
    expect(before).not.toContain('\n1.1,');
    expect(after).toContain('\n1.1,yes,2017-11-06,');
    const declaring = (issue: ListIssue): string[] =>
      issue.lines.filter((line) => gbcsOf(line) === '1.1').map(({ entryNumber }) => entryNumber);
    const first = history.findIndex(({ issue }) => issue === fix.from);
    expect(daysBetween(history[first]!.issuedOn, fixedOn)).toBe(35);
    expect(declaring(history[first - 1]!)).toEqual([]);
    for (const issue of history.slice(first).filter(({ issuedOn }) => issuedOn < fixedOn)) {
      expect(declaring(issue)).toEqual(waiting);
    }
    expect(declaring(last(history)).length).toBeGreaterThan(2);
  });
});
