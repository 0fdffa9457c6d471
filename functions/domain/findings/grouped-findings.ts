import { counted } from '../words/counted.ts';
import { earlierLine, type FindingSeverity, type RecordedFinding } from './finding.ts';

/** Lines, or values where there is no line, that a finding names beside its own. */
const MOST_NAMED = 20;

const SEVERITIES = ['file', 'row', 'warning'] as const satisfies readonly FindingSeverity[];

/**
 * Findings as people read them: the worst first, and one of each code and field, which names the other lines of its
 * kind. What is not about a line, such as an entry that is missing, or is on one and the same line is named by its
 * value instead.
 */
export function groupedFindings<F extends RecordedFinding>(findings: readonly F[]): F[] {
  return SEVERITIES.flatMap((severity) => {
    const graded = findings.filter((finding) => finding.severity === severity);
    const kinds = Map.groupBy(graded, ({ code, field, line }) => JSON.stringify([code, field, line > 0]));
    return [...kinds.values()].flatMap((ofKind) => asOne(ofKind.toSorted(earlierLine))).toSorted(earlierLine);
  });
}

function asOne<F extends RecordedFinding>([first, ...others]: readonly F[]): F[] {
  if (first === undefined) return [];
  if (others.length === 0) return [first];
  const isByLine = others.some(({ line }) => line !== first.line);
  const places = [...new Set(others.map(({ line, value }) => (isByLine ? String(line) : value)))];
  const isSame = others.every(({ message }) => message === first.message);
  const named = places.slice(0, MOST_NAMED).join(', ');
  const more = places.length > MOST_NAMED ? `${named}, … (first ${MOST_NAMED})` : named;
  return [{ ...first, message: `${first.message} ${otherCases(isSame, isByLine, others.length)}: ${more}.` }];
}

function otherCases(isSame: boolean, isByLine: boolean, cases: number): string {
  if (!isByLine) return `${counted(cases, 'more case')} like this`;
  const lines = counted(cases, 'more line');
  return isSame ? `The same on ${lines}` : `Something of the same kind on ${lines}`;
}
