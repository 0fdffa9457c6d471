import { CLASSIFICATIONS } from '../contracts/classification.ts';
import type { TrialReport } from '../contracts/trial-report.ts';
import { devicesInUse } from '../domain/trials/trial-status.ts';
import { certificatesSheet } from './certificates-sheet.ts';
import { column, day, moment, type Section, type Value, workbook } from './workbook.ts';
import { dayInWords, momentInWords } from './words.ts';

/** The report as a spreadsheet, one sheet a section, the urgent first; device ids are here in full (R76). */
export function trialReportWorkbook(report: TrialReport): Promise<Uint8Array<ArrayBuffer>> {
  return workbook(sections(report), 'device-data');
}

function sections(report: TrialReport): readonly Section[] {
  return [
    summary(report),
    decisions(report),
    changes(report),
    trials(report),
    statuses(report),
    certificatesSheet(report),
    corrections(report),
    devices(report),
    byCpl(report),
    disagreements(report),
  ];
}

function summary(report: TrialReport): Section {
  const facts: (readonly Value[])[] = [
    ['Classification', CLASSIFICATIONS['device-data']],
    ['Report', report.reportId],
    ['Made', momentInWords(report.madeAt)],
    ['Day', dayInWords(report.day)],
    ['Agreed list version', report.agreedListVersion],
    [
      'Agreed list active since',
      report.agreedListActivatedAt === '' ? '' : momentInWords(report.agreedListActivatedAt),
    ],
    ['Trial flagging', report.trialFlagging],
    ['Compared with', report.previousReportId ?? ''],
    ...(report.rebuilt === undefined
      ? []
      : [
          ['Made afterwards, as of', momentInWords(report.rebuilt.asOf)],
          ...report.rebuilt.gaps.map((gap) => ['', gap]),
        ]),
  ];
  return {
    sheet: 'Summary',
    columns: [column('What', 30), column('Value', 90)],
    rows: [...report.summary.map((sentence, index) => [index === 0 ? 'Summary' : '', sentence]), ...facts],
  };
}

function decisions(report: TrialReport): Section {
  return {
    sheet: 'Decisions needed',
    columns: [
      day('Due by'),
      column('Urgency', 10),
      column('Asked of', 12),
      column('Trial'),
      column('Entry number', 14),
      column('What', 60),
      column('Why', 60),
      column('Devices', 10),
      day('Asked since'),
    ],
    rows: report.decisions.map(({ by, urgency, asked, trialId, entryNumber, what, why, devices, since }) => [
      by,
      urgency,
      asked,
      trialId,
      entryNumber,
      what,
      why,
      devices ?? '',
      since,
    ]),
  };
}

function changes(report: TrialReport): Section {
  return {
    sheet: 'Since the last report',
    columns: [column('Trial'), column('What', 90)],
    rows: report.changes.map(({ trialId, what }) => [trialId, what]),
  };
}

function trials(report: TrialReport): Section {
  return {
    sheet: 'Trials',
    columns: [
      column('Trial'),
      column('State', 10),
      column('Device type', 12),
      column('Variant', 10),
      column('Manufacturer identifier', 14),
      column('Models', 20),
      column('Firmware versions', 22),
      column('Devices', 10),
      column('Limit', 10),
      column('Against limit', 12),
      column('Devices before', 10),
      day('Start'),
      day('End'),
      column('Days to end', 10),
      column('Against end', 12),
      column('End decision', 18),
      column('Sponsor', 24),
      column('Trial certificates', 24),
      column('SSC decision', 24),
      day('Department notified'),
    ],
    rows: report.trials.map((trial) => [
      trial.trialId,
      trial.state,
      trial.deviceType,
      trial.variantFamily,
      trial.manufacturerIdentifier,
      trial.models.map(({ model }) => model).join(', '),
      trial.models.flatMap(({ firmwareVersions }) => firmwareVersions).join(', '),
      trial.devices ?? 'not counted',
      trial.deviceLimit,
      trial.devices === undefined ? 'not counted' : trial.limitStatus,
      trial.devicesBefore ?? '',
      trial.startDate,
      trial.endDate,
      trial.daysToEnd,
      trial.endStatus,
      trial.endDecision,
      trial.sponsoringSupplier,
      trial.trialCertificateIds.join(', '),
      trial.sscDecisionReference,
      trial.departmentNotifiedOn,
    ]),
  };
}

function statuses(report: TrialReport): Section {
  return {
    sheet: 'Devices by status',
    columns: [column('Trial'), column('SMI status', 26), column('Devices', 10)],
    rows: report.trials.flatMap(({ trialId, devicesByStatus }) =>
      devicesByStatus.map(({ status, devices }) => [trialId, status, devices]),
    ),
  };
}

function corrections(report: TrialReport): Section {
  return {
    sheet: 'Corrections outstanding',
    columns: [
      column('Entry number', 14),
      column('CPL entry', 40),
      column('Declared GBCS version', 14),
      column('Held by the DSP as', 14),
      column('Devices', 10),
    ],
    rows: report.corrections.map(({ entryNumber, entryKey, declaredGbcsVersion, uploadedGbcsVersion, devices }) => [
      entryNumber,
      entryKey,
      declaredGbcsVersion,
      uploadedGbcsVersion,
      devices === undefined ? 'not counted' : devicesInUse(devices.byStatus),
    ]),
  };
}

function devices(report: TrialReport): Section {
  return {
    sheet: 'Devices',
    columns: [
      column('Trial'),
      column('Device id', 26),
      column('Device type', 12),
      column('Manufacturer', 14),
      column('Model', 12),
      column('Firmware version', 16),
      column('SMI status', 26),
      moment('Status since'),
      moment('Trial device since'),
      column('Responsible party (EUI-64)', 26),
    ],
    rows: report.devices.map((device) => [
      device.trialId,
      device.deviceId,
      device.deviceType,
      device.manufacturer,
      device.model,
      device.firmwareVersion,
      device.status,
      device.statusSince,
      device.trialSince,
      device.responsibleParty,
    ]),
  };
}

function byCpl({ withoutFlag }: TrialReport): Section {
  return {
    sheet: 'Cross-check with the CPL',
    columns: [
      column('CPL entry', 40),
      column('CPL status', 12),
      column('Trial certificate', 24),
      column('Devices', 10),
      column('Flagged', 10),
    ],
    rows: withoutFlag.entries.map(({ entryKey, status, certificateId, devices, flagged }) => [
      entryKey,
      status,
      certificateId,
      devices,
      flagged,
    ]),
  };
}

function disagreements({ withoutFlag }: TrialReport): Section {
  return {
    sheet: 'CPL and flag disagree',
    columns: [
      column('Device id', 26),
      column('What', 40),
      column('Trial'),
      column('CPL entry', 40),
      column('Manufacturer', 14),
      column('Model', 12),
      column('Firmware version', 16),
      column('SMI status', 26),
    ],
    rows: withoutFlag.disagreements.map((device) => [
      device.deviceId,
      device.what === 'not-flagged'
        ? 'Trial certificate on the CPL, but no flag'
        : 'Flag, but no trial certificate on the CPL',
      device.trialId,
      device.entryKey,
      device.manufacturer,
      device.model,
      device.firmwareVersion,
      device.status,
    ]),
  };
}
