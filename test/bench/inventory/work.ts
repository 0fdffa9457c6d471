import { tmpdir } from 'node:os';
import { s3Extracts } from '../../../functions/adapters/s3-extracts.ts';
import { deviceItem, foundRecord } from '../../../functions/contracts/device-record.ts';
import { DEFAULT_SETTINGS } from '../../../functions/domain/settings/settings.ts';
import type { FoundRecord } from '../../../functions/reports/extract-ports.ts';
import { makeExtract } from '../../../functions/reports/make-extract.ts';
import { cplEntry } from '../../support/cpl-entries.ts';
import { held } from '../../support/fake-operator-ports.ts';
import { agreedList } from '../../support/srv-messages.ts';
import { evaluatedRecord, TRIAL_FIRMWARE } from '../../support/trial-records.ts';
import { fileBytes, folderObjects } from '../extracts/folder-objects.ts';
import { runTask, type Task } from '../extracts/task.ts';

/** An extract of an inventory, in a process of its own: `inventory.cjs REPORT DEVICES`; prints rows, seconds and the peak of memory. */

const NOW = '2026-11-03T09:00:00.000Z';
const LISTS = [agreedList(1, '2026-11-01T00:00:00.000Z', [{ trialId: 'T-1', firmwareVersion: TRIAL_FIRMWARE }])];
/** One device of so many is on trial. */
const TRIAL_SHARE = 1000;

/** So many devices as the table has them, each read again from its item. */
async function* devices(count: number): AsyncGenerator<FoundRecord> {
  const onTrial = JSON.stringify(deviceItem(evaluatedRecord(1, LISTS), NOW));
  const certified = JSON.stringify(deviceItem(evaluatedRecord(1, LISTS, { firmwareVersion: '00020200' }), NOW));
  for (let number = 0; number < count; number += 1) {
    const hex = number.toString(16).toUpperCase().padStart(6, '0');
    const tail = `${hex.slice(0, 2)}-${hex.slice(2, 4)}-${hex.slice(4)}`;
    const item = number % TRIAL_SHARE === 0 ? onTrial : certified;
    yield foundRecord(JSON.parse(item.replaceAll('56-78-00-01', `56-${tail}`)));
  }
}

/** The entries by which the devices run. */
async function* entries() {
  for (const firmwareVersion of [TRIAL_FIRMWARE, '00020200']) yield held(cplEntry({ firmwareVersion }), '1', 'upload');
}

function extractOf(report: 'esi-034' | 'opr'): Task {
  return async ([count = '']) => {
    const bucket = folderObjects(tmpdir(), false);
    const before = performance.now();
    const { rows } = await makeExtract(
      { report, requestId: 'bench' },
      {
        inventory: {
          all: () => devices(Number(count)),
          changedSince: () => devices(Number(count)),
          everTrial: () => devices(Number(count)),
        },
        extracts: s3Extracts({
          ...bucket,
          facts: async () => undefined,
          text: async () => '',
          put: async () => undefined,
          putNew: async () => 'put',
          read: (key) => fileBytes(key),
        }),
        governance: { settings: async () => DEFAULT_SETTINGS, settingsVersion: async () => DEFAULT_SETTINGS },
        ledger: { list: async () => [] },
        models: { all: entries },
        clock: { now: () => NOW },
      },
    );
    return { rows, seconds: (performance.now() - before) / 1000 };
  };
}

void runTask({ 'esi-034': extractOf('esi-034'), opr: extractOf('opr') });
