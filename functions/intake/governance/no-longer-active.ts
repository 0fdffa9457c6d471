import type { Effect } from '../../contracts/effect.ts';
import type { ActiveFile } from '../../contracts/governance.ts';
import type { LanePorts } from '../ports.ts';

/** The record of the file that was active until now, as superseded: exactly one file of a kind is active. */
export async function noLongerActive(
  file: ActiveFile | undefined,
  ledger: LanePorts['ledger'],
): Promise<readonly Effect[]> {
  const record = file && (await ledger.get('uploads', file));
  return record === undefined ? [] : [{ effect: 'upload', upload: { ...record, decision: 'superseded' } }];
}
