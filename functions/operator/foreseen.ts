import { inFigures } from '../domain/words/counted.ts';
import type { Receipt } from '../contracts/receipt.ts';

/** What the lane would say of the file, in the future. */
export function foreseen({ upload }: Pick<Receipt, 'upload'>): string {
  const { decision, version, counts, changes, heldReason } = upload;
  switch (decision) {
    case 'refused':
      return 'it would be refused, and none of it applied.';
    case 'held':
      return `it would be held until an operator approves it: ${heldReason}`;
    case 'superseded':
      return 'it would not be applied: a newer one has been accepted already.';
    case 'repeat':
      return 'it is the accepted list: there would be nothing to do.';
    case 'active':
      return `it would become active as version ${version}.`;
    case 'accepted': {
      const blocked = counts.blocked === 0 ? '' : `, ${inFigures(counts.blocked)} would be blocked`;
      return `it would be accepted as issue ${version}: ${changes} would go to the DSP${blocked}.`;
    }
  }
}
