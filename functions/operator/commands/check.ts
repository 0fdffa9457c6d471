import { inFigures } from '../../domain/words/counted.ts';
import { countsInWords } from '../../email/count-words.ts';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { systemClock } from '../../adapters/system-clock.ts';
import type { Receipt } from '../../contracts/receipt.ts';
import { devicesInWords, supplierIdsInWords } from '../../email/device-words.ts';
import type { Answer, Command } from '../command.ts';
import type { Pipeline } from '../find-pipeline.ts';
import { signatureKeyOf } from '../../intake/cpl/signature.ts';
import type { GovernanceRehearsal } from '../governance-rehearsal.ts';
import { findingsTable } from '../findings-table.ts';
import { foreseen } from '../foreseen.ts';
import { HEADER_BYTES, inboxKey } from '../inbox-key.ts';
import { NO_PIPELINE, rehearse } from '../rehearsal.ts';
import { facts, table } from '../table.ts';
import { WrongUse } from '../wrong-use.ts';

/** What would become of a file: whether it would be accepted, what it would change, and what is found wrong in it. */
export type Verdict = {
  readonly verdict: 'accepted' | 'held' | 'refused' | 'superseded';
  readonly counts: Receipt['upload']['counts'];
  readonly findings: Receipt['findings'];
  /** Entries that would be blocked, and Device Models that would lose their entry. */
  readonly blocked: Receipt['blocked'];
  readonly removed: Receipt['removed'];
  /** What a governance file would do once it is active (R82). */
  readonly governance?: GovernanceRehearsal;
};

/** What the lane would decide about a file, by the accepted list of a pipeline where there is one. Changes nothing. */
export const check: Command = {
  usage: 'check FILE',
  does: 'show what the pipeline would decide about a file, before you upload it; also works without a running pipeline',
  words: [1, 1],
  options: [],
  async run({ words: [path = ''], pipelineIfAny }) {
    return checkFile(path, inboxKey(path, await headerOf(path)), pipelineIfAny());
  },
};

/** Checks a file as if it were put into the inbox under a key; `found` is the pipeline it is compared with, if any. */
export async function checkFile(path: string, key: string, found: Pipeline | undefined): Promise<Answer> {
  const file = await stat(path).catch((cause: unknown) => {
    throw new WrongUse(`${path} cannot be read`, { cause });
  });
  if (!file.isFile()) throw new WrongUse(`${path} is not a file`);
  // A run that died leaves its file behind: then there is no pipeline to ask.
  const access = (await found?.console?.answers()) === false ? undefined : found?.access;
  const { receipt, governance } = await rehearse(
    {
      key,
      size: file.size,
      isSigned: existsSync(signatureKeyOf(path)),
      bytes: () => createReadStream(path),
    },
    access?.rehearsalBase ?? NO_PIPELINE,
    access === undefined ? systemClock.now() : await access.ports.now(),
  );
  const verdict: Verdict = { ...verdictOf(receipt), ...(governance === undefined ? {} : { governance }) };
  return {
    json: verdict,
    text: [
      `${path}: ${foreseen(receipt)}`,
      governance === undefined ? facts(countsInWords(verdict.counts)) : '',
      blockedTable(verdict),
      removedTable(verdict),
      ...(governance === undefined ? [] : governanceTables(governance)),
      findingsTable(verdict.findings),
      access === undefined ? 'Checked without a pipeline: against an empty list and the default register.' : '',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    exitCode: verdict.verdict === 'accepted' ? 0 : 1,
  };
}

/** The first bytes of a file; none of one that cannot be read, which is reported by what reads it. */
async function headerOf(path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(path, { end: HEADER_BYTES - 1 })) chunks.push(Buffer.from(chunk));
  } catch {
    return new Uint8Array();
  }
  return Buffer.concat(chunks);
}

/** A repeat of the accepted extract, or an active governance file, is as good as accepted. */
function verdictOf({ upload, findings, blocked, removed }: Receipt): Verdict {
  const { decision, counts } = upload;
  const verdict = decision === 'repeat' || decision === 'active' ? 'accepted' : decision;
  return { verdict, counts, findings, blocked, removed };
}

function blockedTable({ blocked }: Verdict): string {
  if (blocked.length === 0) return '';
  const rows = blocked.map(({ entryNumber, entryKey, reason }) => [entryNumber, entryKey, reason]);
  return `Would be blocked:\n${table(['ENTRY', 'DEVICE MODEL', 'WHY'], rows)}`;
}

function removedTable({ removed }: Verdict): string {
  if (removed.length === 0) return '';
  const rows = removed.map(({ entryNumber, entryKey, devices, suppliers }) => [
    entryNumber,
    entryKey,
    devicesInWords(devices),
    supplierIdsInWords(suppliers),
  ]);
  return `Would lose their entry:\n${table(['ENTRY', 'DEVICE MODEL', 'DEVICES', 'SUPPLIERS'], rows)}`;
}

/** What a governance file would do, in tables: flags, lines, versions, and who would be written to. */
function governanceTables({ flags, released, waiting, noLongerRecognised, mails, letters }: GovernanceRehearsal) {
  const count = ({ devices, atLeast }: GovernanceRehearsal['flags'][number]) =>
    `${atLeast ? 'at least ' : ''}${inFigures(devices)}`;
  const lines = (of: GovernanceRehearsal['released']) =>
    table(
      ['DEVICE MODEL', 'GBCS', 'WHY'],
      of.map(({ entryKey, gbcsVersion, why }) => [entryKey, gbcsVersion, why]),
    );
  return [
    `Trial flags that would change:\n${table(
      ['FIRMWARE', 'FROM', 'TO', 'DEVICES', 'THE FIRST OF THEM'],
      flags.map((flag) => [
        flag.firmware,
        flag.from ?? 'no trial',
        flag.to ?? 'no trial',
        count(flag),
        flag.deviceIds.slice(0, 3).join(' '),
      ]),
    )}`,
    `Would go to the DSP:\n${lines(released)}`,
    `Would still wait:\n${lines(waiting)}`,
    `GBCS versions that would no longer be let on:\n${table(
      ['GBCS', 'CURRENT ENTRIES'],
      noLongerRecognised.map(({ gbcsVersion, entries }) => [gbcsVersion, entries]),
    )}`,
    `Mails that would be sent:\n${table(
      ['TO', 'SUBJECT'],
      mails.map(({ to, subject }) => [to.join(', '), subject]),
    )}`,
    `Letters that would be ready to be sent:\n${table(
      ['LETTER'],
      letters.map((letterId) => [letterId]),
    )}`,
  ];
}
