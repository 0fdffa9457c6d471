import { normaliseEui } from '../../domain/devices/eui.ts';
import { momentIfAny, momentInWords } from '../../email/words.ts';
import { consoleLink } from '../console-link.ts';
import type { Command } from '../command.ts';
import { facts, table } from '../table.ts';
import { type DeviceLine, deviceView } from '../views/device.ts';
import { WrongUse } from '../wrong-use.ts';

/** One device of the Smart Metering Inventory. */
export const device: Command = {
  usage: 'device EUI',
  does: 'one device of the inventory: details, status history, trial and trial history',
  words: [1, 1],
  options: [],
  async run({ pipeline, words: [text = ''] }) {
    const deviceId = normaliseEui(text);
    if (deviceId === undefined)
      throw new WrongUse(`${text} is not a valid EUI-64: give eight pairs of hexadecimal digits joined by dashes`);
    const reached = pipeline();
    const line = await deviceView(reached.access.ports, deviceId);
    const details = facts([
      ['device', line.deviceId],
      ['known', line.known ? 'yes' : 'no'],
      ['type', line.deviceType],
      ['manufacturer', line.manufacturer],
      ['model', line.model],
      ['firmware', line.firmwareVersion],
      ['CPL entry', line.entryNumber],
      ['GBCS declared', line.declaredGbcsVersion],
      ['GBCS uploaded', substituteInWords(line)],
      ['on the CPL', line.onCpl ? 'yes' : 'no'],
      ['status', line.status],
      ['trial', line.trial === null ? 'none' : `${line.trial.trialId} since ${momentInWords(line.trial.since)}`],
    ]);
    const history = table(
      ['STATUS', 'FROM'],
      line.statusHistory.flatMap(({ status, from, folded }) => [[status, momentInWords(from)], ...notListed(folded)]),
    );
    const trials = table(
      ['TRIAL', 'FROM', 'TO'],
      line.trialHistory.flatMap(({ trialId, from, to, folded }) => [
        [trialId, momentInWords(from), momentIfAny(to)],
        ...notListed(folded),
      ]),
    );
    return {
      json: line,
      text: `${details}\n\nStatus history\n${history}\n\nTrial history\n${trials}${consoleLink(reached, 'devices', deviceId)}`,
    };
  },
};

/** The GBCS version by which the DSP works, and that it is a substitute, if it is (R18). */
function substituteInWords({ declaredGbcsVersion, gbcsVersion }: DeviceLine): string | null {
  return gbcsVersion === declaredGbcsVersion
    ? gbcsVersion
    : `${gbcsVersion}, a substitute: its correction is outstanding`;
}

/** The row in place of the entries of a long history that are no longer listed. */
function notListed(folded: number | undefined): string[][] {
  return folded === undefined ? [] : [['…', `and ${folded} more, no longer listed`]];
}
