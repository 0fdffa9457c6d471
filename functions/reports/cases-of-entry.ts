import type { SscDecision } from '../contracts/ssc-decision.ts';
import { londonDay } from '../domain/calendar/london-time.ts';
import { decisionsNow } from './decided-cases.ts';
import { entryCases, entryMatters } from './entry-cases.ts';
import type { ReportSources } from './ports.ts';
import type { OpenCase } from './worklist.ts';

/**
 * Reads what is known now of one CPL entry, by its six-digit number, and of no device.
 *
 * @returns the cases of the worklist about it, without devices, given what the SSC has decided.
 */
export async function casesOfEntry(
  entryNumber: string,
  now: string,
  { governance, models }: Pick<ReportSources, 'governance' | 'models'>,
): Promise<(decided: readonly SscDecision[]) => readonly OpenCase[]> {
  const [certificates, combinations, held] = await Promise.all([
    governance.certificates(),
    governance.versionCombinations(),
    Array.fromAsync(models.all()),
  ]);
  const entries = held.filter((entry) => entry.entryNumber === entryNumber);
  const day = londonDay(now);
  const matters = entryMatters(entries, certificates, combinations, day);
  return (decided) => entryCases(matters, new Map(), decisionsNow({ decided, entries, certificates }), day);
}
