import { Receipt } from '../../../functions/contracts/receipt.ts';
import type { Upload } from '../../../functions/contracts/upload.ts';
import { shortened } from '../../../functions/email/header-text.ts';
import { letters } from '../../../functions/email/letters.ts';
import { FakeLane } from '../fake-lane.ts';
import { list, row } from '../compared-lists.ts';
import { RECIPIENTS } from '../recipients.ts';
import { duis, prenotification } from '../srv-messages.ts';
import { srvWorld } from '../srv-world.ts';
import type { Recipe } from './corpus.ts';

const WHEN = '2026-11-03T09:00:00.000Z';
const AFTERWARDS = '2026-11-04T09:00:00.000Z';
const NEIGHBOURS = ['00-DB-12-34-56-78-90-01', '00-DB-12-34-56-78-90-02'];

/** What became of a hostile case, in the words of the manifest, and the lane with all that left it on its account. */
export type Driven = { readonly outcome: string; readonly lane: FakeLane };

function laneWithLetters(): FakeLane {
  const lane = new FakeLane();
  lane.letters = letters(RECIPIENTS);
  lane.inbox.pieceBytes = 60_001;
  return lane;
}

/** Puts a hostile file into the inbox of a fresh lane, then a sound extract, which must go through all the same. */
export async function driveFile(key: string, { content, maxExtractBytes }: Omit<Recipe, 'name'>): Promise<Driven> {
  const lane = laneWithLetters();
  if (maxExtractBytes !== undefined) {
    await lane.drop('governance/settings.json', JSON.stringify({ maxExtractBytes }));
  }
  const upload = await lane.drop(key, content, { at: WHEN });
  const outcome = upload === undefined ? 'passed over' : outcomeOf(upload, await receiptFor(lane, upload));
  await soundExtractGoesThrough(lane);
  return { outcome, lane };
}

/** Gives a hostile message to a fresh lane, then a sound extract, which must go through all the same. */
export async function driveLaneMessage(body: string): Promise<Driven> {
  const lane = laneWithLetters();
  await lane.deliver(body);
  const [dead] = lane.deadLetters;
  const [upload] = await lane.ledger.list('uploads');
  const outcome =
    dead !== undefined
      ? `dead letter: ${dead.reason}`
      : upload === undefined
        ? 'nothing to do'
        : outcomeOf(upload, await receiptFor(lane, upload));
  if (dead !== undefined && dead.body !== body) throw new Error('The dead letter is not the message');
  await soundExtractGoesThrough(lane);
  return { outcome, lane };
}

/** Delivers a hostile message in one batch with two sound ones, both of which must be recorded. */
export async function driveSrvMessage(body: string): Promise<string> {
  const world = srvWorld({ trialFlagging: 'on', lists: [] });
  const [before = '', after = ''] = NEIGHBOURS.map((deviceId) => duis('12.2', prenotification({ deviceId })));
  const { retry, summary } = await world.deliver(before, body, after);
  if (retry.length > 0) throw new Error(`Delivered again: ${retry.join(', ')}, ${JSON.stringify(summary)}`);
  // The summary is what is logged.
  if (/[\dA-F]{2}(?:-[\dA-F]{2}){7}/.test(JSON.stringify(summary))) throw new Error('A device is named in the log');
  for (const deviceId of NEIGHBOURS) {
    if ((await world.devices.find(deviceId)) === undefined) throw new Error(`The neighbour ${deviceId} was lost`);
  }
  const [dead] = world.dead;
  if (dead !== undefined && dead.body !== body) throw new Error('The dead letter is not the message');
  const kinds = Object.entries({
    '12.2': Number(summary['srv122']) - NEIGHBOURS.length,
    '8.4': summary['srv84'],
    firmware: summary['firmware'],
    status: summary['status'],
    reevaluation: summary['reevaluations'],
    ignored: summary['ignored'],
  }).flatMap(([kind, count]) => (count === 1 ? [kind] : []));
  return dead === undefined ? kinds.join(' ') : `dead letter: ${shortened(dead.reason, 120)}`;
}

function outcomeOf({ decision, counts }: Upload, { findings }: Receipt): string {
  const parts = [
    decision,
    ...(counts.blocked > 0 ? [`${counts.blocked} blocked`] : []),
    ...(counts.quarantined > 0 ? [`${counts.quarantined} quarantined`] : []),
  ];
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return codes.length === 0 ? parts.join(', ') : `${parts.join(', ')}: ${codes.join(' ')}`;
}

async function receiptFor(lane: FakeLane, { receiptKey }: Upload): Promise<Receipt> {
  return Receipt.parse(JSON.parse(await lane.archive.text(receiptKey)));
}

async function soundExtractGoesThrough(lane: FakeLane): Promise<void> {
  await lane.drop('governance/settings.json', '{}', { at: AFTERWARDS });
  // GBCS does not apply to SMETS1, so that no register can block it.
  const entry = { modelIdentifier: 'FFBF', smetsChtsVersion: 'SMETS V1.2', gbcsVersion: '0.0', entryNumber: '999999' };
  const version = 'Version 1.8 Issued on 03-11-2026';
  const upload = await lane.drop('cpl/neighbour.csv', list(row({ ...entry, version })), { at: AFTERWARDS });
  const last = lane.sent.at(-1)?.entry.entryKey;
  if (upload?.decision !== 'accepted' || last !== 'ESME/FA01/FFBF/030B/0002012F') {
    throw new Error(`The sound list behind it is ${upload?.decision}, the last that the DSP was sent is ${last}`);
  }
}
