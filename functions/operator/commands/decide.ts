import { userInfo } from 'node:os';
import { SSC_DECISIONS } from '../../contracts/ssc-decision.ts';
import { consoleLink } from '../console-link.ts';
import type { Command } from '../command.ts';
import { decideEntry } from '../decide-entry.ts';

/** Records what the SSC decided about a CPL entry: from then on the worklist asks those who carry it out. */
export const decide: Command = {
  usage: `decide ENTRY-NUMBER ${SSC_DECISIONS.join('|')} --reference TEXT [--on DAY]`,
  does: 'record what the SSC decided about an entry of its worklist; SECAS is asked to carry it out',
  words: [2, 2],
  options: ['reference', 'on'],
  async run({ pipeline, words: [entryNumber, decision], options: { reference = '', on: decidedOn } }) {
    const found = pipeline();
    const requestedBy = userInfo().username;
    const said = { entryNumber, decision, reference, decidedOn };
    const { asks, ...recorded } = await decideEntry(said, requestedBy, found.access);
    const outcome = `Recorded: the SSC decided on ${recorded.decidedOn} about entry ${recorded.entryNumber}.`;
    return {
      json: { ...recorded, requestedBy },
      text: [outcome, ...asks].join('\n').concat(consoleLink(found, 'decisions')),
    };
  },
};
