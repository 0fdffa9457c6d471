import { describe, expect, test } from 'vitest';
import { DspChange } from '../../functions/contracts/dsp-change.ts';
import { workingDaysSince } from '../../functions/domain/calendar/working-day.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { CPL_COLUMNS, cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';

/** An extract of one line in which some columns are other than usual. */
function oneLine(values: Partial<Record<(typeof CPL_COLUMNS)[number], string>>): string {
  const [header = '', line = ''] = cplCsv([{ entry: 1 }]).split('\n');
  const cells = line.split(',').map((cell, index) => values[CPL_COLUMNS[index] ?? 'Status'] ?? cell);
  return `${header}\n${cells.join(',')}\n`;
}

describe('an entry of the list', () => {
  test('[R2] is told by its Device Type and Device Model, with the certificates that it stands by', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-20261102.csv', cplCsv([{ entry: 1, certificate: 'CPA-77' }]));
    expect(lane.sent.map(({ entry }) => entry)).toMatchObject([
      {
        deviceType: 'ESME',
        manufacturerIdentifier: 'AB01',
        modelIdentifier: '0001',
        hardwareVersion: '0101',
        firmwareVersion: '00000100',
        cpaCertificateId: 'CPA-77',
        cpaCertificateExpiryDate: '2030-01-01',
        cpaCertificateRenewalDate: '',
        zigbeeCertificateId: 'ZB-1',
        dlmsCertificateId: 'DLMS-1',
      },
    ]);
  });

  test('[R2] of another type, or in another hardware version, is another entry', async () => {
    const lane = new FakeLane();
    const rows = cplCsv([{ entry: 1 }, { entry: 1, hardware: '0102' }]);
    const upload = await lane.drop(
      'cpl/cpl-20261102.csv',
      `${rows}${oneLine({ 'Device Type': 'PPMID', 'ESME Variant': '' }).split('\n')[1] ?? ''}\n`,
    );
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 3, quarantined: 0 } });
    expect(new Set(lane.sent.map(({ entry }) => entry.entryKey)).size).toBe(3);
  });

  test('[R4] of SMETS1 needs no GBCS version and no certificate, for it comes from the eligible combinations', async () => {
    const lane = new FakeLane();
    const values = {
      'SMETS/CHTS Version': 'SMETS1 v1.2',
      'GBCS Version': '',
      'CPA Certificate ID': '',
      'ZigBee Certificate ID': '',
    };
    const upload = await lane.drop('cpl/cpl-20261102.csv', oneLine({ ...values, 'CPA Certificate Expiry Date': '' }));
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 1, quarantined: 0 } });
    expect(lane.sent[0]?.entry).toMatchObject({ smetsChtsVersion: 'SMETS1 v1.2', cpaCertificateId: '' });
  });

  test('[R4] of SMETS2 or later is quarantined without the GBCS version that its certificates are for', async () => {
    const lane = new FakeLane();
    const upload = await lane.drop('cpl/cpl-20261102.csv', oneLine({ 'GBCS Version': '' }));
    expect(upload).toMatchObject({ counts: { quarantined: 1 }, findings: [{ code: 'CPL-GBCS-MISSING' }] });
    expect(lane.sent).toEqual([]);
  });

  test('[R6] is told when its extract arrives, Good Friday or not: no Working Day of SECAS is lost here', async () => {
    const lane = new FakeLane();
    const upload = await lane.drop('cpl/cpl-20260403.csv', cplCsv([{ entry: 1 }]), { at: '2026-04-03T19:30:00.000Z' });
    expect(upload).toMatchObject({ receivedAt: '2026-04-03T19:30:00.000Z', decidedAt: '2026-04-03T19:30:00.000Z' });
    expect(lane.sent).toHaveLength(1);
    expect(workingDaysSince(lane.sent[0]?.publishedAt ?? '', lane.now)).toBe(0);
  });
});

describe('an entry that the DSP does not recognise', () => {
  test('[R16] waits as it was declared, unless the settings say otherwise: Option A is what is done by default', async () => {
    expect(DEFAULT_SETTINGS).toMatchObject({ blockPolicy: 'entry', gbcsSubstitution: {} });
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-20261102.csv', cplCsv([{ entry: 1, gbcs: '9.9' }, { entry: 2 }]));
    expect(lane.sent.map(({ entry }) => entry.modelIdentifier)).toEqual(['0002']);
    await lane.drop('governance/gbcs-register.csv', registerOf('4.1', '9.9'));
    expect(lane.sent[1]).toMatchObject({ gbcsVersion: '9.9', declaredGbcsVersion: '9.9' });
  });

  test('[R28] is put right under the same firmware version: a line that only corrects the GBCS version is enough', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-20261102.csv', cplCsv([{ entry: 1, gbcs: '9.9' }]));
    await lane.drop('cpl/cpl-20261103.csv', cplCsv([{ entry: 1, gbcs: '4.1' }]));
    expect(lane.sent).toMatchObject([{ gbcsVersion: '4.1', entry: { firmwareVersion: '00000100' } }]);
    expect(await lane.ledger.waitingLines()).toEqual([]);
  });
});

describe('a trial', () => {
  const TRIAL = { 'Manufacturer Identifier': 'AB01', 'Model Identifier': '010A', 'Hardware Version.Revision': '030B' };

  test('[R45] comes to Parties as any other entry of the list, and nobody but the lane hears of it', async () => {
    const lane = new FakeLane();
    const line = oneLine({ ...TRIAL, 'Firmware Version': '0002012F', 'CPA Certificate ID': 'CPA-TRIAL-0001' });
    const rows = `${cplCsv([{ entry: 2 }])}${line.split('\n')[1] ?? ''}\n`;
    const upload = await lane.drop('cpl/cpl-20261102.csv', rows);
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 2, quarantined: 0 }, findings: [] });
    expect(lane.sent.map(({ entry }) => entry.cpaCertificateId)).toEqual(['CPA-1', 'CPA-TRIAL-0001']);
    const mails = lane.mails.size;
    await lane.drop('governance/agreed-list.csv', agreedListCsv({}));
    expect(lane.mails.size - mails, 'the receipt of the agreed list').toBe(1);
    expect(lane.sent).toHaveLength(2);
  });

  test('[R62] ends as any entry does whose certificate has expired: its line goes to the DSP at once', async () => {
    const lane = new FakeLane();
    const row = { entry: 1, certificate: 'CPA-TRIAL-0001' };
    await lane.drop('cpl/cpl-20261102.csv', cplCsv([row, { entry: 2 }]));
    await lane.drop(
      'cpl/cpl-20261103.csv',
      cplCsv([
        { ...row, status: 'Expired' },
        { entry: 2, status: 'Expired' },
      ]),
    );
    expect(lane.sent.slice(2)).toMatchObject([
      { kind: 'removed', entry: { status: 'Expired', cpaCertificateId: 'CPA-TRIAL-0001' } },
      { kind: 'removed', entry: { status: 'Expired', cpaCertificateId: 'CPA-1' } },
    ]);
  });

  test('[R56] has no mark in what the DSP is told of a Device Model: its flag is in the inventory alone', () => {
    const told = JSON.stringify(Object.keys(DspChange.shape).concat(Object.keys(DspChange.shape.entry.shape)));
    expect(told).toContain('cpaCertificateId');
    expect(told).not.toMatch(/trial/i);
  });
});
