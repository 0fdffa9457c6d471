import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import { mailClaims } from '../../functions/adapters/mail-claims.ts';
import type { AgreedList } from '../../functions/domain/trials/agreed-list.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../functions/domain/gbcs/version-combinations.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { laidOutReport } from '../../functions/email/laid-out-report.ts';
import { mailOnce } from '../../functions/email/mail-once.ts';
import type { SscReportPorts } from '../../functions/reports/send-ssc-report.ts';
import { fakeDevices } from './fake-devices.ts';
import { fakeInventory } from './fake-inventory.ts';
import { FakeLedger } from './fake-ledger.ts';
import { fakeMailer, movableClock } from './fake-mail.ts';
import { fakeReportStore } from './fake-reports.ts';
import { TRIAL_CERTIFICATES } from './trial-material.ts';

/** All that the report to the SSC touches, in memory; `lists` may be added to. */
export function reportWorld(now: string, lists: AgreedList[], over: Partial<SscReportPorts> = {}) {
  const devices = fakeDevices();
  const mailer = fakeMailer();
  const clock = movableClock(now);
  const reports = fakeReportStore();
  const ledger = new FakeLedger();
  const ports: SscReportPorts = {
    devices,
    inventory: fakeInventory(devices),
    models: { all: async function* () {} },
    governance: {
      agreedListHistory: async () => foldedLists(lists),
      settings: async () => DEFAULT_SETTINGS,
      certificates: async () => TRIAL_CERTIFICATES,
      versionCombinations: async () => DEFAULT_VERSION_COMBINATIONS,
      settingsVersion: async () => DEFAULT_SETTINGS,
    },
    sscDecisions: () => ledger.list('sscDecisions'),
    reports,
    ledger,
    layOut: laidOutReport,
    mailOnce: mailOnce({ claims: mailClaims(ledger), mailer, clock }),
    clock,
    recipients: ['ssc@example.org'],
    ...over,
  };
  return { ports, devices, mailer, clock, reports, ledger, lists };
}
