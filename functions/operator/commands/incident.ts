import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { IncidentAct, isEmptyAct } from '../../contracts/incident-act.ts';
import { devicesInWords } from '../../email/device-words.ts';
import { momentInWords } from '../../email/words.ts';
import { actOnIncident } from '../act-on-incident.ts';
import { consoleLink } from '../console-link.ts';
import type { Command, GivenOptions } from '../command.ts';
import { incidentSummary } from '../incident-summary.ts';
import { facts, table } from '../table.ts';
import { type IncidentDetails, incidentView } from '../views/incident.ts';
import { WrongUse } from '../wrong-use.ts';

/** One incident; what is said of it is recorded first. */
export const incident: Command = {
  usage:
    'incident ID [--confirm CATEGORY --reason TEXT] [--note TEXT] [--fix-expected DAY] [--deploy-expected DAY] [--dcc-incident INC-NUMBER] [--dsp-change TR-NUMBER] [--suppliers "A; B"] [--severity-1-fix ENTRY --of REFERENCE]',
  does: 'one incident: category with its criteria, clocks, who is affected, timeline; or record a category, a note, a date, a number or suppliers',
  words: [1, 1],
  options: [
    'confirm',
    'reason',
    'note',
    'fix-expected',
    'deploy-expected',
    'dcc-incident',
    'dsp-change',
    'suppliers',
    'severity-1-fix',
    'of',
  ],
  async run({ pipeline, words: [incidentId = ''], options }) {
    const act = actOf(options);
    const found = pipeline();
    const { access } = found;
    if (!isEmptyAct(act)) {
      const [requestedBy, commandId] = [userInfo().username, randomUUID()];
      await actOnIncident({ incidentId, act, requestedBy, commandId }, access);
    }
    const details = await incidentView(access.ports, incidentId);
    if (details === undefined) throw new WrongUse(`There is no incident ${incidentId}: npm run cpl -- incidents`);
    return { json: details, text: `${inWords(details)}${consoleLink(found, 'incidents', incidentId)}` };
  },
};

/** What the options say of the incident. */
function actOf(options: GivenOptions): IncidentAct {
  const { confirm, reason, note, suppliers, 'fix-expected': fixExpected, 'deploy-expected': deployExpected } = options;
  const { 'severity-1-fix': entryKey, of: reference, 'dcc-incident': dccIncident, 'dsp-change': dspChange } = options;
  if (confirm !== undefined && (reason ?? '').trim() === '')
    throw new WrongUse('A category is confirmed with a reason: --confirm CATEGORY --reason TEXT');
  if (confirm === undefined && reason !== undefined) throw new WrongUse('--reason goes with --confirm CATEGORY');
  if (confirm !== undefined && !/^[1-5]$/.test(confirm))
    throw new WrongUse(`There is no category ${confirm}: it is one of 1 (the most severe) to 5`);
  if ((entryKey === undefined) !== (reference === undefined))
    throw new WrongUse('A fix is named with its incident: --severity-1-fix ENTRY --of REFERENCE');
  const names = suppliers?.split(';').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  if (names?.length === 0) throw new WrongUse('Name the suppliers, separated by semicolons: --suppliers "A; B"');
  if (note !== undefined && note.trim() === '') throw new WrongUse('A note says something: --note TEXT');
  for (const day of [fixExpected, deployExpected]) {
    if (day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day))
      throw new WrongUse(`${day} is not a valid date: use yyyy-mm-dd`);
  }
  const said = {
    ...(confirm === undefined ? {} : { confirm: { category: Number(confirm), reason } }),
    ...(note === undefined ? {} : { note }),
    ...(fixExpected === undefined ? {} : { fixExpected }),
    ...(deployExpected === undefined ? {} : { deployExpected }),
    ...(dccIncident === undefined ? {} : { dccIncident: dccIncident.toUpperCase() }),
    ...(dspChange === undefined ? {} : { dspChange: dspChange.toUpperCase() }),
    ...(entryKey === undefined ? {} : { severity1Fix: { entryKey: entryKey.toUpperCase(), reference } }),
    ...(names === undefined ? {} : { suppliers: [...new Set(names)] }),
  };
  const act = IncidentAct.safeParse(said);
  if (act.success) return act.data;
  const what = act.error.issues.map(({ path: [part = ''], message }) => `${String(part)} ${message}`);
  throw new WrongUse(`That cannot be recorded: ${what.join('; ')}`);
}

function inWords(found: IncidentDetails): string {
  const summary = facts(incidentSummary(found));
  const models = table(
    ['DEVICE MODEL', 'BLOCKED FIRMWARE', 'EARLIER FIRMWARE INSTALLS', 'DEVICES'],
    found.models.map((model) => [
      [model.deviceType, model.manufacturerIdentifier, model.modelIdentifier, model.hardwareVersion].join(' '),
      model.firmwareVersions.join(', '),
      model.earlierFirmware === null ? 'not looked at' : model.earlierFirmware ? 'yes' : 'no',
      model.devices === null ? 'not counted' : devicesInWords(model.devices.byStatus, model.devices.atLeast),
    ]),
  );
  const criteria = table(
    ['CATEGORY', 'CRITERION (SEC H9)', 'OUR VIEW', 'BECAUSE'],
    found.criteria.map((view) => [view.category, view.criterion, view.view, view.because]),
  );
  const timeline = table(
    ['TIME', 'WHAT HAPPENED'],
    found.timeline.map(({ at, text }) => [momentInWords(at), text]),
  );
  return [summary, `Device Models\n${models}`, `Criteria\n${criteria}`, `Timeline\n${timeline}`].join('\n\n');
}
