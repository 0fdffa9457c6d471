import { activeGovernance } from '../../../functions/adapters/active-governance.ts';
import { NO_DEVICES } from '../../../functions/domain/devices/device-count.ts';
import type { LanePorts } from '../../../functions/intake/ports.ts';
import { FakeLedger } from '../../support/fake-ledger.ts';
import { SENDERS } from '../../support/lane-senders.ts';
import { folderObjects } from './folder-objects.ts';

/** The lane on one machine: files of a folder for objects, and a ledger in memory; nothing is sent. */
export function laneOnFolder(folder: string, keep: boolean) {
  const ledger = new FakeLedger();
  const objects = folderObjects(folder, keep);
  const archive = { ...objects, text: async () => '' };
  const mail = { to: [], subject: '', text: '', html: '', attachments: [] };
  const ports: LanePorts = {
    senders: SENDERS,
    settingsFloor: {},
    agreedListConfirmations: 0,
    ledger,
    inbox: objects,
    signatures: { statusOf: async () => 'no-key' },
    archive,
    governance: activeGovernance(ledger, archive),
    dspUpdates: { send: async () => undefined, suspend: async () => undefined },
    devices: { countByFirmware: async () => NO_DEVICES, idsByFirmware: none, idsOfTrial: none, trialDevices: none },
    deviceModels: { ofModel: async () => [] },
    reevaluation: { request: async () => undefined },
    readyLetters: { keep: async () => undefined },
    letters: {
      receipts: ({ upload }) => [{ ...mail, mailId: `receipt-${upload.uploadId}` }],
      findingsCsv: ({ findings }) => findings.map(({ code, line }) => `${code},${line}`).join('\n'),
      incident: ({ mailId }) => ({ ...mail, mailId }),
      weakened: (_, { key }) => ({ ...mail, mailId: key }),
    },
    mailOnce: { sendOnce: async () => 'sent' },
    deadLetters: { send: async () => undefined },
    clock: { now: () => '2026-11-09T09:00:00.000Z' },
  };
  return { ledger, ports };
}

async function* none(): AsyncGenerator<never> {}
