import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { systemClock } from '../../adapters/system-clock.ts';
import type { Receipt } from '../../contracts/receipt.ts';
import type { Answer, Command } from '../command.ts';
import type { Pipeline } from '../find-pipeline.ts';
import { signatureKeyOf } from '../../intake/extract-signature.ts';
import { findingsTable } from '../findings-table.ts';
import { inboxKey } from '../inbox-key.ts';
import { NO_PIPELINE, rehearse } from '../rehearsal.ts';
import { facts } from '../table.ts';
import { WrongUse } from '../wrong-use.ts';

/** What would become of a file: whether it would be accepted, and everything there is to say about it. */
export type Verdict = {
  readonly verdict: 'accepted' | 'held' | 'refused';
  readonly counts: Receipt['upload']['counts'];
  readonly findings: Receipt['findings'];
};

/** Judges a file as the lane would, against the accepted list of a pipeline where there is one, and changes nothing. */
export const check: Command = {
  usage: 'check FILE',
  does: 'say what the lane would decide about a file, before it is uploaded; works without a pipeline too',
  words: [1, 1],
  options: [],
  run: ({ words: [path = ''], pipelineIfAny }) => checkFile(path, inboxKey(path), pipelineIfAny()),
};

/** Judges a file as if it were put into the inbox under a key; `found` is the pipeline it is judged by, if any. */
export async function checkFile(path: string, key: string, found: Pipeline | undefined): Promise<Answer> {
  const file = await stat(path).catch((cause: unknown) => {
    throw new WrongUse(`${path} cannot be read`, { cause });
  });
  if (!file.isFile()) throw new WrongUse(`${path} is not a file`);
  // A run that died leaves its file behind: then there is no pipeline to ask.
  const access = (await found?.console?.answers()) === false ? undefined : found?.access;
  const receipt = await rehearse(
    {
      key,
      size: file.size,
      isSigned: existsSync(signatureKeyOf(path)),
      bytes: () => createReadStream(path),
    },
    access?.rehearsalBase ?? NO_PIPELINE,
    access === undefined ? systemClock.now() : await access.ports.now(),
  );
  const verdict = verdictOf(receipt);
  return {
    json: verdict,
    text: [
      `${path}: ${receipt.outcome}`,
      facts(Object.entries(verdict.counts)),
      findingsTable(verdict.findings),
      access === undefined ? 'Judged without a pipeline: against an empty list and the default register.' : '',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    exitCode: verdict.verdict === 'accepted' ? 0 : 1,
  };
}

/** A repeat of the accepted extract, or an active governance file, is as good as accepted. */
function verdictOf({ upload, findings }: Receipt): Verdict {
  const { decision, counts } = upload;
  return { verdict: decision === 'held' || decision === 'refused' ? decision : 'accepted', counts, findings };
}
