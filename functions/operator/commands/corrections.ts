import { devicesInWords, supplierIdsInWords } from '../../email/device-words.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { correctionsView } from '../views/corrections.ts';

/** What the DSP holds under a substitute. */
export const corrections: Command = {
  usage: 'corrections',
  does: 'entries that the DSP holds under a substitute GBCS version (Option B), with the devices they concern',
  words: [0, 0],
  options: [],
  async run({ pipeline }) {
    const lines = await correctionsView(pipeline().access.ports);
    return {
      json: lines,
      text: table(
        ['NUMBER', 'ENTRY', 'DECLARED', 'UPLOADED', 'SINCE', 'DEVICES', 'SUPPLIERS'],
        lines.map(({ entryNumber, entryKey, declaredGbcsVersion, uploadedGbcsVersion, since, devices }) => [
          entryNumber,
          entryKey,
          declaredGbcsVersion,
          uploadedGbcsVersion,
          since,
          devicesInWords(devices.byStatus, devices.atLeast),
          supplierIdsInWords(devices.bySupplier),
        ]),
      ),
    };
  },
};
