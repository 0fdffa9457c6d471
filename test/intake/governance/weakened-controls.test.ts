import { describe, expect, test } from 'vitest';
import { letters } from '../../../functions/email/letters.ts';
import { cplCsv } from '../../support/cpl-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { RECIPIENTS } from '../../support/recipients.ts';

const SETTINGS = 'governance/settings.json';

describe('a settings file that weakens a control', () => {
  test('by leaving it out says so in its receipt, old value and new, and in a mail to operations', async () => {
    const lane = new FakeLane();
    lane.letters = letters(RECIPIENTS);
    await lane.drop(SETTINGS, '{"signaturePolicy":"require"}');
    await lane.drop(SETTINGS, '{\n  "removalGuardPercent": 4\n}', { at: '2026-11-02T10:00:00.000Z' });
    expect(lane.receipt(SETTINGS).findings).toMatchObject([
      {
        code: 'SET-WEAKENED',
        line: 0,
        field: 'signaturePolicy',
        message:
          'It was "require" and is "off" now: less is checked, held or reported than before. DCC operations are notified.',
      },
      { code: 'SET-CHANGED', line: 2, field: 'removalGuardPercent', message: 'It was 5 and is 4 now.' },
    ]);
    const [mail, ...others] = [...lane.mails.values()].filter(({ mailId }) => mailId.startsWith('WEAKENED-'));
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: RECIPIENTS.dccOperations,
      subject: 'Action for DCC operations: Control weakened: signaturePolicy is "off" now',
    });
    expect(mail?.text).toContain('signaturePolicy was "require" and is "off" now');
  });

  test('below the floor of the stage is refused, and what was active stays', async () => {
    const lane = new FakeLane();
    lane.settingsFloor = { signaturePolicy: 'require' };
    expect(await lane.drop(SETTINGS, '{"signaturePolicy":"off"}')).toMatchObject({
      decision: 'refused',
      findings: [{ code: 'SET-BELOW-FLOOR', field: 'signaturePolicy' }],
    });
    expect(await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }]))).toMatchObject({
      decision: 'refused',
      findings: [{ code: 'CPL-SIGNATURE-MISSING' }],
    });
  });
});

test('a register says in its receipt what it says of a version now, and what the one before said', async () => {
  const lane = new FakeLane();
  const header = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note';
  const versions = ['1.0', '1.1', '2.0', '2.1', '3.2', '4.0', '4.1', '4.2', '4.3'];
  const body = (rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;
  const rows = versions.map((version) => `${version},yes,,,GBCS ${version},test,high,`);
  await lane.drop('governance/gbcs-register.csv', body(rows));
  await lane.drop('governance/gbcs-register.csv', body([...rows, '9.9,yes,2026-12-01,,GBCS 9.9,test,high,']), {
    at: '2026-11-02T10:00:00.000Z',
  });
  expect(lane.receipt('governance/gbcs-register.csv').findings).toMatchObject([
    {
      code: 'GBCS-VERSION-CHANGED',
      line: 11,
      value: '9.9',
      message: 'GBCS 9.9 was not in the register and is recognised from 1 Dec 2026 now.',
    },
  ]);
  await lane.drop('governance/gbcs-register.csv', body([...rows, '9.9,no,2026-12-01,,GBCS 9.9,test,high,']), {
    at: '2026-11-02T11:00:00.000Z',
  });
  expect(lane.receipt('governance/gbcs-register.csv').findings).toMatchObject([
    { message: 'GBCS 9.9 was recognised from 1 Dec 2026 and is not recognised now.' },
  ]);
});
