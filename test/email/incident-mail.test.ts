import { describe, expect, test } from 'vitest';
import type { Incident } from '../../functions/contracts/waiting-line.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { letters } from '../../functions/email/letters.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';

const { incidentOpened } = letters({ uploaders: ['secas@example.org'], operations: ['operations@example.org'] });

const INCIDENT: Incident = {
  incidentId: 'INC-20261102-ab12cd34',
  cause: 'GBCS 9.9 not recognised',
  state: 'open',
  openedAt: '2026-11-02T09:00:05.000Z',
  entries: ['ESME/AB01/010A/030B/0002012F'],
};

const alert = (now = '2026-11-02T09:30:00.000Z', lines = [waitingLine(1)]) =>
  incidentOpened(INCIDENT, lines, DEFAULT_SETTINGS, now);
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('the alert of an incident', () => {
  test('[R29] goes to operations with the cause, the number of entries and category 2 in its subject', () => {
    const { to, subject, mailId } = alert();
    expect(to).toEqual(['operations@example.org']);
    expect(subject).toBe('INC-20261102-ab12cd34 Proposed category 2: 1 entry blocked, GBCS 9.9 not recognised');
    expect(mailId).toBe('INC-20261102-ab12cd34');
  });

  test('[R7] says how much of the 24 hours is left, and until when', () => {
    const text = flat(alert().text);
    expect(text.toLowerCase()).toContain('1 entry cannot be uploaded: 23 h 30 min left');
    expect(text).toContain('The DSP must hold the first of them by Tue 3 Nov 2026, 09:00, 24 hours from receipt');
    expect(flat(alert('2026-11-03T10:00:00.000Z').text).toLowerCase()).toContain('breached 1 h ago');
  });

  test('[R30] sets out each criterion of categories 1 and 2 with our view of it', () => {
    const text = flat(alert().text);
    expect(text).toContain('1: Prevents a large group of parties from using the Live Services: Does not apply.');
    expect(text).toContain('2: Non-critical adverse impact: the Live Service works at reduced capacity: Applies.');
  });

  test('[R32] names the Device Models, the manufacturers and the time of the first block', () => {
    const other = waitingLine(
      2,
      cplEntry({ manufacturerIdentifier: 'CD02', manufacturerName: 'Other Meters', gbcsVersion: '9.9' }),
    );
    const text = flat(alert(undefined, [waitingLine(1), other]).text);
    expect(text).toContain('Device Models: 2');
    expect(text).toContain('Manufacturers: Other Meters (CD02) and Synthetic Meters (AB01)');
    expect(text).toContain('First blocked: Mon 2 Nov 2026, 09:00');
  });

  test('[R26] says that earlier firmware keeps working', () => {
    expect(flat(alert().text)).toContain('earlier firmware of these Device Models included');
  });
});
