import { expect, test } from 'vitest';
import { activeGovernance } from '../../functions/adapters/active-governance.ts';
import type { ActiveGovernance } from '../../functions/contracts/governance.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
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
