import type { Incident, IncidentEvent } from '../contracts/incident.ts';
import type { AffectedModel } from '../domain/incidents/affected-models.ts';
import type { DeviceCount } from '../domain/devices/device-count.ts';
import { hoursInWords, hoursOfLimit } from '../domain/incidents/deadline.ts';
import type { IncidentClock } from '../domain/incidents/incident-clocks.ts';
import { supplierIdsInWords } from './device-words.ts';
import { entryKeyInWords } from './entry-words.ts';
import { counted, dayInWords, inFigures, listed, listedUpTo } from './words.ts';

/** Device Models that a sentence names. */
const NAMED = 5;

/** One step of an incident's timeline, as a sentence. */
export function stepInWords(step: IncidentEvent): string {
  switch (step.event) {
    case 'opened':
      return `Opened: ${counted(step.entries, 'entry', 'entries')} blocked.`;
    case 'entries-added':
      return `${counted(step.entries, 'more entry', 'more entries')} blocked.`;
    case 'entries-gone':
      return `${counted(step.entries, 'entry no longer waits', 'entries no longer wait')}.`;
    case 'reassessed':
      return `Category ${step.category} proposed: ${listed(step.because)}.`;
    case 'at-risk':
      return 'The upload of the first entry is at risk.';
    case 'breached':
      return 'The first entry was not uploaded within its limit: a breach.';
    case 'confirmed':
      return `Category ${step.category} confirmed by ${step.by}: ${step.reason}`;
    case 'note':
      return `${step.by}: ${step.text}`;
    case 'fix-expected':
      return `${step.by} expects the fix on ${dayInWords(step.day)}.`;
    case 'deploy-expected':
      return `${step.by} expects the deployment on ${dayInWords(step.day)}.`;
    case 'dcc-incident':
      return `${step.by} gave the number of the DCC's incident: ${step.number}.`;
    case 'dsp-change':
      return `${step.by} gave the number of the DSP's change: ${step.number}.`;
    case 'suppliers':
      return `${step.by} named the suppliers affected: ${listed(step.names)}.`;
    case 'mitigated':
      return `Mitigated: the DSP holds ${counted(step.entries, 'entry', 'entries')} under a substitute GBCS version.`;
    case 'corrected':
      return `${counted(step.entries, 'substitute is', 'substitutes are')} corrected: the DSP holds the declared version.`;
    case 'severity-1-fix':
      return `${step.by}: the entry ${entryKeyInWords(step.entryKey)} is the fix of the Severity 1 incident ${step.reference}.`;
    case 'resolved':
      return 'Resolved: no entry waits for this cause.';
  }
}

/** The category of an incident, and whether it holds: `2, proposed`. */
export function categoryInWords({ confirmation, assessment }: Pick<Incident, 'confirmation' | 'assessment'>): string {
  return confirmation === undefined ? `${assessment.category}, proposed` : `${confirmation.category}, confirmed`;
}

/**
 * One clock of an incident: `23 h 30 min of 24 h`, `44 d of 24 h, missed`; of one that lasted longer than any
 * of its entries, `each within 24 h, kept`.
 */
export function clockInWords({ elapsedHours, targetHours, status }: IncidentClock): string {
  if (status === 'kept' && elapsedHours >= targetHours) return `each within ${hoursInWords(targetHours)}, kept`;
  const words = hoursOfLimit(elapsedHours, targetHours);
  return status === 'running' ? words : `${words}, ${status}`;
}

/** How many entries an incident has or had, and how many of them wait: `3 entries: 2 wait`. */
export function entriesInWords(entries: number, waiting: number): string {
  return `${counted(entries, 'entry', 'entries')}: ${waiting === 0 ? 'none waits' : counted(waiting, 'waits', 'wait')}`;
}

/** The suppliers affected: those that have devices of the Device Models (R80), and those that operators named (R32). */
export function suppliersInWords(named: readonly string[], { bySupplier }: Pick<DeviceCount, 'bySupplier'>): string {
  const suppliers = Object.keys(bySupplier).length;
  const counted = suppliers === 0 ? 'none has devices of these Device Models' : supplierIdsInWords(bySupplier);
  return named.length === 0 ? counted : `${counted}; recorded by operators: ${listed(named)}`;
}

/** The waiting lines that operators say are the fix of a Severity 1 incident. */
export function severity1InWords(fixes: NonNullable<Incident['severity1Fixes']>): string {
  return listed(
    fixes.map(
      ({ entryKey, reference, by }) => `${entryKeyInWords(entryKey)} is the fix of ${reference} (marked by ${by})`,
    ),
  );
}

/** A day that is expected, or that nobody has said one. */
export function expectedInWords(day: string | undefined): string {
  return day === undefined ? 'not known yet' : dayInWords(day);
}

/** Whether earlier firmware of the affected Device Models still installs (R26). */
export function earlierFirmwareInWords(models: readonly AffectedModel[]): string {
  const looked = models.filter(({ earlierFirmware }) => earlierFirmware !== null);
  const without = looked.filter(({ earlierFirmware }) => earlierFirmware === false);
  if (looked.length === 0) return 'not known';
  const among =
    looked.length < models.length
      ? `the ${counted(looked.length, 'Device Model')} looked at`
      : models.length === 1
        ? 'the one Device Model'
        : counted(models.length, 'Device Model');
  if (without.length === 0) return `yes, for ${models.length === 1 ? '' : 'each of '}${among}`;
  if (without.length === looked.length) return `no: the DSP holds no active firmware of ${among}`;
  const names = listedUpTo(NAMED, without.map(modelInWords));
  return `for ${inFigures(looked.length - without.length)} of ${among}; not for ${names}`;
}

/** A Device Model as people name it: `ESME C10D 010A (FA01)`. */
function modelInWords(model: AffectedModel): string {
  return `${model.deviceType} ${model.modelIdentifier} ${model.hardwareVersion} (${model.manufacturerIdentifier})`;
}
