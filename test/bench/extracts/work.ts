import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { COLUMN_MAP } from '../../../functions/contracts/column-map.ts';
import { AcceptedExtract } from '../../../functions/contracts/lane-state.ts';
import { CsvReader } from '../../../functions/domain/csv/csv-reader.ts';
import { ByteWindow } from '../../../functions/domain/csv/csv-window.ts';
import { compareExtract } from '../../../functions/domain/extract/extract-diff.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import type { Arrival } from '../../../functions/intake/arrival.ts';
import { decideExtract } from '../../../functions/intake/decide-extract.ts';
import { viewLane } from '../../../functions/intake/decision.ts';
import { fileBytes } from './folder-objects.ts';
import { laneOnFolder } from './lane-on-folder.ts';
import { runTask, type Task } from './task.ts';

/** One piece of work in a process of its own: `work.cjs TASK FILE …`; prints seconds and the peak of memory. */

const MAX_BYTES = Number.MAX_SAFE_INTEGER;

/** Keeps an extract as the accepted one, beside its file. */
const accept: Task = async ([file = '']) => {
  const { ports } = laneOnFolder(dirname(file), true);
  const snapshotKey = `${basename(file)}.snapshot`;
  const records = ports.archive.writer(`${snapshotKey}/records`, '');
  const index = ports.archive.writer(`${snapshotKey}/index`, '');
  const compared = await compareExtract(
    {
      extract: () => fileBytes(file),
      columnMap: COLUMN_MAP,
      maxExtractBytes: MAX_BYTES,
    },
    {
      entryLine: () => undefined,
      snapshotRecords: (chunk) => records.write(chunk),
      snapshotIndex: (chunk) => index.write(chunk),
    },
  );
  if (compared.outcome === 'refused') throw new Error(JSON.stringify(compared.findings.slice(0, 3)));
  await records.finish();
  await index.finish();
  const accepted: AcceptedExtract = {
    uploadId: 'accepted',
    key: basename(file),
    version: '2026-11-02T00:00:00.000Z',
    lastModified: '2026-11-02T00:00:00.000Z',
    sha256: compared.sha256,
    snapshotKey,
  };
  writeFileSync(`${file}.json`, JSON.stringify(accepted));
  return { warned: compared.findingsTotal };
};

/** The lane's whole decision about an extract, as often as it is said: read, compared, judged, snapshot and log. */
const decide: Task = async ([accepted = '', next = '', times = '1']) => {
  const { ledger, ports } = laneOnFolder(dirname(next), false);
  ledger.state = {
    revision: 1,
    sequence: 1,
    accepted: AcceptedExtract.parse(JSON.parse(readFileSync(`${accepted}.json`, 'utf8'))),
  };
  const view = await viewLane(ledger.state, ports, 'bench');
  const settings = { ...view.settings, maxExtractBytes: MAX_BYTES };
  const seconds: number[] = [];
  let changes = 0;
  for (let time = 0; time < Number(times); time += 1) {
    ledger.state = view.state;
    const before = performance.now();
    const decided = await decideExtract(arrivalOf(next), undefined, { ...view, settings }, ports);
    seconds.push((performance.now() - before) / 1000);
    if (decided.pending.accepted?.uploadId !== 'next') throw new Error(`${next} was not accepted`);
    changes = decided.pending.offset;
  }
  return { seconds: seconds.sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? Number.NaN, changes };
};

function arrivalOf(file: string): Arrival {
  return {
    uploadId: 'next',
    key: basename(file),
    objectVersion: undefined,
    kind: 'cpl',
    receivedAt: '2026-11-09T09:00:00.000Z',
  };
}

/** Reads every record of a file, strictly, and every value of it. */
const read: Task = async ([file = '']) => {
  const before = performance.now();
  const reader = new CsvReader(ByteWindow.over(fileBytes(file)), MAX_BYTES, new FindingLog());
  let characters = 0;
  for (let step = reader.step(); step !== 'end'; step = reader.step()) {
    if (step === 'starved') await reader.window.fill();
    else if (step === 'record') characters += reader.scanner.values(reader.window.buffer).join('').length;
    else if (step === 'stopped') throw new Error(`${file} cannot be read`);
  }
  return { seconds: (performance.now() - before) / 1000, characters };
};

const TASKS: Readonly<Record<string, Task>> = { accept, decide, read };

void runTask(TASKS);
