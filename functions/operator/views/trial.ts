import type { LedgerReader } from '../../contracts/ledger.ts';
import type { AgreedLists } from '../../domain/trials/agreed-lists.ts';
import type { SmiDevice } from '../../domain/devices/device.ts';
import { londonDay } from '../../domain/calendar/london-time.ts';
import { daysBetween } from '../../domain/calendar/calendar-day.ts';
import {
  countByStatus,
  devicesLeft,
  endStatus,
  limitStatus,
  type Trial,
  trialsOf,
} from '../../domain/trials/trial-status.ts';
import type { OperatorPorts } from './ports.ts';
import { type TrialLine, trialLine } from './trials.ts';

/** What the agreed list said of a trial from one version on. */
export type TrialVersion = {
  readonly listVersion: number;
  readonly activatedAt: string;
  readonly deviceLimit: number;
  readonly startDate: string;
  readonly endDate: string;
  readonly endDecision: Trial['endDecision'];
  readonly justification: string;
  readonly sscDecisionReference: string;
  readonly dccInstructionReference: string;
  readonly dspAgreementReference: string;
};

/** One trial in full: its status, what each version of the list said of it, and its devices now. */
export type TrialDetail = TrialLine & {
  readonly models: Trial['models'];
  readonly trialCertificateIds: readonly string[];
  readonly limitStatus: ReturnType<typeof limitStatus>;
  readonly endStatus: ReturnType<typeof endStatus>;
  readonly daysToEnd: number;
  readonly endDecision: Trial['endDecision'];
  readonly sponsoringSupplier: string;
  readonly departmentNotifiedOn: string;
  readonly versions: readonly TrialVersion[];
  readonly trialDevices: readonly {
    readonly deviceId: string;
    readonly model: string;
    readonly firmwareVersion: string;
    readonly status: SmiDevice['status'];
    readonly since: string;
    readonly responsibleParty: string;
    /** When the DSP was asked to suspend it at the end of the trial (R59). */
    readonly suspensionRequestedAt: string | null;
  }[];
};

/** One trial in full, or undefined when no version of the agreed list had it. */
export async function trialView(
  ports: Pick<OperatorPorts, 'governance' | 'devices' | 'now'> & {
    readonly ledger: LedgerReader<'suspensions'>;
  },
  trialId: string,
): Promise<TrialDetail | undefined> {
  const lists = await ports.governance.agreedListHistory();
  const trial = trialsOf(lists).find((candidate) => candidate.trialId === trialId);
  if (trial === undefined) return undefined;
  const { trialLimits } = await ports.governance.settings();
  const devices = await Array.fromAsync(ports.devices.trialDevices(trialId));
  const asked = new Map(
    (await ports.ledger.list('suspensions', { trialId })).map(({ deviceId, requestedAt }) => [deviceId, requestedAt]),
  );
  const today = londonDay(await ports.now());
  const counts = countByStatus(devices);
  const line = trialLine(trial, counts, today);
  return {
    ...line,
    models: trial.models,
    trialCertificateIds: trial.trialCertificateIds,
    limitStatus: limitStatus(trial, line.devices, today, trialLimits),
    endStatus: endStatus(trial, devicesLeft(counts), today, trialLimits),
    daysToEnd: daysBetween(today, trial.endDate),
    endDecision: trial.endDecision,
    sponsoringSupplier: trial.sponsoringSupplier,
    departmentNotifiedOn: trial.departmentNotifiedOn,
    versions: versionsOf(trialId, lists),
    trialDevices: devices.map(({ deviceId, model, firmwareVersion, status, trial: flag, responsibleParty }) => ({
      deviceId,
      model,
      firmwareVersion,
      status,
      since: flag?.since ?? '',
      responsibleParty,
      suspensionRequestedAt: asked.get(deviceId) ?? null,
    })),
  };
}

/** What the lists said of a trial, by the versions that said something else than the one before. */
function versionsOf(trialId: string, { activations, trials }: AgreedLists): TrialVersion[] {
  return activations.flatMap(({ version, activatedAt }) =>
    trials
      .filter((each) => each.trialId === trialId && each.from === version)
      .flatMap(({ rows }) => rows.slice(0, 1))
      .map((row) => ({
        listVersion: version,
        activatedAt,
        deviceLimit: row.deviceLimit,
        startDate: row.startDate,
        endDate: row.endDate,
        endDecision: row.endDecision,
        justification: row.justification,
        sscDecisionReference: row.sscDecisionReference,
        dccInstructionReference: row.dccInstructionReference,
        dspAgreementReference: row.dspAgreementReference,
      })),
  );
}
