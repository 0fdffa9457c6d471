import { describe, expect, test } from 'vitest';
import { DspChange } from '../../functions/contracts/dsp-change.ts';
import { workingDaysSince } from '../../functions/domain/calendar/working-day.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { putList } from '../support/lane-lists.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';

describe('an entry of the list', () => {
  test('[R2] is sent with its Device Type and Device Model, and the versions that it declares', async () => {
    const lane = new FakeLane();
    await putList(lane, [{ entry: 1, hash: 'ab'.repeat(32) }], '1.1');
    expect(lane.sent).toMatchObject([
      {
        contract: 'dsp-change/2',
        kind: 'added',
        issue: '1.1',
        entry: {
          entryNumber: '000001',
          status: 'Current',
          deviceType: 'ESME',
          variantFamily: 'single',
          manufacturerIdentifier: 'AB01',
          modelIdentifier: '0001',
          hardwareVersion: '0101',
          firmwareVersion: '00000100',
          smetsChtsVersion: 'SMETS V5.1',
          gbcsVersion: '4.1',
          manufacturerImageHash: 'AB'.repeat(32),
        },
      },
    ]);
  });

  test('[R2] of another type, or in another hardware version, is another entry', async () => {
    const lane = new FakeLane();
    const upload = await putList(
      lane,
      [
        { entry: 1 },
        { entry: 1, number: 2, hardware: '0102' },
        { entry: 1, number: 3, type: 'Pre-Payment Interface Device', smets: 'SMETS V4.4' },
      ],
      '1.1',
    );
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 3, quarantined: 0 } });
    expect(new Set(lane.sent.map(({ entry }) => entry.entryKey)).size).toBe(3);
    expect(new Set(upload.findings.map(({ code }) => code))).toEqual(new Set(['CPL-MODEL-TWO-TYPES']));
  });

  test('[R42] of another variant of the meter is the same entry, which has changed', async () => {
    const lane = new FakeLane();
    await putList(lane, [{ entry: 1 }], '1.1');
    const twin = { entry: 1, type: 'Twin Element Electricity Metering Equipment' } as const;
    expect(await putList(lane, [twin], '1.2')).toMatchObject({ counts: { changed: 1 } });
    expect(lane.sent[1]).toMatchObject({ kind: 'changed', entry: { variantFamily: 'twin' } });
  });

  test('[R4] of SMETS1 has no GBCS version: it is never blocked, nor remarked on', async () => {
    const lane = new FakeLane();
    const upload = await putList(lane, [{ entry: 1, smets: 'SMETS V1.2', gbcs: '0.0' }], '1.1');
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 1, blocked: 0 }, findings: [] });
    expect(lane.sent[0]?.entry).toMatchObject({ smetsChtsVersion: 'SMETS V1.2', gbcsVersion: '0.0' });
  });

  test.each([
    ['', 'CPL-GBCS-MISSING'],
    ['0.0', 'CPL-GBCS-NOT-APPLICABLE'],
    ['4', 'CPL-GBCS-SHORTENED'],
    ['banana', 'CPL-GBCS-FORM'],
  ])('[R4] of SMETS2 or later is quarantined with the GBCS version "%s"', async (gbcs, code) => {
    const lane = new FakeLane();
    const upload = await putList(lane, [{ entry: 1, gbcs }, { entry: 2 }], '1.1');
    expect(upload).toMatchObject({ counts: { added: 1, quarantined: 1, blocked: 0 }, findings: [{ code, line: 2 }] });
    expect(lane.sent).toHaveLength(1);
  });

  test('[R14] of several lines is sent as the highest-numbered Current one', async () => {
    const lane = new FakeLane();
    const first = { entry: 1, smets: 'SMETS V5.0', gbcs: '4.0' };
    await putList(lane, [first], '1.1');
    const again = { entry: 1, number: 2, smets: 'SMETS V5.0' };
    expect(await putList(lane, [first, again], '1.2')).toMatchObject({ counts: { gbcsOnly: 1 } });
    expect(await putList(lane, [first, { ...again, status: 'Removed' }], '1.3')).toMatchObject({
      counts: { gbcsOnly: 1 },
    });
    expect(lane.sent.map(({ entry }) => `${entry.entryNumber} ${entry.gbcsVersion}`)).toEqual([
      '000001 4.0',
      '000002 4.1',
      '000001 4.0',
    ]);
  });

  test('[R6] is sent when its extract arrives, on Good Friday too: no Working Day of SECAS is lost here', async () => {
    const lane = new FakeLane();
    const upload = await lane.drop('cpl/cpl-20260403.csv', cplCsv([{ entry: 1 }], '1.1', '2026-04-03'), {
      at: '2026-04-03T19:30:00.000Z',
    });
    expect(upload).toMatchObject({ receivedAt: '2026-04-03T19:30:00.000Z', decidedAt: '2026-04-03T19:30:00.000Z' });
    expect(lane.sent).toHaveLength(1);
    expect(workingDaysSince(lane.sent[0]?.publishedAt ?? '', lane.now)).toBe(0);
  });
});

describe('an entry that the DSP does not recognise', () => {
  test('[R16] waits as it was declared, unless the settings say otherwise: Option A is what is done by default', async () => {
    expect(DEFAULT_SETTINGS).toMatchObject({ blockPolicy: 'entry', gbcsSubstitution: {} });
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1, gbcs: '9.9' }, { entry: 2 }]));
    expect(lane.sent.map(({ entry }) => entry.modelIdentifier)).toEqual(['0002']);
    await lane.drop('governance/gbcs-register.csv', registerOf('4.1', '9.9'));
    expect(lane.sent[1]).toMatchObject({ gbcsVersion: '9.9', declaredGbcsVersion: '9.9' });
  });

  test('[R28] is put right under the same firmware version: a line that only corrects the GBCS version is enough', async () => {
    const lane = new FakeLane();
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1, gbcs: '9.9' }]));
    await lane.drop('cpl/cpl-1.2.csv', cplCsv([{ entry: 1, gbcs: '4.1' }], '1.2'));
    expect(lane.sent).toMatchObject([{ gbcsVersion: '4.1', entry: { firmwareVersion: '00000100' } }]);
    expect(await lane.ledger.list('waitingLines')).toEqual([]);
  });
});

describe('a trial', () => {
  const TRIAL = { entry: 0x010a, hardware: '030B', firmware: '0002012F' };

  test('[R45] comes to Parties as any other entry of the list, and nobody but the lane hears of it', async () => {
    const lane = new FakeLane();
    const upload = await putList(lane, [{ entry: 2 }, TRIAL], '1.1');
    expect(upload).toMatchObject({ decision: 'accepted', counts: { added: 2, quarantined: 0 }, findings: [] });
    const mails = lane.mails.size;
    await lane.drop('governance/agreed-list.csv', agreedListCsv({}));
    expect(lane.mails.size - mails, 'the receipt of the agreed list').toBe(1);
    expect(lane.sent).toHaveLength(2);
  });

  test('[R62] ends as any entry does: its removal goes to the DSP at once', async () => {
    const lane = new FakeLane();
    await putList(lane, [{ entry: 2 }, TRIAL], '1.1');
    await putList(lane, [{ entry: 2 }, { ...TRIAL, status: 'Removed' }], '1.2');
    expect(lane.sent.slice(2)).toMatchObject([{ kind: 'removed', issue: '1.2', entry: { status: 'Removed' } }]);
  });

  test('[R56] has no mark in what the DSP is sent of a Device Model: its flag is in the inventory alone', () => {
    const fields = JSON.stringify(Object.keys(DspChange.shape).concat(Object.keys(DspChange.shape.entry.shape)));
    expect(fields).toContain('entryNumber');
    expect(fields).not.toMatch(/trial/i);
  });
});
