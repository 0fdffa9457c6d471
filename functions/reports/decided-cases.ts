import type { SscDecision } from '../contracts/ssc-decision.ts';
import type { Certificates } from '../domain/cpl/certificates.ts';
import type { HeldEntry } from '../domain/cpl/cpl-entry.ts';
import { decidedAbout } from '../domain/cpl/decided-entry.ts';
import { dayInWords } from '../email/words.ts';
import type { OpenCase } from './worklist.ts';

/** The decision about each entry that is still to be carried out, by entry number: the one recorded last. */
export function decisionsNow({
  decided,
  entries,
  certificates,
}: {
  readonly decided: readonly SscDecision[];
  readonly entries: readonly HeldEntry[];
  readonly certificates: Certificates;
}): ReadonlyMap<string, SscDecision> {
  const aboutNow = new Map(
    entries.map(({ declaredGbcsVersion, ...entry }) => [
      entry.entryNumber,
      decidedAbout(
        { ...entry, gbcsVersion: declaredGbcsVersion ?? entry.gbcsVersion },
        certificates.get(entry.entryNumber)?.cpa,
      ),
    ]),
  );
  const last = new Map(decided.map((decision) => [decision.entryNumber, decision]));
  return new Map([...last].filter(([entryNumber, { about }]) => aboutNow.get(entryNumber) === about));
}

/** Who carries out a decision, and what that is. */
const CARRIED_OUT = {
  remove: 'Mark the entry as Removed on the list',
  extend: 'Publish the new date of the certificate',
  correct: 'Publish the entry with its versions corrected',
} as const satisfies Record<SscDecision['decision'], string>;

/** The kinds of case that each decision settles. */
const SETTLES: Readonly<Record<SscDecision['decision'], readonly string[]>> = {
  remove: ['certificate', 'combination'],
  extend: ['certificate'],
  correct: ['combination'],
};

/** A case about an entry, handed on to SECAS once the SSC has decided it. */
export function handedOn(open: OpenCase, decision: SscDecision | undefined): OpenCase {
  const [kind = ''] = open.caseId.split('/');
  if (decision === undefined || !SETTLES[decision.decision].includes(kind)) return open;
  return {
    ...open,
    asked: 'SECAS',
    what: CARRIED_OUT[decision.decision],
    why: `${open.why} The SSC decided it on ${dayInWords(decision.decidedOn)}: ${decision.reference}.`,
  };
}
