import { describe, expect, test } from 'vitest';
import type { GbcsVersion } from '../../functions/domain/gbcs/gbcs-register.ts';
import { gbcsView } from '../../functions/operator/views/gbcs.ts';
import { fakeOperatorPorts } from '../support/fake-operator-ports.ts';

function version(gbcsVersion: string, fields: Partial<GbcsVersion> = {}): GbcsVersion {
  const open = { validFrom: '', validTo: '', dspMapping: '', source: '', confidence: '', note: '' };
  return { gbcsVersion, recognised: true, ...open, ...fields };
}

const used = (gbcsVersion: string, entries: number) => ({ gbcsVersion, entries, models: 2, manufacturers: 1 });

describe('the GBCS versions', () => {
  test('[R21][R35] are those of the register, each with its state, its next change and what declares it', async () => {
    const register = [
      version('1.0', { validTo: '2018-05-07' }),
      version('4.1', { validTo: '2026-11-02' }),
      version('4.4', { recognised: false, validFrom: '2027-01-01' }),
      version('5.0', { validFrom: '2026-11-03', validTo: '2030-01-01' }),
    ];
    const uses = [used('4.1', 5), used('9.9', 1)];
    const listLook = [{ londonDay: '2026-11-02', registerVersion: 1, acceptedUploadId: 'u', uses }];
    const lines = await gbcsView(fakeOperatorPorts({ register, listLook }));
    expect(lines.map(({ gbcsVersion, state, entries }) => [gbcsVersion, state, entries])).toEqual([
      ['1.0', 'expired', 0],
      ['4.1', 'in-force', 5],
      ['4.4', 'not-recognised', 0],
      ['5.0', 'not-yet-in-force', 0],
      ['9.9', 'not-in-register', 1],
    ]);
    expect(lines.map(({ nextChange }) => nextChange)).toEqual([
      null,
      { change: 'ends', day: '2026-11-02', daysLeft: 0 },
      { change: 'begins', day: '2027-01-01', daysLeft: 60 },
      { change: 'begins', day: '2026-11-03', daysLeft: 1 },
      null,
    ]);
    expect(lines[1]).toMatchObject({ validFrom: null, validTo: '2026-11-02', models: 2, manufacturers: 1 });
  });
});
