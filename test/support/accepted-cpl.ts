import type { AcceptedCpl } from '../../functions/contracts/lane-state.ts';

/** A synthetic list that the lane has accepted. */
export const ACCEPTED: AcceptedCpl = {
  uploadId: '20261102T090000Z-00000001',
  key: 'cpl/cpl-2.060.csv',
  issue: '2.060',
  receivedAt: '2026-11-02T09:00:00.000Z',
  sha256: 'a'.repeat(64),
  listKey: 'lists/1',
  models: 1,
  activeModels: 1,
  missingModels: 0,
};
