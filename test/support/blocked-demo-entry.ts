import { expect } from 'vitest';

/** Any instant, as ISO text in UTC. */
export const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);

/** What operators see of an entry that the last list of the demo blocks. */
export function blockedDemoEntry(entryKey: string, entryNumber: string) {
  return {
    entryKey,
    entryNumber: expect.stringMatching(/^\d{6}$/),
    lines: [
      {
        number: entryNumber,
        status: 'Current',
        smetsChtsVersion: expect.any(String),
        gbcsVersion: '4.4',
        issue: '2.312',
      },
    ],
    state: 'blocked',
    declaredGbcsVersion: '4.4',
    uploadedGbcsVersion: null,
    publishedAt: INSTANT,
    sentAt: null,
    uploadedAt: null,
    blockedSince: INSTANT,
    quarantinedSince: null,
    expiredGbcs: null,
    disappearedAt: null,
    reason: 'GBCS 4.4 not recognised',
    history: [expect.objectContaining({ state: 'blocked', entryNumber, issue: '2.312' })],
  };
}
