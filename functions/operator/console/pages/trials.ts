import { type Html, html } from '../../../email/html.ts';
import { counted, daysFromNow, dayInWords, inFigures } from '../../../email/words.ts';
import { statusInWords } from '../../../email/status-words.ts';
import { londonDay } from '../../../domain/calendar/london-time.ts';
import { daysBetween } from '../../../domain/calendar/calendar-day.ts';
import { type TrialDetail, trialView } from '../../views/trial.ts';
import { MOST_COUNTED, type TrialLine, trialsPage } from '../../views/trials.ts';
import type { Look, Page, PageModule } from '../page.ts';
import {
  at,
  choice,
  facts,
  folded,
  link,
  meter,
  NOTHING,
  pager,
  search,
  section,
  table,
  tag,
  type Tone,
} from '../parts.ts';
import { moment } from '../time.ts';

export const TRIAL_PAGES: readonly PageModule[] = [
  { path: '/trials', place: 'trials', show: trialListPage },
  { path: '/trials/:id', place: 'trials', show: trialPage },
];

const SHOWN = 25;

const STATES: Readonly<Record<TrialLine['state'], Tone>> = {
  planned: 'plain',
  active: 'good',
  ended: 'warn',
  dropped: 'plain',
};
const CHOICES: readonly (readonly [TrialLine['state'] | '', string])[] = [
  ['', 'Any state'],
  ['ended', 'ended'],
  ['active', 'active'],
  ['planned', 'planned'],
  ['dropped', 'dropped'],
];

/** The trials that there are and were: what has ended with devices first, then by its end. */
async function trialListPage(look: Look): Promise<Page> {
  const today = londonDay(look.now);
  const [state] = CHOICES.find(([value]) => value === look.query.get('state')) ?? ([''] as const);
  const text = look.query.get('q') ?? '';
  const from = Number(look.query.get('after') ?? 0) || 0;
  const { trials, total } = await trialsPage(look.source.access.ports, { state, text }, from, SHOWN);
  const next = from + SHOWN < total ? String(from + SHOWN) : undefined;
  const isSearch = state !== '' || text.trim() !== '';
  return {
    title: 'Trials of the agreed list',
    main: html`<section aria-label="Trials">
      ${search(look, 'q', 'Trial, manufacturer or type', choice(look, 'state', 'State', CHOICES))}
      ${table(
        'Trials, what is overdue first, then by their end',
        ['Trial', 'Of', 'State', { head: 'Devices of the limit', kind: 'wide' }, 'Ends'],
        trials.map((trial) => ({
          key: trial.trialId,
          cells: [
            link(at('/trials', trial.trialId), trial.trialId),
            whatOf(trial),
            tag(trial.state, STATES[trial.state]),
            html`${trial.devices >= MOST_COUNTED ? 'at least ' : NOTHING}${meter(`Devices of ${trial.trialId}`, trial.devices, trial.deviceLimit)}`,
            html`${dayInWords(trial.endDate)}<br /><small>${daysFromNow(daysBetween(today, trial.endDate))}</small>`,
          ],
        })),
        isSearch ? 'No trial fits.' : 'The agreed list has no trials.',
      )}
      ${pager(look, next, counted(total, 'trial'))}
    </section>`,
  };
}

function whatOf({ manufacturer, deviceType, variantFamily }: TrialLine): string {
  return [manufacturer, deviceType, variantFamily === 'none' ? '' : variantFamily].filter(Boolean).join(' ');
}

async function trialPage(look: Look): Promise<Page | undefined> {
  const trial = await trialView(look.source.access.ports, look.of['id'] ?? '');
  if (trial === undefined) return undefined;
  return {
    title: `${trial.trialId}: ${counted(trial.devices, 'device')} of ${inFigures(trial.deviceLimit)}, ${trial.daysToEnd < 0 ? 'ended' : 'ends'} ${daysFromNow(trial.daysToEnd)}`,
    above: [['/trials', 'Trials']],
    main: html`${section('state', 'As it is now', factsHtml(trial))}
    ${section('devices', 'Devices that are flagged', devicesHtml(look, trial))}
    ${section('versions', 'What each version of the agreed list said of it', ...versionsHtml(trial))}`,
  };
}

const LIMITS: Readonly<Record<TrialDetail['limitStatus'], readonly [word: string, tone: Tone]>> = {
  within: ['within the limit', 'good'],
  near: ['near the limit', 'warn'],
  over: ['over the limit', 'bad'],
};
const ENDS: Readonly<Record<TrialDetail['endStatus'], readonly [word: string, tone: Tone]>> = {
  running: ['running', 'good'],
  ending: ['ends soon', 'warn'],
  overdue: ['past its end with devices in use', 'bad'],
  over: ['over', 'plain'],
};

function factsHtml(trial: TrialDetail): Html {
  const byStatus = Object.entries(trial.devicesByStatus).map(([status, count]) => `${count} ${statusInWords(status)}`);
  return facts([
    [
      'Limit',
      html`${meter(`Devices of ${trial.trialId}`, trial.devices, trial.deviceLimit)}
      ${tag(...LIMITS[trial.limitStatus])}`,
    ],
    ['Devices by status', byStatus.join(', ') || 'none'],
    ['Runs', html`${dayInWords(trial.startDate)} to ${dayInWords(trial.endDate)} ${tag(...ENDS[trial.endStatus])}`],
    [
      'Decision for the end',
      trial.endDecision === ''
        ? tag('none recorded', trial.daysToEnd <= 30 ? 'warn' : 'plain')
        : trial.endDecision.replaceAll('-', ' '),
    ],
    ['Of', whatOf(trial)],
    [
      'Models and firmware',
      trial.models.map(({ model, firmwareVersions }) => `${model}: ${firmwareVersions.join(', ')}`).join('; '),
    ],
    ['Trial certificates', trial.trialCertificateIds.join(', ')],
    ['Sponsoring supplier', trial.sponsoringSupplier],
    [
      'Department notified',
      trial.departmentNotifiedOn === '' ? 'not recorded' : dayInWords(trial.departmentNotifiedOn),
    ],
  ]);
}

function devicesHtml(look: Look, { trialDevices }: TrialDetail): Html {
  const from = Number(look.query.get('after') ?? 0) || 0;
  const shown = trialDevices.slice(from, from + SHOWN);
  const next = from + SHOWN < trialDevices.length ? String(from + SHOWN) : undefined;
  const rows = shown.map((device) => ({
    key: device.deviceId,
    cells: [
      link(at('/devices', device.deviceId), html`<span class="code">${device.deviceId}</span>`),
      html`<span class="code">${device.model} ${device.firmwareVersion}</span>`,
      html`${statusInWords(device.status)}${device.suspensionRequestedAt === null ? NOTHING : html`<br /><small>suspension asked for ${moment(device.suspensionRequestedAt)}</small>`}`,
      moment(device.since),
      html`<span class="code">${device.responsibleParty || 'not known'}</span>`,
    ],
  }));
  return html`${table('Devices', ['Device', 'Model and firmware', 'Status', 'Flagged since', 'Responsible supplier'], rows, 'None.')}
  ${pager(look, next, counted(trialDevices.length, 'device'))}`;
}

function versionsHtml({ versions }: TrialDetail): Html[] {
  return versions.toReversed().map((version) =>
    folded(
      `version ${version.listVersion}`,
      `Version ${version.listVersion}: limit ${version.deviceLimit}, to ${dayInWords(version.endDate)}`,
      facts([
        ['Activated', moment(version.activatedAt)],
        ['Runs', `${dayInWords(version.startDate)} to ${dayInWords(version.endDate)}`],
        ['Limit', version.deviceLimit],
        ['Decision for the end', version.endDecision.replaceAll('-', ' ')],
        ['Justification', version.justification],
        ['SSC decision', version.sscDecisionReference],
        ['DCC instruction', version.dccInstructionReference],
        ['DSP agreement', version.dspAgreementReference],
      ]),
    ),
  );
}
