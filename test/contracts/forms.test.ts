import { describe, expect, test } from 'vitest';
import { CLASSIFICATIONS, DEVICE_DATA_FILE } from '../../functions/contracts/classification.ts';
import { ENVIRONMENT, NO_CONSOLE } from '../../functions/contracts/environment.ts';
import { ESI_034_COLUMNS, OPR_COLUMNS } from '../../functions/contracts/extract-columns.ts';
import { KEPT_DAYS, LEDGER_KINDS } from '../../functions/contracts/ledger.ts';
import { CONSOLE_OUTPUT, STACK_OUTPUTS } from '../../functions/contracts/outputs.ts';
import { READERS } from '../../functions/contracts/recipients.ts';
import { EMPTY_LANE } from '../../functions/contracts/lane-state.ts';
import { contractForms, formsOnDisk } from '../checks/contract-forms.ts';
import { waitingLine } from '../support/cpl-entries.ts';

const forms = await contractForms();

test('what is kept, sent and read has the forms that are written down, bounds and messages included', () => {
  expect(forms === formsOnDisk(), 'run: npm run schemas, and see that what is kept already can still be read').toBe(
    true,
  );
});

describe('the ledger', () => {
  const K = LEDGER_KINDS;
  const line = waitingLine(1);
  test.each([
    ['the state of the lane', () => K.lane.place(), 'LANE', 'STATE'],
    ['the active governance files', () => K.activeGovernance.place(), 'GOVERNANCE', 'ACTIVE'],
    ['an upload', () => K.uploads.place({ uploadId: 'u' }), 'UPLOADS', 'u'],
    [
      'a waiting line',
      () => K.waitingLines.place(line),
      'WAITING',
      '000000000001-0000000000#ESME/AB01/010A/030B/0002012F',
    ],
    [
      'an overtaken line',
      () => K.overtakenLines.place(line),
      'OVERTAKEN',
      'ESME/AB01/010A/030B/0002012F#000000000001-0000000000',
    ],
    ['a mark', () => K.marks.place({ mark: 'quarantined', entryKey: 'e' }), 'MARKS', 'quarantined#e'],
    ['a correction', () => K.corrections.place({ entryKey: 'e' }), 'CORRECTIONS', 'e'],
    ['an incident', () => K.incidents.place({ incidentId: 'i' }), 'INCIDENTS', 'i'],
    ['a step of an incident', () => K.incidentEvents.place({ incidentId: 'i', eventId: 's' }), 'INCIDENT#i', 's'],
    ['a dispatch', () => K.dispatches.place({ sequence: 7 }), 'DISPATCHES', '000000000007'],
    ['a re-evaluation', () => K.reevaluationsDue.place({ requestId: 'r' }), 'REEVALUATIONS', 'r'],
    ['a suspension', () => K.suspensions.place({ trialId: 't', requestId: 'r' }), 'SUSPENSIONS#t', 'r'],
    ['a decision of the SSC', () => K.sscDecisions.place({ at: '2026', commandId: 'c' }), 'SSC-DECISIONS', '2026#c'],
    ['a deferred mail', () => K.deferredMails.place({ mailId: 'm' }), 'DEFERRED-MAIL', 'm'],
    ['the report sent last', () => K.reportSent.place(), 'REPORTS', 'SSC'],
    ['an expired entry', () => K.expiredEntries.place({ entryKey: 'e' }), 'EXPIRED', 'e'],
    ['what entries were last looked for by', () => K.listLook.place(), 'LIST-LOOK', 'LAST'],
    ['a claim of a mail', () => K.mailClaims.place({ mailId: 'm' }), 'MAIL#m', 'CLAIM'],
    ['the news of the watch', () => K.news.place(), 'NEWS', 'STATE'],
    ['a notice', () => K.notices.place({ factId: 'f' }), 'NOTICES', 'f'],
  ])('keeps %s where it always was, so that what is kept already is found', (_, place, pk, sk) => {
    expect(place()).toEqual({ pk, sk });
  });

  test('begins with no decision, no news and nothing active, and lists uploads alone with the newest first', () => {
    expect(EMPTY_LANE).toEqual({ revision: 0, sequence: 0, held: [], losses: [] });
    expect([K.lane.initial, K.activeGovernance.initial]).toEqual([EMPTY_LANE, { revision: 0 }]);
    expect(K.news.initial).toEqual({ revision: 0, kept: [] });
    expect([K.lane.partition(), K.reportSent.partition()]).toEqual(['LANE', 'REPORTS']);
    const newestFirst = Object.entries(K).filter(([, kind]) => kind.newestFirst);
    expect(newestFirst.map(([kind]) => kind)).toEqual(['uploads']);
  });

  test('keeps claims and notices for 400 days, far longer than what they are about may be repeated', () => {
    expect(KEPT_DAYS).toBe(400);
    const kept = Object.entries(K).filter(([, { keptFrom }]) => keptFrom !== K.lane.keptFrom);
    expect(kept.map(([kind]) => kind)).toEqual(['mailClaims', 'notices']);
    expect(K.mailClaims.keptFrom({ mailId: 'm', state: 'sent', at: '2026' })).toBe('2026');
    expect(K.notices.keptFrom({ factId: 'f', level: 1, reportedAt: '2027' })).toBe('2027');
  });
});

describe('names that AWS and people read', () => {
  test('each function has variables, each named as Lambda takes it, and none twice', () => {
    for (const names of Object.values(ENVIRONMENT)) {
      expect(names.length).toBeGreaterThan(3);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[A-Z]+(_[A-Z]+)+$/);
    }
    expect(NO_CONSOLE).toBe('none');
  });

  test('each output of the stacks is named as CloudFormation takes it, and none twice', () => {
    const outputs = [...STACK_OUTPUTS, CONSOLE_OUTPUT];
    expect(new Set(outputs).size).toBe(18);
    for (const output of outputs) expect(output).toMatch(/^([A-Z][a-z]+)+$/);
  });

  test('[R83] a classification is said in the words of the SEC Panel Information Policy and of the DCC', () => {
    expect(CLASSIFICATIONS.public).toBe('White / DCC Public');
    expect(CLASSIFICATIONS['device-data']).toMatch(/^Amber \/ DCC Controlled: .*do not pass it on$/);
    expect(DEVICE_DATA_FILE).toEqual({
      nameEnd: '-AMBER',
      metadata: { classification: CLASSIFICATIONS['device-data'] },
    });
  });

  test('the readers of mails are named as they are in the SEC', () => {
    expect(Object.values(READERS)).toEqual(['SECAS', 'DCC operations', 'DCC Service team', 'DSP Service team', 'SSC']);
  });

  test('[R1] an extract has its columns in the order and under the names that its readers load', () => {
    expect(ESI_034_COLUMNS.columns.map(({ label, field }) => `${label}=${field}`).join('|')).toBe(
      'Device ID=deviceId|Device Type=deviceType|Device Status=status|Device Status Since=statusSince|Device Manufacturer=manufacturer|Device Model=model|SMETS/CHTS Version=smetsChtsVersion|Firmware Version=firmwareVersion|ESME Variant=esmeVariant|Trial=trial|Trial ID=trialId|Trial Since=trialSince|CPL Entry Number=entryNumber|CPL Entry Status=entryStatus|CPL SMETS/CHTS Version=entrySmetsChtsVersion|GBCS Version Declared=declaredGbcsVersion|GBCS Version Uploaded=uploadedGbcsVersion',
    );
    expect(OPR_COLUMNS.labels.join('|')).toBe('Month|Device ID|From|To|Trial ID');
    expect([ESI_034_COLUMNS.version, OPR_COLUMNS.version]).toEqual([2, 2]);
  });
});
