import { describe, expect, test } from 'vitest';
import { activeGovernance, governanceKey } from '../../../functions/adapters/active-governance.ts';
import { AgreedList } from '../../../functions/contracts/governance.ts';
import { foldedLists } from '../../../functions/domain/trials/agreed-lists.ts';
import { agreedListCsv } from '../../support/agreed-list-csv.ts';
import { combinationsCsv } from '../../../functions/domain/gbcs/combinations-file.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../../functions/domain/gbcs/version-combinations.ts';
import type { CplRow } from '../../support/cpl-csv.ts';
import { FakeLane } from '../../support/fake-lane.ts';
import { registerOf } from '../../support/gbcs-register-csv.ts';
import { putFile, putList, rowsOf } from '../../support/lane-lists.ts';

const REGISTER = 'governance/gbcs-register.csv';
const COMBINATIONS = 'governance/version-combinations.csv';
const SMETS1: CplRow = { entry: 9, smets: 'SMETS V1.2', gbcs: '0.0' };

describe('a governance file', () => {
  test('that is refused leaves the one before active', async () => {
    const lane = new FakeLane();
    await putFile(lane, REGISTER, registerOf('9.9'));
    expect(await putFile(lane, REGISTER, 'gbcs_version\n9.8\n')).toMatchObject({ decision: 'refused' });
    expect((await lane.ledger.get('activeGovernance')).gbcsRegister).toMatchObject({ version: 1 });
  });

  test('that is activated supersedes the one before: exactly one of a kind is active', async () => {
    const lane = new FakeLane();
    for (const versions of [['4.1'], ['4.1', '9.9'], ['4.1', '9.8']])
      await putFile(lane, REGISTER, registerOf(...versions));
    await putFile(lane, 'governance/settings.json', '{}');
    const uploads = (await lane.ledger.list('uploads')).map(({ kind, version, decision }) => [kind, version, decision]);
    expect(uploads.toReversed()).toEqual([
      ['gbcs-register', '1', 'superseded'],
      ['gbcs-register', '2', 'superseded'],
      ['gbcs-register', '3', 'active'],
      ['settings', '1', 'active'],
    ]);
  });
});

test('[R53] agreed lists that followed each other are read as one object, and each stays in the archive as it was', async () => {
  const lane = new FakeLane();
  const rows = [{ trial_id: 'T-1' }, { trial_id: 'T-1', device_limit: '50' }, { trial_id: 'T-2' }];
  for (const row of rows) await putFile(lane, 'governance/agreed-list.csv', agreedListCsv(row));
  const reads: string[] = [];
  const text = async (key: string) => {
    reads.push(key);
    return lane.archive.text(key);
  };
  const lists = await activeGovernance(lane.ledger, { text }).agreedListHistory();
  expect(reads).toEqual(['governance/agreed-list/000003.history.json']);
  const versions = [1, 2, 3].map((version) =>
    AgreedList.parse(JSON.parse(lane.archive.textOf(governanceKey('agreed-list', version)))),
  );
  expect(versions.map((list) => list.rows.map(({ trialId, deviceLimit }) => [trialId, deviceLimit]))).toEqual([
    [['T-1', 100]],
    [['T-1', 50]],
    [['T-2', 100]],
  ]);
  expect(lists).toEqual(foldedLists(versions));
});

describe('[R21] [R23] a register that leaves out a version', () => {
  test('which Current entries declare is refused, with how many there are', async () => {
    const lane = new FakeLane();
    await putList(lane, [...rowsOf(2), { entry: 3, gbcs: '4.0', smets: 'SMETS V5.0' }], '1.1');
    const upload = await putFile(lane, REGISTER, registerOf('9.9'));
    expect(upload).toMatchObject({ decision: 'refused', changes: 0 });
    expect(upload.findings).toMatchObject([
      {
        code: 'GBCS-VERSION-DROPPED',
        severity: 'file',
        value: '4.0, 4.1',
        message: expect.stringContaining('4.0 (1 Current entry), 4.1 (2 Current entries)'),
      },
    ]);
    expect((await lane.ledger.get('activeGovernance')).gbcsRegister).toBeUndefined();
  });

  test('goes on when it says of each that the DSP does not recognise it', async () => {
    const lane = new FakeLane();
    await putList(lane, rowsOf(2), '1.1');
    expect(await putFile(lane, REGISTER, `${registerOf('9.9')}4.1,no,,,,test,high,\n`)).toMatchObject({
      decision: 'active',
      findings: [
        { code: 'GBCS-VERSION-CHANGED', line: 0, value: '1.0' },
        { code: 'GBCS-VERSION-CHANGED', line: 2, value: '9.9', message: expect.stringMatching(/1 more line: 3\.$/) },
      ],
    });
    expect(await putList(lane, rowsOf(3), '1.2')).toMatchObject({ counts: { added: 1, blocked: 1 } });
  });

  test.each<[string, CplRow[]]>([
    ['no entry', [SMETS1]],
    ['only removed entries', [{ entry: 1, status: 'Removed' }, SMETS1]],
    ['only lines that do not hold', [{ entry: 1 }, { entry: 1, number: 2, gbcs: '4.0', smets: 'SMETS V5.0' }, SMETS1]],
  ])('that %s declares goes on', async (_, rows) => {
    const lane = new FakeLane();
    await putList(lane, rows, '1.1');
    expect(await putFile(lane, REGISTER, registerOf('4.0'))).toMatchObject({ decision: 'active' });
  });

  test('goes on when the active one does not have it either: what it blocks goes on waiting', async () => {
    const lane = new FakeLane();
    await putList(lane, [...rowsOf(1), { entry: 2, gbcs: '9.9' }], '1.1');
    expect(await putFile(lane, REGISTER, registerOf('4.1'))).toMatchObject({ decision: 'active' });
    expect(await lane.ledger.list('waitingLines')).toHaveLength(1);
  });
});

describe('a table of version combinations', () => {
  const header =
    'device_type,smets_chts_version,gbcs_version,valid_from,installation_to,maintenance_to,source,confidence,note';
  const meter = 'Single Element Electricity Metering Equipment';

  test('is activated as a whole, and what it allows is no longer remarked on', async () => {
    const lane = new FakeLane();
    const before = await putList(lane, [{ entry: 1, gbcs: '4.0' }], '1.1');
    expect(before.findings.map(({ code }) => code)).toEqual(['CPL-COMBINATION']);
    expect(before).toMatchObject({ decision: 'accepted', changes: 1 });
    const csv = `${combinationsCsv(DEFAULT_VERSION_COMBINATIONS)}${meter},SMETS V5.1,4.0,,,,test,high,\r\n`;
    expect(await putFile(lane, COMBINATIONS, csv)).toMatchObject({
      kind: 'version-combinations',
      version: '1',
      decision: 'active',
      findings: [],
    });
    expect(
      (
        await putList(
          lane,
          [1, 2].map((entry) => ({ entry, gbcs: '4.0' })),
          '1.2',
        )
      ).findings,
    ).toEqual([]);
  });

  test('neither blocks nor releases: a combination is a finding that names the allowed ones', async () => {
    const lane = new FakeLane();
    await putList(lane, [{ entry: 1, gbcs: '9.9' }], '1.1');
    const upload = await putFile(
      lane,
      COMBINATIONS,
      `${header}\r\n${meter},SMETS V5.1,4.1,2027-01-01,,,test,high,\r\n`,
    );
    expect(upload).toMatchObject({ decision: 'active', changes: 0 });
    expect(await lane.ledger.list('waitingLines')).toHaveLength(1);
    const next = await putList(
      lane,
      [{ entry: 1, gbcs: '9.9' }, { entry: 2 }, { entry: 3, smets: 'SMETS V5.0' }],
      '1.2',
    );
    expect(next).toMatchObject({ decision: 'accepted', changes: 2 });
    expect(next.findings.map(({ code, message }) => [code, message])).toEqual([
      ['CPL-COMBINATION-EARLY', expect.stringContaining('from 1 Jan 2027 on only')],
      ['CPL-COMBINATION', expect.stringContaining('SMETS V5.1 with GBCS 4.1')],
    ]);
  });

  test('is refused as a whole for a row of the wrong form', async () => {
    const lane = new FakeLane();
    const rows = [`${meter},SMETS V5.1,4,,,,test,high,`, 'TOASTER,SMETS V5.1,4.1,,,,test,high,'];
    const upload = await putFile(lane, COMBINATIONS, `${[header, ...rows].join('\r\n')}\r\n`);
    expect(upload.decision).toBe('refused');
    expect(upload.findings.map(({ code, line }) => [code, line])).toEqual([
      ['COMB-GBCS-FORM', 2],
      ['COMB-DEVICE-TYPE-UNKNOWN', 3],
    ]);
    expect((await lane.ledger.get('activeGovernance')).versionCombinations).toBeUndefined();
  });
});
