import type { ReportedDecision } from '../contracts/trial-report.ts';
import type { TrialFact } from '../domain/trials/trial-facts.ts';
import { trialFactInWords } from '../email/trial-fact-words.ts';

/** A case before it is known since when it has been asked. */
export type OpenCase = Omit<ReportedDecision, 'since'>;

/** What the SSC's worklist takes up of the facts about trials. */
export function trialCases(facts: readonly TrialFact[], day: string): OpenCase[] {
  return facts.flatMap((fact): OpenCase[] => {
    const { ssc } = trialFactInWords(fact);
    const placed = placeOf(fact, day);
    if (ssc === undefined || placed === undefined) return [];
    const { trialId } = fact.trial;
    const devices = 'devices' in fact ? fact.devices : undefined;
    return [{ ...placed, caseId: `trial/${trialId}/${placed.caseId}`, trialId, entryNumber: '', ...ssc, devices }];
  });
}

/** Which case of its trial a fact is, and by when it is due. */
function placeOf(fact: TrialFact, day: string): Pick<OpenCase, 'caseId' | 'event' | 'by' | 'urgency'> | undefined {
  const { endDate } = fact.trial;
  switch (fact.fact) {
    case 'over-limit':
      return { caseId: 'limit', event: 'trial-over-limit', by: day, urgency: 'now' };
    case 'early':
      return { caseId: 'early', event: 'trial-early', by: day, urgency: 'now' };
    case 'ending':
      return { caseId: 'end', event: 'trial-ending', by: endDate, urgency: 'soon' };
    case 'ended':
      return { caseId: 'end', event: 'trial-ended', by: endDate, urgency: 'now' };
    case 'entries-current':
      return { caseId: 'entries', event: 'trial-entry-current', by: endDate, urgency: 'now' };
    case 'not-notified':
      return { caseId: 'department', event: 'trial-not-notified', by: '', urgency: 'soon' };
    case 'certificates-missing':
      return { caseId: 'certificates', event: 'trial-certificates-missing', by: day, urgency: 'now' };
    case 'near-limit':
      return undefined;
  }
}

/**
 * The worklist: every open case, by the day on which it is due, those without a day last. Each is asked since the
 * report that had it first.
 */
export function worklist(
  open: readonly OpenCase[],
  previous: readonly ReportedDecision[],
  day: string,
): ReportedDecision[] {
  const askedSince = new Map(previous.map(({ caseId, since }) => [caseId, since]));
  return open.map((each) => ({ ...each, since: askedSince.get(each.caseId) || day })).sort(byDay);
}

function byDay(a: ReportedDecision, b: ReportedDecision): number {
  if (a.by !== b.by) return a.by !== '' && (b.by === '' || a.by < b.by) ? -1 : 1;
  return a.caseId.localeCompare(b.caseId, 'en', { numeric: true });
}
