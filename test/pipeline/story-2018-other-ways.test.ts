import { beforeAll, describe, expect, test } from 'vitest';
import { synthesize } from '../../infra/local/synthesis.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { inState, playedBefore, seen, statesOf } from '../support/story-2018/course.ts';
import { furtherIssues, prepared, wholeFiles } from '../support/story-2018/courses.ts';
import { FIRST, keysOf, SECOND } from '../support/story-2018/list-of-2018.ts';

const assembly = temporaryFolder();

beforeAll(() => synthesize(assembly));

describe('the story of 2018, had the list been issued in the five weeks', () => {
  const story = playedBefore(furtherIssues, assembly);

  test('[R12] a second line of a blocked Device Model queues behind the first', () => {
    const second = story.at('a second line');
    expect(seen(second, FIRST).history).toEqual([
      'cpl/cpl-1.56.csv added Current blocked 1.1 -',
      'cpl/cpl-1.57.csv changed Current blocked 1.1 -',
    ]);
    expect(second.picture.incidents).toMatchObject([{ state: 'open', entries: keysOf(FIRST, SECOND, '000011') }]);
  });

  test('[R12] a removal never waits: it overtakes the line that does', () => {
    const removed = story.at('removed');
    expect(seen(removed, SECOND)).toMatchObject({ state: 'removed', isBlocked: false });
    expect(seen(removed, SECOND).history).toEqual([
      'cpl/cpl-1.56.csv added Current overtaken 1.1 -',
      'cpl/cpl-1.58.csv removed Removed uploaded 1.1 1.1',
    ]);
    expect(statesOf(removed)).toMatchObject({ '1.56': 'blocked', '1.57': 'blocked', '1.58': 'uploaded' });
  });

  test('[R12] [R26] a correction overtakes too; a Device Model in use keeps its version while the new one waits', () => {
    const corrected = story.at('corrected');
    expect(seen(corrected, '000011')).toMatchObject({
      state: 'uploaded',
      uploadedGbcsVersion: '1.0',
      isBlocked: false,
    });
    const inUse = { state: 'blocked', declaredGbcsVersion: '1.1', uploadedGbcsVersion: '1.0' };
    expect(seen(corrected, '000004')).toMatchObject(inUse);
  });

  test('[R11] [R12] the fix releases three lines of one Device Model in their order, and resolves the one incident', () => {
    expect(story.at('June').picture.incidents).toHaveLength(1);
    const fixed = story.at('fixed');
    expect(seen(fixed, FIRST).history).toEqual([
      'cpl/cpl-1.56.csv added Current uploaded 1.1 1.1',
      'cpl/cpl-1.57.csv changed Current uploaded 1.1 1.1',
      'cpl/cpl-1.60.csv changed Current uploaded 1.1 1.1',
    ]);
    expect(new Set(Object.values(statesOf(fixed)))).toEqual(new Set(['uploaded']));
    expect(fixed.picture.incidents).toMatchObject([{ state: 'resolved' }]);
  });
});

describe('the story of 2018 as it went: one entry holds up its whole file', () => {
  const story = playedBefore(wholeFiles, assembly);

  test('[R10] what else the file brings waits with it', () => {
    const blocked = story.at('blocked');
    expect(inState(blocked, 'blocked')).toEqual(keysOf('000003', FIRST, SECOND));
    expect(statesOf(blocked)['1.56']).toBe('blocked');
  });

  test('[R10] [R12] a clean file goes on, and its removal overtakes; the other file waits', () => {
    const clean = story.at('a clean file');
    expect(statesOf(clean)).toMatchObject({ '1.56': 'blocked', '1.57': 'uploaded' });
    expect(seen(clean, SECOND)).toMatchObject({ state: 'removed' });
    expect(seen(clean, '000003')).toMatchObject({ state: 'blocked', uploadedGbcsVersion: '1.0' });
  });

  test('[R11] the fix releases the file', () => {
    const fixed = story.at('fixed');
    expect(inState(fixed, 'blocked')).toEqual([]);
    expect(fixed.picture.incidents).toMatchObject([{ state: 'resolved' }]);
  });
});

describe('the story of 2018 as it could have gone: the register is ready', () => {
  const story = playedBefore(prepared, assembly);

  test('[R19] entries that are early by five days wait for their version', () => {
    const early = story.at('early');
    expect(seen(early, FIRST)).toMatchObject({ state: 'blocked', reason: 'GBCS 1.1 not yet in force' });
    expect(inState(early, 'blocked')).toEqual(keysOf(FIRST, SECOND));
    expect(inState(story.at('the evening before'), 'blocked')).toEqual(keysOf(FIRST, SECOND));
  });

  test('[R19] [R23] they are released on the London day on which it begins, by themselves', () => {
    const inForce = story.at('in force');
    expect(seen(inForce, FIRST)).toMatchObject({ state: 'uploaded', uploadedGbcsVersion: '1.1' });
    expect(inForce.picture.incidents).toMatchObject([{ state: 'resolved' }]);
  });

  test('[R19] both versions go on in the overlap, and nothing is remarked', () => {
    const overlap = story.at('overlap');
    expect(overlap.picture.uploads.find(({ key }) => key === 'cpl/cpl-1.57.csv')?.findings).toEqual([]);
    expect(seen(overlap, '000002').uploadedGbcsVersion).toBe('1.1');
    expect(seen(overlap, '000012').uploadedGbcsVersion).toBe('1.0');
  });

  test('[R23] nothing is blocked in May', () => {
    expect(inState(story.at('May'), 'blocked')).toEqual([]);
    expect(story.at('May').picture.openIncidents).toBe(0);
  });
});
