import { devicesInWords } from '../email/device-words.ts';
import {
  clockInWords,
  earlierFirmwareInWords,
  entriesInWords,
  expectedInWords,
  severity1InWords,
  suppliersInWords,
} from '../email/incident-words.ts';
import { inFigures, momentInWords } from '../email/words.ts';
import type { IncidentDetails } from './views/incident.ts';

/** What is known of an incident, each as a name and its value, for people at the CLI and at the console. */
export function incidentSummary(found: IncidentDetails): readonly (readonly [name: string, value: string])[] {
  const { clocks, confirmation } = found;
  return [
    ['incident', found.incidentId],
    ...(found.dccIncident === null ? [] : [['DCC incident', found.dccIncident] as const]),
    ...(found.dspChange === null ? [] : [['DSP change', found.dspChange] as const]),
    ['cause', found.cause],
    ['state', found.resolvedAt === null ? found.state : `resolved on ${momentInWords(found.resolvedAt)}`],
    ['category', `${found.category}, ${found.confirmed ? 'confirmed' : 'proposed'}`],
    ...(confirmation === null
      ? []
      : [['confirmed', `by ${confirmation.by}, ${momentInWords(confirmation.at)}: ${confirmation.reason}`] as const]),
    ...found.reached.map((reason) => ['reassess', reason] as const),
    ['first blocked', momentInWords(found.openedAt)],
    ['first published', momentInWords(found.firstPublishedAt)],
    ['response', clockInWords(clocks.response)],
    ['resolution', clockInWords(clocks.resolution)],
    ['upload limit', clockInWords(clocks.upload)],
    ['entries', entriesInWords(found.entries.length, found.waiting)],
    ['corrections', `${inFigures(found.correctionsOutstanding)} outstanding`],
    ['manufacturers', found.manufacturers.join(', ')],
    ['devices', devicesInWords(found.devices.byStatus, found.devices.atLeast)],
    ['suppliers', suppliersInWords(found.suppliers, found.devices)],
    ...(found.severity1Fixes.length === 0 ? [] : [['severity 1', severity1InWords(found.severity1Fixes)] as const]),
    ['earlier firmware installs', earlierFirmwareInWords(found.models)],
    ['fix expected', expectedInWords(found.fixExpected ?? undefined)],
    ['deployment expected', expectedInWords(found.deployExpected ?? undefined)],
  ];
}
