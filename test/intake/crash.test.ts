import { describe, expect, test } from 'vitest';
import { cplCsv } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';
import { registerOf as register } from '../support/gbcs-register-csv.ts';

describe('[R11] [R12] a crash at any effect, before or after it took place', () => {
  async function story(crashAt: number): Promise<FakeLane> {
    const lane = new FakeLane();
    lane.crashAt = crashAt;
    await lane.drop('cpl/cpl-1.1.csv', cplCsv([{ entry: 1 }, { entry: 2, gbcs: '9.9' }, { entry: 3, gbcs: '9.8' }]));
    await lane.drop('governance/settings.json', '{"gbcsSubstitution": {"9.8": "4.1"}}');
    await lane.drop(
      'cpl/cpl-1.2.csv',
      cplCsv(
        [
          { entry: 2, gbcs: '9.9' },
          { entry: 3, gbcs: '9.8' },
          { entry: 4, hash: 'bad' },
        ],
        '1.2',
      ),
    );
    await lane.drop('governance/gbcs-register.csv', register('9.9', '9.8', '4.1'));
    return lane;
  }
  const published = (lane: FakeLane) => ({
    models: lane.deviceModels(),
    items: new Map([...lane.ledger.items].filter(([key]) => !key.startsWith('LANE '))),
    accepted: lane.ledger.state.accepted,
    mails: [...lane.mails.keys()],
    receipts: [...lane.archive.objects.keys()].filter((key) => key.startsWith('receipts/')).sort(),
  });

  test('leaves the same end as no crash at all', async () => {
    const calm = await story(0);
    expect(calm.effects).toBeGreaterThan(30);
    for (let crashAt = 1; crashAt <= calm.effects; crashAt += 1) {
      const crashed = await story(crashAt);
      // The log of a decision that crashed before its intent was durable is written again under another name.
      expect(withoutLogNames(published(crashed)), `crash at effect ${crashAt}`).toEqual(
        withoutLogNames(published(calm)),
      );
    }
  });
});

function withoutLogNames(story: unknown): unknown {
  return JSON.parse(
    JSON.stringify(story, (_, value: unknown) => (value instanceof Map ? [...value.entries()] : value))
      .replaceAll(/changesets\/\d+-\d+-[0-9a-f]{8}\.ndjson/g, 'changesets/log.ndjson')
      .replaceAll(/(lists\/[^/"]+)\/\d+-[0-9a-f]{8}/g, '$1'),
  );
}
