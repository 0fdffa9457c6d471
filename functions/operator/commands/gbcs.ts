import { gbcsRegisterCsv } from '../../domain/gbcs/gbcs-file.ts';
import { counted } from '../../email/words.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { type GbcsLine, gbcsView } from '../views/gbcs.ts';

/** The GBCS register in force, and what depends on each version; or as the file to correct and put into the inbox. */
export const gbcs: Command = {
  usage: 'gbcs [--csv]',
  does: 'the GBCS register: each version, its next change, entries that declare it (--csv: the file, to correct and upload)',
  words: [0, 0],
  options: ['csv'],
  async run({ pipeline, options }) {
    const { ports } = pipeline().access;
    if (options.csv === true) {
      const register = await ports.governance.gbcsRegister();
      return { json: register, text: gbcsRegisterCsv(register).trimEnd() };
    }
    const lines = await gbcsView(ports);
    return {
      json: lines,
      text: table(
        ['GBCS', 'STATE', 'VALID FROM', 'LAST VALID DAY', 'NEXT CHANGE', 'ENTRIES', 'MODELS', 'MANUFACTURERS'],
        lines.map((line) => [
          line.gbcsVersion,
          line.state,
          line.validFrom,
          line.validTo,
          changeOf(line),
          line.entries,
          line.models,
          line.manufacturers,
        ]),
      ),
    };
  },
};

function changeOf({ nextChange }: GbcsLine): string | null {
  if (nextChange === null) return null;
  return nextChange.daysLeft === 0
    ? `${nextChange.change} today`
    : `${nextChange.change} in ${counted(nextChange.daysLeft, 'day')}`;
}
