import { daysFromNow, dayInWords, inFigures, momentIfAny, momentInWords } from '../../email/words.ts';
import { consoleLink } from '../console-link.ts';
import type { Command } from '../command.ts';
import { facts, table } from '../table.ts';
import { trialView } from '../views/trial.ts';
import { WrongUse } from '../wrong-use.ts';

/** One trial, with its devices and its history on the agreed list. */
export const trial: Command = {
  usage: 'trial ID',
  does: 'one trial: limit, end, its row in each version of the agreed list, and its devices',
  words: [1, 1],
  options: [],
  async run({ pipeline, words: [trialId = ''] }) {
    const reached = pipeline();
    const found = await trialView(reached.access.ports, trialId);
    if (found === undefined) throw new WrongUse(`No version of the agreed list has a trial ${trialId}`);
    const details = facts([
      ['trial', found.trialId],
      ['state', found.state],
      ['manufacturer', found.manufacturer],
      ['type', `${found.deviceType}, ${found.variantFamily}`],
      ['firmware', found.models.map((of) => `${of.model}: ${of.firmwareVersions.join(', ')}`).join('; ')],
      ['certificates', found.trialCertificateIds.join(', ')],
      ['devices', `${inFigures(found.devices)} of ${inFigures(found.deviceLimit)} (${found.limitStatus})`],
      ['ends', `${dayInWords(found.endDate)}, ${daysFromNow(found.daysToEnd)} (${found.endStatus})`],
      ['at the end', found.endDecision === '' ? 'not decided' : found.endDecision],
      ['sponsor', found.sponsoringSupplier],
      ['Department notified', found.departmentNotifiedOn],
    ]);
    const versions = table(
      ['LIST', 'ACTIVE SINCE', 'LIMIT', 'START', 'END', 'AT THE END', 'SSC DECISION', 'JUSTIFICATION'],
      found.versions.map((version) => [
        version.listVersion,
        momentInWords(version.activatedAt),
        version.deviceLimit,
        version.startDate,
        version.endDate,
        version.endDecision,
        version.sscDecisionReference,
        version.justification,
      ]),
    );
    const devices = table(
      ['DEVICE', 'FIRMWARE', 'STATUS', 'TRIAL SINCE', 'RESPONSIBLE PARTY', 'SUSPENSION ASKED'],
      found.trialDevices.map((device) => [
        device.deviceId,
        device.firmwareVersion,
        device.status,
        momentInWords(device.since),
        device.responsibleParty,
        momentIfAny(device.suspensionRequestedAt),
      ]),
    );
    return {
      json: found,
      text: `${details}\n\nAgreed lists\n${versions}\n\nDevices\n${devices}${consoleLink(reached, 'trials', trialId)}`,
    };
  },
};
