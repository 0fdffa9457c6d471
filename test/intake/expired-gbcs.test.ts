import { describe, expect, test } from 'vitest';
import { cplCsv, entryKeyOf } from '../support/cpl-csv.ts';
import { FakeLane } from '../support/fake-lane.ts';

const HEADER = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note\n';
const UNTIL_MAY = `${HEADER}1.0,yes,,2018-05-07,1.0,test,high,\n`;
const ON_8_MAY = '2018-05-08T09:00:00.000Z';

describe('an extract with an expired GBCS version', () => {
  test('[R24] goes on, with a finding that shows the declared version and names the entry', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/gbcs-register.csv', UNTIL_MAY, { at: ON_8_MAY });
    const upload = await lane.drop('cpl/cpl-20180508.csv', cplCsv([{ entry: 1, gbcs: 'v1.0' }]));
    expect(upload).toMatchObject({ decision: 'accepted', changes: 1, counts: { blocked: 0 } });
    expect(upload?.findings).toMatchObject([
      {
        code: 'CPL-GBCS-EXPIRED',
        severity: 'warning',
        line: 2,
        field: 'GBCS Version',
        value: '1.0',
        message: expect.stringContaining(entryKeyOf({ entry: 1 })),
      },
    ]);
  });

  test('the last valid day is not expired', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/gbcs-register.csv', UNTIL_MAY, { at: '2018-05-07T22:30:00.000Z' });
    const upload = await lane.drop('cpl/cpl-20180507.csv', cplCsv([{ entry: 1, gbcs: '1.0' }]));
    expect(upload?.findings).toEqual([]);
  });

  test('[R17] a substitute that has expired is no fault of the entry, which declares another', async () => {
    const lane = new FakeLane();
    await lane.drop('governance/gbcs-register.csv', UNTIL_MAY, { at: ON_8_MAY });
    await lane.drop('governance/settings.json', '{"gbcsSubstitution":{"1.1":"1.0"}}');
    const upload = await lane.drop('cpl/cpl-20180508.csv', cplCsv([{ entry: 1, gbcs: '1.1' }]));
    expect(upload).toMatchObject({ changes: 1, findings: [] });
  });
});
