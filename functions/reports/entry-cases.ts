import type { SscDecision } from '../contracts/ssc-decision.ts';
import type { CaseEvent } from '../contracts/trial-report.ts';
import type { CertificatesDue, DueCertificate } from '../domain/cpl/certificates-due.ts';
import { certificatesDue } from '../domain/cpl/certificates-due.ts';
import type { Certificates } from '../domain/cpl/certificates.ts';
import { type CplEntry, type HeldEntry, isActive } from '../domain/cpl/cpl-entry.ts';
import { deviceTypeWord } from '../domain/cpl/cpl-words.ts';
import { combinationStatus, type VersionCombinations } from '../domain/gbcs/version-combinations.ts';
import { devicesInUse } from '../domain/trials/trial-status.ts';
import { entryInWords } from '../email/entry-words.ts';
import { counted as countedInWords, daysFromNow, dayInWords } from '../email/words.ts';
import type { CountedDevices } from './count-devices.ts';
import { handedOn } from './decided-cases.ts';
import type { OpenCase } from './worklist.ts';

/** What is asked of entries, whether they are of a trial or not. */
export type EntryMatters = {
  readonly certificates: CertificatesDue;
  /** Current entries whose device type, SMETS or CHTS version and GBCS version are in no allowed combination (R77). */
  readonly wrongCombinations: readonly WrongCombination[];
  /** Entries that the DSP holds under a substitute GBCS version: their corrections are outstanding (R18). */
  readonly substituted: readonly SubstitutedEntry[];
};

/** An entry in no allowed combination, and whether the table has its GBCS version at all. */
type WrongCombination = CplEntry & { readonly hasGbcsVersion: boolean };

type SubstitutedEntry = CplEntry & { readonly declaredGbcsVersion: string };

/** Finds what there is to decide about the entries that the DSP holds, on a London day. */
export function entryMatters(
  entries: readonly HeldEntry[],
  certificates: Certificates,
  combinations: VersionCombinations,
  day: string,
): EntryMatters {
  return {
    certificates: certificatesDue(entries, certificates, day),
    wrongCombinations: entries
      .map((entry) => ({ ...entry, gbcsVersion: entry.declaredGbcsVersion ?? entry.gbcsVersion }))
      .flatMap((entry): WrongCombination[] => {
        const found = combinationStatus(combinations, entry, day);
        if (!isActive(entry) || found.status !== 'not-allowed') return [];
        return [{ ...entry, hasGbcsVersion: found.hasGbcsVersion }];
      }),
    substituted: entries.filter(isSubstituted),
  };
}

function isSubstituted(entry: HeldEntry): entry is SubstitutedEntry {
  const { declaredGbcsVersion, gbcsVersion } = entry;
  return isActive(entry) && declaredGbcsVersion !== undefined && declaredGbcsVersion !== gbcsVersion;
}

/** The entries whose devices are counted: those that the report asks someone about, and no other. */
export function entriesToCount({ certificates: { due, none }, ...rest }: EntryMatters): CplEntry[] {
  return [...due.map(({ entry }) => entry), ...none, ...rest.wrongCombinations, ...rest.substituted];
}

/** The cases of the worklist that are about entries: certificates due or missing (R62, R67), combinations not allowed. */
export function entryCases(
  { certificates: { due, none }, wrongCombinations }: EntryMatters,
  counted: CountedDevices,
  decided: ReadonlyMap<string, SscDecision>,
  day: string,
): OpenCase[] {
  const about = (entry: CplEntry, of: string, rest: Asked): OpenCase => {
    const devices = counted.get(entry.entryKey);
    const inUse = devices === undefined ? undefined : devicesInUse(devices.byStatus);
    const more = devices?.atLeast === true ? 'At least ' : '';
    const open = {
      ...rest,
      why: `${rest.why}${inUse === undefined ? '' : ` ${inUse === 0 ? 'No device is' : `${more}${countedInWords(inUse, 'device')} ${inUse === 1 ? 'is' : 'are'}`} in use.`}`,
      caseId: `${of}/${entry.entryNumber}`,
      trialId: '',
      entryNumber: entry.entryNumber,
      devices: inUse,
    };
    return handedOn(open, decided.get(entry.entryNumber));
  };
  return [
    ...due.map((each) => about(each.entry, 'certificate', dueCase(each))),
    ...none.map((entry) =>
      about(entry, 'certificate', {
        event: 'certificate-none',
        asked: 'SSC',
        by: day,
        urgency: 'now',
        what: REMOVE_OR_CERTIFY,
        why: `${entryInWords(entry)} needs a CPA certificate, and the published list has none: it was withdrawn, or never given.`,
      }),
    ),
    ...wrongCombinations.map((entry) => about(entry, 'combination', combinationCase(entry))),
  ];
}

type Asked = Pick<OpenCase, 'asked' | 'by' | 'urgency' | 'what' | 'why'> & { readonly event: CaseEvent };

const REMOVE_OR_CERTIFY = 'Decide whether the entry is removed from the CPL or gets a certificate';

/** A GBCS version that the table does not have yet may be new: the table is asked for before anything of the entry is. */
function combinationCase(entry: WrongCombination): Asked {
  const { smetsChtsVersion, gbcsVersion, hasGbcsVersion } = entry;
  const declared = `${entryInWords(entry)}: ${deviceTypeWord(entry)}, ${smetsChtsVersion} with GBCS ${gbcsVersion}`;
  const placed = { event: 'combination-not-allowed', by: '', urgency: 'soon' } as const;
  return hasGbcsVersion
    ? {
        ...placed,
        asked: 'SSC',
        what: 'Have the versions corrected, or decide that the entry is removed from the CPL',
        why: `${declared} is not an allowed combination.`,
      }
    : {
        ...placed,
        asked: 'DCC Service team',
        what: `Add the combinations with GBCS ${gbcsVersion} to the table, or have the version corrected`,
        why: `${declared} is not an allowed combination yet: the table does not have GBCS ${gbcsVersion}.`,
      };
}

function dueCase({ entry, certificate: { reference, dateKind, date }, daysLeft }: DueCertificate): Asked {
  const isPast = daysLeft < 0;
  const when = `${dayInWords(date)}, ${daysFromNow(daysLeft)}`;
  const why = `CPA certificate ${reference} of ${entryInWords(entry)}`;
  const urgency = isPast ? 'now' : 'soon';
  if (dateKind === 'expiry') {
    return {
      event: isPast ? 'certificate-expired' : 'certificate-expiring',
      asked: 'SSC',
      by: date,
      urgency,
      what: 'Decide whether the entry is removed from the CPL or its certificate extended',
      why: `${why} ${isPast ? 'expired' : 'expires'} on ${when}.`,
    };
  }
  return {
    event: isPast ? 'renewal-past' : 'renewal-due',
    // The risk review is the manufacturer's to ask for; once the day is past, it is for the committee to decide.
    asked: isPast ? 'SSC' : 'Manufacturer',
    by: date,
    urgency,
    what: isPast ? REMOVE_OR_CERTIFY : 'Have the certificate renewed by a risk review',
    why: `${why} ${isPast ? 'was' : 'is'} due for renewal on ${when}.`,
  };
}
