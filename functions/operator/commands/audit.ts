import { momentInWords } from '../../email/words.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { auditView } from '../views/audit.ts';

/** Decisions that are shown; `--json` has all of them. */
const SHOWN = 20;

/** Whether every decision and what it stored is still as it was written. */
export const audit: Command = {
  usage: 'audit',
  does: 'check that no decision, receipt or governance file was changed, and show who caused the last ones',
  words: [0, 0],
  options: [],
  async run({ pipeline }) {
    const { ports, archive } = pipeline().access;
    const found = await auditView({ ledger: ports.ledger, archive });
    const { decisions, troubles, verdict } = found;
    const [head] = decisions;
    const summary =
      verdict === 'broken'
        ? 'BROKEN: what follows is not as it was written; nothing that was decided before can be proved by it'
        : `Intact: ${decisions.length} decisions, each named by the next one; the last is ${head?.sequence ?? 0}, ${head?.sha256 ?? 'none yet'}`;
    const broken = table(
      ['DECISION', 'OBJECT', 'PROBLEM'],
      troubles.map(({ sequence, key, problem }) => [String(sequence), key, problem]),
    );
    const shown = table(
      ['DECISION', 'TIME', 'COMMAND', 'ABOUT', 'SENT BY', 'NAME GIVEN'],
      decisions
        .slice(0, SHOWN)
        .map(({ sequence, decidedAt, cause }) => [
          String(sequence),
          momentInWords(decidedAt),
          cause.command,
          cause.about,
          cause.sentBy,
          cause.requestedBy ?? '',
        ]),
    );
    return {
      json: found,
      text: [summary, ...(troubles.length === 0 ? [] : [broken]), shown].join('\n\n'),
      exitCode: verdict === 'intact' ? 0 : 1,
    };
  },
};
