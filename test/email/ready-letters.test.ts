import { describe, expect, test } from 'vitest';
import { letters } from '../../functions/email/letters.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';
import { RECIPIENTS } from '../support/recipients.ts';

/** A lane that writes the letters that people get. */
function laneWithLetters(): FakeLane {
  const lane = new FakeLane();
  lane.letters = letters(RECIPIENTS);
  return lane;
}

const BLOCKED = cplCsv([{ entry: 1 }, { entry: 2, gbcs: '9.9' }]);
const idsOf = ({ readyLetters }: FakeLane): readonly string[] =>
  [...readyLetters.keys()].map((letterId) => letterId.replace(/INC-\d{8}-\w+/, 'INC').replace(/-\d{8}T\S+$/, ''));
const letterTo = ({ readyLetters }: FakeLane, addressee: string) =>
  [...readyLetters.values()].findLast((letter) => letter.addressee === addressee);

describe('letters to people outside', () => {
  test('[R33] a block makes a note to the Panel and a circular to Parties, kept and attached, and sends neither', async () => {
    const lane = laneWithLetters();
    await lane.drop('cpl/cpl-1.1.csv', BLOCKED);
    expect(idsOf(lane)).toEqual(['PANEL-INC', 'PARTIES-INC']);
    const circular = letterTo(lane, 'SEC Parties');
    expect(circular?.text).toMatch(
      /^To: SEC Parties\nSubject: Central Products List: entries published, not uploaded\nClassification: White \/ DCC Public\n/,
    );
    expect(circular?.attachment?.csv).toContain('"ESME');
    expect(letterTo(lane, 'SEC Panel')?.text).toContain('After that the DCC is in breach of the SEC.');
    const alert = [...lane.mails.values()].find(({ subject }) => subject.includes('1 entry blocked'));
    expect(alert?.text).toContain('Letters ready to be sent (2)');
    expect(alert?.attachments.map(({ fileName }) => fileName.replace(/INC-\d{8}-\w+/, 'INC'))).toEqual([
      'PANEL-INC.txt',
      'entries-INC.csv',
      'PARTIES-INC.txt',
    ]);
    const written = new Set(Object.values(RECIPIENTS).flat());
    for (const { to } of lane.mails.values()) for (const address of to) expect(written).toContain(address);
  });

  test('[R81] after the release a letter says to Parties that installation and communication may commence', async () => {
    const lane = laneWithLetters();
    await lane.drop('cpl/cpl-1.1.csv', BLOCKED);
    await lane.drop('governance/gbcs-register.csv', registerOf('4.1', '9.9'));
    expect(idsOf(lane)).toContain('PARTIES-INC-RESOLVED');
    const circular = letterTo(lane, 'SEC Parties');
    expect(circular?.subject).toBe('Central Products List: installation may commence');
    expect(circular?.text).toContain('Installation of these Device Models, and communication with them, may commence.');
  });

  test('[R17] under Option B a letter notifies each manufacturer of the substitute, with both versions', async () => {
    const lane = laneWithLetters();
    await lane.drop('cpl/cpl-1.1.csv', BLOCKED);
    await lane.drop('governance/settings.json', '{"gbcsSubstitution":{"9.9":"4.1"}}');
    const [sent] = lane.sent.slice(-1);
    const letter = letterTo(lane, `Manufacturer ${sent?.entry.manufacturerIdentifier}`);
    expect(letter?.letterId).toMatch(/-SUBSTITUTE-/);
    expect(letter?.attachment?.csv).toContain('"9.9","4.1"');
  });

  test('[R17] once the substitute is corrected the letter to Parties says so, and not only that they may begin', async () => {
    const lane = laneWithLetters();
    await lane.drop('cpl/cpl-1.1.csv', BLOCKED);
    await lane.drop('governance/settings.json', '{"gbcsSubstitution":{"9.9":"4.1"}}');
    const mitigated = [...lane.mails.values()].find(({ subject }) => subject.includes('mitigated'));
    const text = mitigated?.text.replaceAll(/\s+/g, ' ') ?? '';
    expect(text).toContain('recognised "yes" into the inbox. Then the corrections are sent automatically.');
    expect(text).toContain('Entries: 1 entry: none waits');
    for (const untrue of ['gbcsSubstitution', 'buffered', 'keep running']) expect(text).not.toContain(untrue);
    await lane.drop('governance/gbcs-register.csv', registerOf('4.1', '9.9'));
    const circular = letterTo(lane, 'SEC Parties');
    expect(circular?.subject).toBe('Central Products List: entries corrected, installation may commence');
    expect(circular?.text.replaceAll(/\s+/g, ' ')).toContain('it holds the version that each declares.');
  });

  test('[R17] a line that a later list brings under a substitute is in a letter too', async () => {
    const lane = laneWithLetters();
    await lane.drop('governance/settings.json', '{"gbcsSubstitution":{"9.9":"4.1"}}');
    await lane.drop('cpl/cpl-1.1.csv', BLOCKED);
    expect(idsOf(lane).join()).toMatch(/^PARTIES-INC-MITIGATED,MANUFACTURER-\w+-SUBSTITUTE$/);
  });

  test('[R77] a combination that is not allowed makes one letter a manufacturer', async () => {
    const lane = laneWithLetters();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1, smets: 'SMETS V2.0', gbcs: '4.1' }, { entry: 2 }]));
    expect(idsOf(lane).join()).toMatch(/^MANUFACTURER-\w+-COMBINATION$/);
    const [letter] = lane.readyLetters.values();
    expect(letter?.attachment?.csv.trim().split('\r\n')).toHaveLength(2);
  });

  test('[R48] trials of which the department has not been notified make a notice that the SSC sends', async () => {
    const lane = laneWithLetters();
    await lane.drop('governance/agreed-list.csv', agreedListCsv({ department_notified_on: '' }));
    expect(letterTo(lane, 'Department for Energy Security and Net Zero')).toMatchObject({ sender: 'ssc' });
    await lane.drop('governance/agreed-list.csv', agreedListCsv({ department_notified_on: '2026-11-01' }));
    expect(lane.readyLetters.size).toBe(1);
  });
});
