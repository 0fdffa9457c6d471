import { describe, expect, test } from 'vitest';
import { FakeLane } from '../support/fake-lane.ts';
import { putFile, putList } from '../support/lane-lists.ts';

const HEADER = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note\n';
const UNTIL_MAY = `${HEADER}1.0,yes,,2018-05-07,1.0,test,high,\n`;
const FIRST = { entry: 1, smets: 'SMETS V2.0', gbcs: '1.0' };

/** A lane at an instant, with a register in which GBCS 1.0 ends on 7 May 2018. */
async function laneOn(now: string): Promise<FakeLane> {
  const lane = new FakeLane();
  lane.now = now;
  await putFile(lane, 'governance/gbcs-register.csv', UNTIL_MAY);
  return lane;
}

describe('a line with an expired GBCS version', () => {
  test('[R24] goes on, and its receipt says so once, not with every list', async () => {
    const lane = await laneOn('2018-05-08T09:00:00.000Z');
    const upload = await putList(lane, [FIRST], '1.56');
    expect(upload).toMatchObject({ decision: 'accepted', changes: 1, counts: { blocked: 0 } });
    expect(upload.findings).toMatchObject([
      { code: 'CPL-COMBINATION-ENDED', severity: 'warning', line: 2, message: expect.stringContaining('000001') },
    ]);
    expect((await putList(lane, [FIRST, { ...FIRST, entry: 2 }], '1.57')).findings).toMatchObject([{ line: 3 }]);
  });

  test('has not expired on the last valid day in London', async () => {
    const lane = await laneOn('2018-05-07T22:30:00.000Z');
    expect(await putList(lane, [FIRST], '1.56')).toMatchObject({ changes: 1, findings: [] });
  });

  test('[R17] a substitute that has expired is no fault of the entry, which declares another', async () => {
    const lane = await laneOn('2018-05-08T09:00:00.000Z');
    await putFile(lane, 'governance/settings.json', '{"gbcsSubstitution":{"1.1":"1.0"}}');
    const upload = await putList(lane, [{ ...FIRST, gbcs: '1.1' }], '1.56');
    expect(upload).toMatchObject({ changes: 1, findings: [] });
    expect(lane.sent).toMatchObject([{ gbcsVersion: '1.0', declaredGbcsVersion: '1.1' }]);
  });
});
