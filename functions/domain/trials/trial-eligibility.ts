import { type Certificates, cpaReferenceOf, needsCpa } from '../cpl/certificates.ts';
import { type CplEntry, isActive, isSmets1 } from '../cpl/cpl-entry.ts';
import type { AgreedListRow } from './agreed-list.ts';

/** What the CPL says, as far as the agreed list must agree with it. */
export type CplLookup = {
  /** Whether certificates are known at all: from the published sheet or the workbook. */
  readonly certificatesKnown: boolean;
  /**
   * Whether the manufacturer has a Current SMETS2+ Device Model, of a type that needs CPA, with a CPA certificate that
   * is not a trial one (R38). While certificates are not known: one that is not among these rows, because being on the
   * CPL takes a certificate.
   */
  readonly isEligible: (manufacturerIdentifier: string, rows: ReadonlySet<string>, pattern: string) => boolean;
  /** The line that holds of a manufacturer, model, hardware and firmware version, with its certificate where known. */
  readonly entryFor: (row: ModelOfRow) => ListedModel | undefined;
};

/** A Device Model of the CPL. `cpa` is undefined while certificates are not known, and null where it has none. */
export type ListedModel = { readonly entry: CplEntry; readonly cpaReference: string | null | undefined };

type ModelOfRow = Pick<
  AgreedListRow,
  'manufacturerIdentifier' | 'modelIdentifier' | 'hardwareVersion' | 'firmwareVersion'
>;

/** What a list is checked against. */
export type AgreedListContext = {
  /** Plain text with `*` for any characters, which a whole trial certificate reference matches (settings). */
  readonly trialCertificatePattern: string;
  /** Absent when there is no CPL to ask: then what depends on it is not checked, and that is said. */
  readonly cpl?: CplLookup | undefined;
};

/** What one of its rows is checked against. */
export type AgreedRowContext = AgreedListContext & {
  /** Manufacturer, model, hardware and firmware version of every row of the list. */
  readonly rows: ReadonlySet<string>;
};

/** Looks up what the agreed list must agree with, in the Device Models of a list and the certificates that are known. */
export function cplLookup(models: Iterable<CplEntry>, certificates: Certificates): CplLookup {
  const byModel = new Map<string, ListedModel>();
  const ofManufacturer = new Map<string, ListedModel[]>();
  for (const entry of models) {
    const model = { entry, cpaReference: cpaReferenceOf(entry, certificates) };
    byModel.set(modelAndFirmware(entry), model);
    if (!isActive(entry) || isSmets1(entry) || !needsCpa(entry)) continue;
    const others = ofManufacturer.get(entry.manufacturerIdentifier);
    if (others === undefined) ofManufacturer.set(entry.manufacturerIdentifier, [model]);
    else others.push(model);
  }
  return {
    certificatesKnown: certificates.size > 0,
    isEligible: (manufacturerIdentifier, rows, pattern) =>
      (ofManufacturer.get(manufacturerIdentifier) ?? []).some(({ entry, cpaReference }) =>
        cpaReference === undefined
          ? !rows.has(modelAndFirmware(entry))
          : cpaReference !== null && !isTrialCertificate(cpaReference, pattern),
      ),
    entryFor: (row) => byModel.get(modelAndFirmware(row)),
  };
}

/** What distinguishes Device Models for the agreed list, which has no say in their type. */
export function modelAndFirmware(of: ModelOfRow): string {
  return [of.manufacturerIdentifier, of.modelIdentifier, of.hardwareVersion, of.firmwareVersion].join('/');
}

/** Far more characters than a certificate reference has. */
const MOST_CHARACTERS = 200;

/** The prefix by which the published sheet distinguishes a certificate that expires from one that is renewed. */
const DATE_KIND = /^\[[ER]\]\s*/i;

/**
 * Whether a certificate reference has the form of a trial one; the real form is not public. `*` in the pattern stands
 * for any characters, all else for itself, whatever its case; the prefixes `[E] ` and `[R] ` are not compared. A text of
 * more than 200 characters is none.
 */
export function isTrialCertificate(reference: string, pattern: string): boolean {
  return reference.length <= MOST_CHARACTERS && matches(plain(reference), plain(pattern));
}

/** Whether two references name the same certificate. */
export function isSameCertificate(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(text: string): string {
  return text.trim().replace(DATE_KIND, '').toUpperCase();
}

/** Whether a text is what a pattern with `*` says, in time that grows with both and never with their product's powers. */
function matches(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
