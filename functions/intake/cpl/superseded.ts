import type { AcceptedCpl } from '../../contracts/lane-state.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import type { ListIssue } from '../../domain/cpl/list-issue.ts';
import { dayInWords } from '../../domain/calendar/day-in-words.ts';

/** Issues that were shut out: how many are kept. */
const MOST_SHUT_OUT = 100;

/**
 * What is said of a list that the accepted one supersedes, and what is known of the accepted one then: a list that was
 * issued after that one had arrived is shut out by a number that is most likely too high.
 */
export function supersededBy(
  accepted: AcceptedCpl,
  { issue, issuedOn }: ListIssue,
): { readonly outcome: string; readonly accepted: AcceptedCpl } {
  const outcome = `Not applied: issue ${accepted.issue} has been accepted already`;
  if (issuedOn <= londonDay(accepted.receivedAt)) return { outcome: `${outcome}.`, accepted };
  const shutOut = [...new Set([...(accepted.shutOut ?? []), issue])].slice(-MOST_SHUT_OUT);
  return {
    outcome: `${outcome}, although this list was issued later, on ${dayInWords(issuedOn)}: one of the two numbers must be wrong. Check both, and send the list again under the right one.`,
    accepted: { ...accepted, shutOut },
  };
}
