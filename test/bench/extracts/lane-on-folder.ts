import { activeGovernance } from '../../../functions/adapters/active-governance.ts';
import type { LanePorts } from '../../../functions/intake/ports.ts';
import { FakeLedger } from '../../support/fake-ledger.ts';
import { folderObjects } from './folder-objects.ts';

/** The lane on one machine: files of a folder for objects, a ledger in memory, and a given queue. */
export function laneOnFolder(
  folder: string,
  keep: boolean,
  dspUpdates: Pick<LanePorts['dspUpdates'], 'send'> = { send: async () => undefined },
) {
  const ledger = new FakeLedger();
  const objects = folderObjects(folder, keep);
  const archive = { ...objects, text: async () => '' };
  const mail = { to: [], subject: '', text: '', html: '', attachments: [] };
  const ports: LanePorts = {
    ledger,
    inbox: objects,
    archive,
    governance: activeGovernance(ledger, archive),
    dspUpdates: { ...dspUpdates, suspend: async () => undefined },
    devices: { idsByFirmware: none, idsOfTrial: none, trialDevices: none },
    reevaluation: { request: async () => undefined },
    letters: {
      receipt: ({ upload }) => ({ ...mail, mailId: `receipt-${upload.uploadId}` }),
      findingsCsv: ({ findings }) => findings.map(({ code, line }) => `${code},${line}`).join('\n'),
      incidentOpened: ({ incidentId }) => ({ ...mail, mailId: incidentId }),
    },
    mailOnce: { sendOnce: async () => 'sent' },
    deadLetters: { send: async () => undefined },
    clock: { now: () => '2026-11-09T09:00:00.000Z' },
  };
  return { ledger, ports };
}

async function* none(): AsyncGenerator<never> {}
