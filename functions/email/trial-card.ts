import type { ReportedTrial } from '../contracts/trial-report.ts';
import type { Card, Fact, Meter, Tone } from './letter.ts';
import { counted, dayInWords, inFigures, listed } from './words.ts';

const STATES: Readonly<Record<ReportedTrial['state'], { text: string; tone: Tone }>> = {
  planned: { text: 'Planned', tone: 'plain' },
  active: { text: 'Running', tone: 'good' },
  ended: { text: 'Ended', tone: 'plain' },
  dropped: { text: 'Dropped', tone: 'plain' },
};

const FAMILIES: Readonly<Record<string, string>> = {
  single: 'single element',
  twin: 'twin element',
  poly: 'polyphase',
  none: '',
};

/** A trial as a card: its state, its devices against the limit, its time against the end. */
export function trialCard(trial: ReportedTrial): Card {
  return {
    title: trial.trialId,
    badges: [
      STATES[trial.state],
      ...(trial.devices !== undefined && trial.limitStatus === 'over'
        ? [{ text: 'Over limit', tone: 'bad' as const }]
        : []),
      ...(trial.devices !== undefined && trial.limitStatus === 'near'
        ? [{ text: 'Near limit', tone: 'warn' as const }]
        : []),
      ...(trial.endStatus === 'overdue' ? [{ text: 'Overdue', tone: 'bad' as const }] : []),
      ...(trial.endStatus === 'ending' ? [{ text: 'Ends soon', tone: 'warn' as const }] : []),
    ],
    meters: [...devicesMeter(trial), ...timeMeter(trial)],
    facts: [
      { label: 'Product', value: product(trial) },
      ...comparedFact(trial),
      { label: 'Firmware', value: listed(trial.models.flatMap(({ firmwareVersions }) => firmwareVersions)) },
      { label: 'Sponsor', value: trial.sponsoringSupplier === '' ? 'not given' : trial.sponsoringSupplier },
    ],
  };
}

/** R71: how many of its devices are Commissioned, beside certified ones of the manufacturer. */
function comparedFact({ compared, manufacturerIdentifier }: ReportedTrial): Fact[] {
  if (compared === undefined) return [];
  const { own, peers } = compared;
  const beside =
    peers.inUse === 0
      ? `no certified devices of ${manufacturerIdentifier} to compare with`
      : `certified devices of ${manufacturerIdentifier}: ${peers.atLeast ? 'of the first ones counted, ' : ''}${shareInWords(peers)}`;
  return [{ label: 'Commissioned', value: `${shareInWords(own)}; ${beside}` }];
}

function shareInWords({ commissioned, inUse }: NonNullable<ReportedTrial['compared']>['own']): string {
  return `${inFigures(commissioned)} of ${inFigures(inUse)} (${Math.floor((commissioned * 100) / inUse)}%)`;
}

function product({ deviceType, variantFamily, manufacturerIdentifier, models }: ReportedTrial): string {
  const family = FAMILIES[variantFamily] ?? variantFamily;
  const type = family === '' ? deviceType : `${deviceType} (${family})`;
  return `${type}, ${manufacturerIdentifier}, model ${listed(models.map(({ model }) => model))}`;
}

function devicesMeter({ devices, devicesBefore, deviceLimit, limitStatus }: ReportedTrial): Meter[] {
  if (devices === undefined) return [];
  const change =
    devicesBefore === undefined || devices === devicesBefore
      ? ''
      : ` (${inFigures(Math.abs(devices - devicesBefore))} ${devices > devicesBefore ? 'more' : 'fewer'})`;
  const tones: Readonly<Record<ReportedTrial['limitStatus'], Tone>> = { within: 'good', near: 'warn', over: 'bad' };
  return [
    {
      label: 'Devices',
      text: `${inFigures(devices)} of ${inFigures(deviceLimit)}${change}`,
      share: devices / deviceLimit,
      tone: tones[limitStatus],
    },
  ];
}

function timeMeter(trial: ReportedTrial): Meter[] {
  const { state, startDate, endDate, daysToEnd, endStatus } = trial;
  const length = (Date.parse(endDate) - Date.parse(startDate)) / 86_400_000 + 1;
  const end = dayInWords(endDate);
  switch (state) {
    case 'planned':
      return [{ label: 'Time', text: `begins ${dayInWords(startDate)}`, share: 0, tone: 'plain' }];
    case 'active':
      return [
        {
          label: 'Time',
          text: daysToEnd === 0 ? `ends today, ${end}` : `${counted(daysToEnd, 'day')} to ${end}`,
          share: 1 - daysToEnd / length,
          tone: endStatus === 'ending' ? 'warn' : 'plain',
        },
      ];
    case 'ended':
      return [
        {
          label: 'Time',
          text: `ended ${end}, ${counted(-daysToEnd, 'day')} ago`,
          share: 1,
          tone: endStatus === 'overdue' ? 'bad' : 'plain',
        },
      ];
    case 'dropped':
      return [];
  }
}
