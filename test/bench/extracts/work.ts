import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AcceptedCpl } from '../../../functions/contracts/lane-state.ts';
import { CsvReader } from '../../../functions/domain/csv/csv-reader.ts';
import { ByteWindow } from '../../../functions/domain/csv/csv-window.ts';
import { FindingLog } from '../../../functions/domain/findings/finding-log.ts';
import { compareList } from '../../../functions/domain/list/compare-list.ts';
import { decideList } from '../../../functions/intake/cpl/decide-list.ts';
import type { Arrival } from '../../../functions/intake/lane/arrival.ts';
import { viewLane } from '../../../functions/intake/lane/decision.ts';
import { fileBytes } from './folder-objects.ts';
import { laneOnFolder } from './lane-on-folder.ts';
import { processorSeconds, runTask, type Task } from './task.ts';

/** One piece of work in a process of its own: `work.cjs TASK FILE …`; prints seconds and the peak of memory. */

const MAX_BYTES = Number.MAX_SAFE_INTEGER;

/** Keeps a list as the accepted one, beside its file. */
const accept: Task = async ([file = '']) => {
  const { ports } = laneOnFolder(dirname(file), true);
  const listKey = `${basename(file)}.list`;
  const kept = ports.archive.writer(listKey, '');
  const compared = await compareList(
    { list: () => fileBytes(file), maxBytes: MAX_BYTES },
    { change: () => undefined, accepted: (chunk) => kept.write(chunk), acceptedAgain: () => kept.discard() },
  );
  if (compared.outcome === 'refused') throw new Error(JSON.stringify(compared.findings.slice(0, 3)));
  await kept.finish();
  const accepted: AcceptedCpl = {
    uploadId: 'accepted',
    key: basename(file),
    issue: compared.issue.issue,
    receivedAt: '2026-11-02T00:00:00.000Z',
    sha256: compared.sha256,
    listKey,
    ...compared.totals,
  };
  writeFileSync(`${file}.json`, JSON.stringify(accepted));
  return { warned: compared.findingsTotal };
};

/** One change in a hundred of a million takes more Device Models than the guard lets through unseen. */
const APPROVAL = { by: 'bench', reason: 'measured', at: '2026-11-09T09:00:00.000Z' };

/** The lane's whole decision about a list, as often as it is said: read, compared, gated, kept and logged. */
const decide: Task = async ([accepted = '', next = '', times = '1']) => {
  const { ledger, ports } = laneOnFolder(dirname(next), false);
  ledger.state = {
    revision: 1,
    sequence: 1,
    held: [],
    losses: [],
    accepted: AcceptedCpl.parse(JSON.parse(readFileSync(`${accepted}.json`, 'utf8'))),
  };
  const view = await viewLane(ledger.state, ports, {
    delivery: 'bench',
    cause: { command: 'file', about: next, sentBy: 'bench' },
  });
  const settings = { ...view.settings, maxExtractBytes: MAX_BYTES };
  const seconds: number[] = [];
  let changes = 0;
  for (let time = 0; time < Number(times); time += 1) {
    ledger.state = view.state;
    const before = processorSeconds();
    const decided = await decideList(arrivalOf(next), APPROVAL, { ...view, settings }, ports);
    seconds.push(processorSeconds() - before);
    if (decided.pending.facts.accepted?.uploadId !== 'next') throw new Error(`${next} was not accepted`);
    changes = (await ledger.list('uploads')).length;
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
    putBy: undefined,
  };
}

/** Reads every record of a file, strictly, and every value of it. */
const read: Task = async ([file = '']) => {
  const before = processorSeconds();
  const reader = new CsvReader(ByteWindow.over(fileBytes(file)), MAX_BYTES, new FindingLog());
  let characters = 0;
  for (let step = reader.step(); step !== 'end'; step = reader.step()) {
    if (step === 'starved') await reader.window.fill();
    else if (step === 'record') characters += reader.scanner.values(reader.window.buffer).join('').length;
    else if (step === 'stopped') throw new Error(`${file} cannot be read`);
  }
  return { seconds: processorSeconds() - before, characters };
};

/** Reads the bytes of a file once and takes their hash: what no comparison can do without. */
const hash: Task = async ([file = '']) => {
  const before = processorSeconds();
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of fileBytes(file)) {
    digest.update(chunk);
    bytes += chunk.byteLength;
  }
  digest.digest('hex');
  return { seconds: processorSeconds() - before, bytes };
};

/** The lane's decision about a file that somebody put into the inbox of a pipeline without a list: refused or not. */
const check: Task = async ([file = '']) => {
  const { ledger, ports } = laneOnFolder(dirname(file), false);
  ledger.state = { revision: 1, sequence: 1, held: [], losses: [] };
  const view = await viewLane(ledger.state, ports, {
    delivery: 'bench',
    cause: { command: 'file', about: file, sentBy: 'bench' },
  });
  const before = processorSeconds();
  await decideList(arrivalOf(file), undefined, view, ports);
  return { seconds: processorSeconds() - before };
};

const TASKS: Readonly<Record<string, Task>> = { accept, decide, read, hash, check };

void runTask(TASKS);
