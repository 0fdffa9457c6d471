import type { Trial } from '../domain/trials/trial-status.ts';
import type { TrialFact } from '../domain/trials/trial-facts.ts';
import { counted, dayInWords, inFigures, listed } from './words.ts';

/** One fact about a trial, for DCC operations and for the SSC; undefined where it does not concern the one or the other. */
export type TrialFactInWords = {
  readonly operations: { readonly title: string; readonly text: string } | undefined;
  readonly ssc: { readonly asked: string; readonly what: string; readonly why: string } | undefined;
};

/** What the SSC decided about the devices that are left at the end, as it is said before the end, after it, and of a device. */
export const END_DECISIONS = {
  '': {
    before: 'The SSC has to decide: certified firmware, removal, suspension, or an extension.',
    after: 'The SSC has not decided: suspend, or remain pending certification?',
    device: 'No decision of the SSC is on the agreed list.',
  },
  suspend: {
    before: 'The devices that are left at the end will be suspended, as the SSC decided.',
    after: 'The DSP is asked to suspend them, as the SSC decided.',
    device: 'The DSP is asked once to suspend it. If it is still in use tomorrow, it was restored: ask the sponsor.',
  },
  'remain-pending-certification': {
    before: 'The devices that are left at the end remain pending certification, as the SSC decided.',
    after: 'They remain pending certification, as the SSC decided.',
    device: 'It remains pending certification, as the SSC decided.',
  },
} as const satisfies Record<Trial['endDecision'], Readonly<Record<'before' | 'after' | 'device', string>>>;

/** Words a fact: the one place where it is worded, so that operations and the SSC read the same. */
export function trialFactInWords(fact: TrialFact): TrialFactInWords {
  const { trial } = fact;
  const id = trial.trialId;
  switch (fact.fact) {
    case 'over-limit':
      return {
        operations: {
          title: `${id}: ${counted(fact.excess, 'device')} over its limit`,
          text: 'The SSC approves a higher limit with a reason, or the sponsor takes devices out.',
        },
        ssc: {
          asked: 'SSC',
          what: `Approve a higher limit with a reason, or have ${counted(fact.excess, 'device')} taken out of the trial`,
          why: `${counted(fact.devices, 'device')} ${fact.devices === 1 ? 'carries' : 'carry'} the flag; the limit is ${inFigures(trial.deviceLimit)}.`,
        },
      };
    case 'near-limit':
      return {
        operations: {
          title: `${id}: ${fact.isFull ? 'its device limit is reached' : 'near its device limit'}`,
          text: 'No pre-notification is refused for it: inform the sponsor and the SSC in time.',
        },
        ssc: undefined,
      };
    case 'early':
      return {
        operations: {
          title: `${id}: ${counted(fact.devices, 'device')} before it begins`,
          text: 'Ask the sponsor why devices run the firmware already.',
        },
        ssc: {
          asked: 'SSC',
          what: 'Ask the sponsor why devices run the firmware already',
          why: `${counted(fact.devices, 'device')} ${fact.devices === 1 ? 'carries' : 'carry'} the flag; the trial begins on ${dayInWords(trial.startDate)}.`,
        },
      };
    case 'ending':
      return {
        operations: {
          title: `${id}: ${fact.daysLeft === 0 ? 'ends today' : `${counted(fact.daysLeft, 'day')} to its end`}`,
          text: END_DECISIONS[trial.endDecision].before,
        },
        ssc:
          trial.endDecision === ''
            ? {
                asked: 'SSC',
                what: 'Decide what happens to the devices at the end: certified firmware, removal, suspension, or an extension',
                why: `The trial ends ${fact.daysLeft === 0 ? 'today' : `on ${dayInWords(trial.endDate)}, in ${counted(fact.daysLeft, 'day')}`}${inField(fact.devices)}.`,
              }
            : undefined,
      };
    case 'ended':
      return {
        operations: {
          title: `${id}: ended, ${fact.left === 0 ? 'no device is left in use' : `${counted(fact.left, 'device')} left in use`}`,
          text:
            fact.left === 0
              ? 'Take it off the agreed list with the next version.'
              : END_DECISIONS[trial.endDecision].after,
        },
        ssc:
          fact.left === 0
            ? undefined
            : {
                ...AFTER_THE_END[trial.endDecision],
                why: `The trial ended on ${dayInWords(trial.endDate)}, ${counted(fact.daysAgo, 'day')} ago; ${counted(fact.left, 'device')} ${fact.left === 1 ? 'is' : 'are'} still in use. ${END_DECISIONS[trial.endDecision].after}`,
              },
      };
    case 'entries-current':
      return {
        operations: undefined,
        ssc: {
          asked: 'SECAS',
          what: `Mark CPL ${fact.entryNumbers.length === 1 ? 'entry' : 'entries'} ${listed(fact.entryNumbers)} as removed`,
          why: `The SSC decided that the devices of the trial are suspended, and it ended on ${dayInWords(trial.endDate)}.`,
        },
      };
    case 'not-notified':
      return {
        operations: undefined,
        ssc: {
          asked: 'SSC',
          what: 'Notify the Department of the trial, and have the day entered in the agreed list',
          why: 'The agreed list has no day of notification.',
        },
      };
    case 'certificates-missing':
      return {
        operations: undefined,
        ssc: {
          asked: 'SSC',
          what: 'Have the missing certificates put in place, or stop the trial',
          why: `The published list has no ${listed(fact.missing.map(({ entryNumber, kinds }) => `${listed(kinds.map((kind) => kind.toUpperCase()))} certificate for CPL entry ${entryNumber}`))}; a trial needs all certificates but CPA.`,
        },
      };
  }
}

/** Who is asked for what, while devices are left in use after the end. */
const AFTER_THE_END = {
  '': { asked: 'SSC', what: 'Decide whether the devices are suspended or remain pending certification' },
  suspend: { asked: 'DSP', what: 'Suspend the devices that are left in use' },
  'remain-pending-certification': { asked: 'Sponsor', what: 'Bring the certified firmware, or take the devices out' },
} as const satisfies Record<Trial['endDecision'], { readonly asked: string; readonly what: string }>;

function inField(devices: number | undefined): string {
  if (devices === undefined) return '';
  return devices === 0 ? ', with no device in the field' : `, with ${counted(devices, 'device')} in the field`;
}
