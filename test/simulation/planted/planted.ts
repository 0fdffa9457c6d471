import type { Effect } from '../../../functions/contracts/effect.ts';
import type { DspChange } from '../../../functions/contracts/dsp-change.ts';
import type { LaneState } from '../../../functions/contracts/lane-state.ts';
import type { WaitingLine } from '../../../functions/contracts/waiting-line.ts';
import type { LanePorts } from '../../../functions/intake/ports.ts';
import { relisted } from '../../support/fake-ledger.ts';
import { INVENTORY_BUGS } from './inventory-bugs.ts';
import { MAIL_BUGS } from './mail-bugs.ts';
import { commandFields, isFields } from './fields.ts';
import {
  answersOf,
  devices,
  intake,
  type PlantedBug,
  rewritten,
  unconditional,
  watch,
  withLedger,
} from './mutations.ts';

const isIntent = ({ pending }: LaneState): boolean => pending?.offset === 0;

/** An incident that is over with the second step of its timeline. */
const hasty = (effect: Effect): Effect =>
  effect.effect === 'incident' && effect.incident.events > 1
    ? { ...effect, incident: { ...effect.incident, state: 'resolved' } }
    : effect;
/** A step of a timeline under a name that the next decision uses too. */
const namedAlike = (effect: Effect): Effect =>
  effect.effect === 'incident-event' ? { ...effect, event: { ...effect.event, eventId: effect.event.event } } : effect;

/** Every bug that the simulation must notice, by its kind. */
export const PLANTED: readonly PlantedBug[] = [
  {
    bug: 'no intent record: changes are sent before the decision is durable',
    schedule: 91,
    mutation: intake((ports) => {
      const sends: DspChange[] = [];
      const kept = rewritten(ports, (effect) => {
        if (effect.effect === 'send') sends.push(effect.change);
        return [effect];
      });
      const replace: LanePorts['ledger']['replace'] = async (kind, next) => {
        if (isIntent(next)) await ports.dspUpdates.send(sends.splice(0));
        await ports.ledger.replace(kind, next);
      };
      return { ...kept, ledger: { ...ports.ledger, replace } };
    }),
  },
  {
    bug: 'unconditional pointer: the state of the lane is put whatever is there',
    schedule: 91,
    mutation: unconditional('ledger', 'LANE'),
  },
  {
    bug: 'the log of a decision has the same name in every attempt',
    schedule: 118,
    mutation: { lane: (messages) => messages.map((message) => ({ ...message, receiveCount: 1 })) },
  },
  {
    bug: 'a held list that an operator refuses goes on',
    schedule: 72,
    mutation: {
      lane: (messages) =>
        messages.map((message) => ({
          ...message,
          body: message.body.replace('"command":"refuse"', '"command":"approve"'),
        })),
    },
  },
  {
    bug: 'the cursor moves before the changes are sent',
    schedule: 117,
    mutation: intake((ports) => {
      let late: readonly DspChange[] = [];
      return {
        ...ports,
        dspUpdates: { ...ports.dspUpdates, send: async (changes) => void (late = changes) },
        ledger: {
          ...ports.ledger,
          async replace(kind, next) {
            await ports.ledger.replace(kind, next);
            await ports.dspUpdates.send(late);
            late = [];
          },
        },
      };
    }),
  },
  {
    bug: 'dedup id by row only: a second change of an entry within five minutes is a repeat',
    schedule: 2,
    mutation: {
      command: (action, input) => {
        const { Entries } = commandFields(input);
        if (action !== 'SendMessageBatch' || !isFields(input)) return input;
        const byRow = Entries.map((entry) => {
          const { entry: row } = commandFields(JSON.parse(String(entry['MessageBody'])));
          return { ...entry, MessageDeduplicationId: String(row['entryKey']) };
        });
        return { ...input, Entries: byRow };
      },
    },
  },
  { bug: 'no version guard at the consumer', schedule: 16, mutation: unconditional('device-models') },
  {
    bug: 'DSP ingestion says of no message that it failed',
    schedule: 32,
    mutation: answersOf('dsp-ingestion', () => ({ batchItemFailures: [] })),
  },
  {
    bug: 'the recorder of SRV events says of no message that it failed',
    schedule: 5,
    mutation: answersOf('srv-events', () => ({ batchItemFailures: [] })),
  },
  {
    bug: 'a handler answers in a form that Lambda does not know',
    schedule: 1,
    mutation: answersOf('dsp-ingestion', (failures) => ({ failures })),
  },
  {
    bug: 'what SQS did not take of a batch is forgotten',
    schedule: 1593,
    mutation: { answer: (action, answer) => (action === 'SendMessageBatch' ? {} : answer) },
  },
  {
    bug: 'flag by message instead of record: an event without firmware clears it',
    schedule: 15,
    mutation: devices(({ devices: real }) => ({
      devices: {
        ...real,
        put: async (record, revision) => {
          const saysFirmware = record.events.at(-1)?.change.kind !== 'status';
          return real.put(saysFirmware ? record : { ...record, trials: [] }, revision);
        },
      },
    })),
  },
  { bug: 'device records are written whatever is there', schedule: 198, mutation: unconditional('devices') },
  {
    bug: 'the agreed list is read once for each sandbox',
    schedule: 5,
    mutation: devices(({ trialRules }) => {
      let first: ReturnType<typeof trialRules.current> | undefined;
      return { trialRules: { current: () => (first ??= trialRules.current()) } };
    }),
  },
  {
    bug: 'nobody asks for devices to be looked at again',
    schedule: 5,
    mutation: intake((ports) => ({ ...ports, reevaluation: { request: async () => undefined } })),
  },
  {
    bug: 'an operator’s command that is delivered again is recorded again',
    schedule: 196,
    mutation: withLedger((ledger) => relisted(ledger, 'incidentEvents', () => [])),
  },
  {
    bug: 'a step of a timeline takes the place of an earlier one of its kind',
    schedule: 189,
    mutation: intake((ports) => rewritten(ports, (effect) => [namedAlike(effect)])),
  },
  {
    bug: 'an incident is over as soon as one of its lines goes',
    schedule: 1,
    mutation: intake((ports) => rewritten(ports, (effect) => [hasty(effect)])),
  },
  {
    bug: 'time alone makes no incident worse',
    schedule: 12,
    mutation: watch(({ ledger }) => ({ ledger: relisted(ledger, 'incidents', () => []) })),
  },
  {
    bug: 'release out of order',
    schedule: 3,
    mutation: withLedger((ledger) => relisted(ledger, 'waitingLines', (lines) => lines.reverse())),
  },
  {
    bug: 'a removal waits behind a block',
    schedule: 7,
    mutation: intake((ports) => {
      let waiting: WaitingLine[] = [];
      const blocked = rewritten(ports, (effect) => {
        if (effect.effect !== 'send' || effect.change.entry.status === 'Current') return [effect];
        const { change } = effect;
        const before = waiting.find(({ entry }) => entry.entryKey === change.entry.entryKey);
        if (before === undefined) return [effect];
        const { order, entry, kind, uploadId, issue, publishedAt } = change;
        const { blockedSince, reason, blockedBy } = before;
        return [
          {
            effect: 'wait',
            line: { order, entry, kind, uploadId, issue, publishedAt, blockedSince, reason, blockedBy },
          },
        ];
      });
      const ledger = relisted(ports.ledger, 'waitingLines', (lines) => (waiting = lines));
      return { ...blocked, ledger };
    }),
  },
  {
    bug: 'a blocked line is dropped instead of kept',
    schedule: 1,
    mutation: withLedger((ledger) => ({
      ...ledger,
      put: async (...written) => (written[0] === 'waitingLines' ? undefined : ledger.put(...written)),
    })),
  },
  {
    bug: 'a decision forgets the accepted list',
    schedule: 1,
    mutation: withLedger((ledger) => ({
      ...ledger,
      replace: async (kind, next) => {
        const { pending } = next;
        await ledger.replace(
          kind,
          pending === undefined
            ? next
            : { ...next, pending: { ...pending, facts: { ...pending.facts, accepted: undefined } } },
        );
      },
    })),
  },
  {
    bug: 'what can never succeed is dropped',
    schedule: 5,
    mutation: devices(() => ({ deadLetters: { send: async () => undefined } })),
  },
  ...MAIL_BUGS,
  ...INVENTORY_BUGS,
];
