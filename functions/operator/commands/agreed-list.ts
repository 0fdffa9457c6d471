import type { Command } from '../command.ts';
import { WrongUse } from '../wrong-use.ts';
import { checkFile } from './check.ts';

/** Checks a file as an agreed list, whatever it is called. */
export const agreedList: Command = {
  usage: 'agreed-list check FILE',
  does: 'check whether a file would be activated as the agreed list, with every reason; also works without a running pipeline',
  words: [2, 2],
  options: [],
  async run({ words: [verb, path = ''], pipelineIfAny }) {
    if (verb !== 'check') throw new WrongUse('Usage: agreed-list check FILE');
    return checkFile(path, 'governance/agreed-list.csv', pipelineIfAny());
  },
};
