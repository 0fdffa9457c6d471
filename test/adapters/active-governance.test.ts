import { describe, expect, test } from 'vitest';
import { activeGovernance } from '../../functions/adapters/active-governance.ts';
import type { ActiveGovernance } from '../../functions/contracts/governance.ts';
import { DEFAULT_GBCS_REGISTER } from '../../functions/domain/gbcs/gbcs-register.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../functions/domain/gbcs/version-combinations.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { EMPTY_AGREED_LIST } from '../../functions/domain/trials/agreed-list.ts';
import { foldedLists, NO_AGREED_LISTS } from '../../functions/domain/trials/agreed-lists.ts';
import { certificatesOf } from '../support/certificates.ts';
import { agreedList, agreedRow } from '../support/trial-material.ts';
import { FakeLedger } from '../support/fake-ledger.ts';
import { FakeObjects } from '../support/fake-objects.ts';

function governanceOf(reads: readonly ActiveGovernance[]) {
  const archive = new FakeObjects();
  archive.set('governance/settings/000001.json', '{"removalGuardPercent": 7}');
  let asked = 0;
  const ledger = new FakeLedger();
  const { get } = ledger;
  ledger.get = (kind, ...of) => {
    void ledger.put('activeGovernance', reads[asked++] ?? { revision: 0 });
    return get(kind, ...of);
  };
  return { governance: activeGovernance(ledger, archive), reads: () => asked };
}

const AT = '2026-11-02T09:00:00.000Z';
const SETTINGS: ActiveGovernance = {
  revision: 1,
  settings: {
    version: 1,
    key: 'governance/settings/000001.json',
    uploadId: 'u',
    activatedAt: AT,
    receivedAt: AT,
  },
};

test('a list, a register and settings that are asked for together come of one read', async () => {
  const { governance, reads } = governanceOf([SETTINGS]);
  const [list, , settings] = await Promise.all([
    governance.agreedList(),
    governance.gbcsRegister(),
    governance.settings(),
  ]);
  expect(reads()).toBe(1);
  expect(list.version).toBe(0);
  expect(settings).toEqual({ ...DEFAULT_SETTINGS, removalGuardPercent: 7 });
});

test('what is asked for later is read again, even while an earlier read is still under way', async () => {
  const { governance, reads } = governanceOf([{ revision: 0 }, SETTINGS]);
  const before = governance.settings();
  await Promise.resolve();
  expect(await governance.settings()).toMatchObject({ removalGuardPercent: 7 });
  expect(await before).toEqual(DEFAULT_SETTINGS);
  expect(reads()).toBe(2);
});

describe('every kind of governance file', () => {
  const file = (version: number, key: string) => ({ version, key, uploadId: 'u', activatedAt: AT, receivedAt: AT });
  const list = agreedList([agreedRow()], 3);
  const [register] = DEFAULT_GBCS_REGISTER;
  const [combination] = DEFAULT_VERSION_COMBINATIONS;
  const certificates = [...certificatesOf({ '000001': {} }).values()];
  const contents = {
    'agreed-list': list,
    history: foldedLists([list]),
    register: [register],
    combinations: [combination],
    certificates,
    settings: { removalGuardPercent: 7 },
    'governance/settings/000012.json': { removalGuardPercent: 8 },
  };

  function world(active: ActiveGovernance) {
    const ledger = new FakeLedger();
    void ledger.put('activeGovernance', active);
    const read: string[] = [];
    const archive = {
      text: async (key: string) => {
        read.push(key);
        return JSON.stringify(Object(contents)[key]);
      },
    };
    return { governance: activeGovernance(ledger, archive), read };
  }

  test('is read from where its active version lies, and once however often it is asked for', async () => {
    const { governance, read } = world({
      revision: 1,
      agreedList: { ...file(3, 'agreed-list'), historyKey: 'history' },
      gbcsRegister: file(1, 'register'),
      versionCombinations: file(1, 'combinations'),
      certificates: file(1, 'certificates'),
      settings: file(1, 'settings'),
    });
    for (let time = 0; time < 2; time += 1) {
      expect(await governance.agreedList()).toEqual(list);
      expect(await governance.agreedListHistory()).toEqual(foldedLists([list]));
      expect(await governance.gbcsRegister()).toEqual([register]);
      expect(await governance.versionCombinations()).toEqual([combination]);
      expect([...(await governance.certificates())]).toEqual([['000001', certificates[0]]]);
      expect(await governance.settings()).toEqual({ ...DEFAULT_SETTINGS, removalGuardPercent: 7 });
      expect(await governance.settingsVersion(12)).toEqual({ ...DEFAULT_SETTINGS, removalGuardPercent: 8 });
    }
    expect(read).toEqual(Object.keys(contents));
  });

  test('has a default before one is active', async () => {
    const { governance, read } = world({ revision: 0 });
    expect(await governance.agreedList()).toEqual(EMPTY_AGREED_LIST);
    expect(await governance.agreedListHistory()).toEqual(NO_AGREED_LISTS);
    expect(await governance.gbcsRegister()).toEqual(DEFAULT_GBCS_REGISTER);
    expect(await governance.versionCombinations()).toEqual(DEFAULT_VERSION_COMBINATIONS);
    expect((await governance.certificates()).size).toBe(0);
    expect(await governance.settings()).toEqual(DEFAULT_SETTINGS);
    expect(read).toEqual([]);
  });
});
