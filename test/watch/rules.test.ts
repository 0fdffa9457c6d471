import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { watchFacts, type WatchView } from '../../functions/watch/rules.ts';
import { NO_TRIALS } from '../../functions/watch/trials-look.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';
import { incidentOf } from '../support/incidents.ts';
import { acceptedUpload } from '../support/receipts.ts';

const PUBLISHED = '2026-11-02T09:00:00.000Z';
/** Two hours after the 24 hours are over. */
const LATE = '2026-11-03T11:00:00.000Z';
const SOON = '2026-11-03T08:15:00.000Z';

function factsAt(now: string, over: Partial<WatchView>) {
  const view = { settings: DEFAULT_SETTINGS, waiting: [], incidents: [], corrections: [], held: [], onTheWay: [] };
  return watchFacts({ now, trials: NO_TRIALS, ...view, ...over });
}

describe('what is late', () => {
  const late = (uploadId: string, deadline: string) => [
    { label: 'Received', value: 'Mon 2 Nov 2026, 09:00 GMT' },
    { label: 'Deadline', value: `Tue 3 Nov 2026, 09:00 GMT, ${deadline}` },
    { label: 'Upload', value: uploadId },
  ];

  test('[R7] a blocked entry says why it waits, and how long ago its deadline was', () => {
    const { entryKey } = cplEntry();
    expect(factsAt(LATE, { waiting: [waitingLine(1)] })).toEqual([
      {
        factId: `deadline/000000000001-0000000000/${entryKey}`,
        level: 2,
        kind: 'breached',
        title: 'ESME 010A 030B, firmware 0002012F (AB01)',
        text: 'Blocked: GBCS 9.9 not recognised.',
        details: late('upload-1', '2 h ago'),
      },
    ]);
  });

  test('[R7] a list that waits for approval says what can be done', () => {
    const held = [acceptedUpload({ uploadId: 'upload-7', decision: 'held', receivedAt: PUBLISHED })];
    expect(factsAt(SOON, { held })).toEqual([
      {
        factId: 'deadline/upload/upload-7',
        level: 1,
        kind: 'at-risk',
        title: 'cpl/cpl-2.051.csv',
        text: 'Held: approve it (npm run cpl -- approve upload-7 --reason "…" --aws), refuse it, or send a corrected list.',
        details: late('upload-7', 'in 45 min'),
      },
    ]);
  });

  test('[R7] changes on their way say where to look for them', () => {
    const onTheWay = [{ uploadId: 'upload-7', changes: 1204, publishedAt: PUBLISHED }];
    expect(factsAt(LATE, { onTheWay })).toMatchObject([
      {
        factId: 'deadline/upload/upload-7',
        title: '1,204 changes of upload upload-7',
        text: 'On the way to the DSP, but not in it: look at the lane, at dsp-updates and at their dead-letter queues.',
      },
    ]);
  });

  test('[R7] the breach of a line is left to the open incident of its cause, and only the breach', () => {
    const waiting = [waitingLine(1)];
    const incident = incidentOf({ firstPublishedAt: PUBLISHED });
    const incidentAt = (now: string, ...incidents: WatchView['incidents']) =>
      factsAt(now, { waiting, incidents })[0]?.incidentId;
    expect(incidentAt(LATE, incident)).toBe(incident.incidentId);
    expect(incidentAt(SOON, incident)).toBeUndefined();
    expect(incidentAt(LATE, { ...incident, state: 'resolved' })).toBeUndefined();
    expect(incidentAt(LATE, { ...incident, cause: 'GBCS 9.8 not recognised' })).toBeUndefined();
  });
});

describe('what the DSP holds under a substitute', () => {
  const corrected = (number: number, since: string, gbcsVersion = '5.0') => {
    const entry = cplEntry({ gbcsVersion, firmwareVersion: `0002013${number}` });
    const { entryKey } = entry;
    const cause = `GBCS ${gbcsVersion} not recognised`;
    return { ...waitingLine(number, entry), entryKey, substitutedGbcsVersion: '4.1', cause, since };
  };

  test('[R18] is one fact for each pair of versions, since the first of its entries', () => {
    const corrections = [
      corrected(1, '2026-11-03T09:00:00.000Z'),
      corrected(2, PUBLISHED),
      corrected(3, '2026-11-05T09:00:00.000Z'),
      corrected(4, LATE, '5.1'),
    ];
    expect(factsAt('2026-11-09T08:59:00.000Z', { corrections })).toEqual([
      {
        factId: `correction/5.0/4.1/${PUBLISHED}`,
        level: 1,
        kind: 'correction',
        title: '3 entries are in the DSP under GBCS 4.1 instead of 5.0',
        text: 'The inventory does not show what their devices can do. The correction is sent by itself once the register says that the DSP recognises GBCS 5.0.',
        details: [
          { label: 'Since', value: 'Mon 2 Nov 2026, 09:00 GMT' },
          {
            label: 'Entries',
            value:
              'ESME 010A 030B, firmware 00020131 (AB01), ESME 010A 030B, firmware 00020132 (AB01) and ESME 010A 030B, firmware 00020133 (AB01)',
          },
        ],
      },
      expect.objectContaining({ title: '1 entry is in the DSP under GBCS 4.1 instead of 5.1' }),
    ]);
  });

  test('[R18] is reported again each week', () => {
    const corrections = [corrected(1, PUBLISHED)];
    const levelAt = (now: string) => factsAt(now, { corrections })[0]?.level;
    expect(levelAt('2026-11-09T08:59:00.000Z')).toBe(1);
    expect(levelAt('2026-11-09T09:00:00.000Z')).toBe(2);
    expect(levelAt('2026-11-16T09:00:00.000Z')).toBe(3);
  });

  test('names five entries, and counts the others', () => {
    const corrections = [1, 2, 3, 4, 5, 6, 7].map((number) => corrected(number, PUBLISHED));
    const [fact] = factsAt(LATE, { corrections });
    expect(fact?.details[1]?.value).toMatch(/firmware 00020135 \(AB01\) and 2 others$/);
  });
});
