import type { RefuseUpload } from '../../contracts/lane-command.ts';
import type { Upload } from '../../contracts/upload.ts';
import { certificatesId } from './arrival.ts';
import { conclude } from './conclude.ts';
import { heldRecord } from '../cpl/supersede-held.ts';
import type { IntendedLane, LaneView } from './decision.ts';
import type { LanePorts } from '../ports.ts';

/**
 * Refuses a list that is held, or the agreed list that is, because an operator says so: nothing of it is applied, and its
 * sender gets the reason.
 *
 * @returns undefined when nothing of this id is held.
 */
export async function refuseHeld(
  { uploadId, requestedBy: by, reason }: RefuseUpload,
  view: LaneView,
  ports: LanePorts,
): Promise<IntendedLane | undefined> {
  const { heldAgreedList, ...state } = view.state;
  const isAgreedList = heldAgreedList === uploadId;
  if (!isAgreedList && state.held.every((held) => held.uploadId !== uploadId)) return undefined;
  const held = await heldRecord(uploadId, ports.ledger);
  const refusal = { by, principal: view.cause.sentBy, reason, at: view.now };
  const refused = { decision: 'refused', decidedAt: view.now, refusal } as const;
  const upload: Upload = { ...held, ...refused };
  const certificates = await ports.ledger.get('uploads', { uploadId: certificatesId(uploadId) });
  return conclude(
    {
      upload,
      outcome: `Refused by ${by}: ${reason}`,
      findings: held.findings,
      facts: isAgreedList ? state : view.state,
      effects: certificates?.decision === 'held' ? [{ effect: 'upload', upload: { ...certificates, ...refused } }] : [],
    },
    view,
    ports,
  );
}
