import type { Effect } from '../../../functions/contracts/effect.ts';
import type { ExtractFile } from '../../../functions/reports/extract-ports.ts';
import { relisted } from '../../support/fake-ledger.ts';
import type { Ports } from '../functions.ts';
import { isFields } from './fields.ts';
import { intake, type PlantedBug, rewritten, watch, withLedger } from './mutations.ts';

const extracts = (change: (store: Ports['reports']['extracts']) => Partial<Ports['reports']['extracts']>) => ({
  ports: {
    reports: (ports: Ports['reports']) => ({ ...ports, extracts: { ...ports.extracts, ...change(ports.extracts) } }),
  },
});

/** An incident that forgets whom it affects. */
const forgetful = (effect: Effect): Effect =>
  effect.effect === 'incident' ? { ...effect, incident: { ...effect.incident, suppliers: [] } } : effect;

/** Bugs in signatures, uploads in parts, suspensions and extracts of the inventory. */
export const INVENTORY_BUGS: readonly PlantedBug[] = [
  {
    bug: 'a signature is checked on other bytes than those that are read',
    schedule: 13,
    mutation: intake((ports) => ({
      ...ports,
      signatures: { statusOf: ({ key }) => ports.signatures.statusOf({ key, objectVersion: undefined }) },
    })),
  },
  {
    bug: 'a signature that is not there is none that is wrong',
    schedule: 24,
    mutation: intake((ports) => ({
      ...ports,
      signatures: {
        async statusOf(extract) {
          const status = await ports.signatures.statusOf(extract);
          return status === 'missing' ? 'valid' : status;
        },
      },
    })),
  },
  {
    bug: 'an upload in parts is ended without its last part',
    schedule: 2,
    mutation: {
      command: (action, input) => {
        if (action !== 'CompleteMultipartUpload' || !isFields(input)) return input;
        const { MultipartUpload } = input;
        const Parts = isFields(MultipartUpload) ? MultipartUpload['Parts'] : [];
        return { ...input, MultipartUpload: { Parts: Array.isArray(Parts) ? Parts.slice(0, -1) : [] } };
      },
    },
  },
  {
    bug: 'a suspension is marked before it is queued, and one that is marked counts as queued',
    schedule: 136,
    mutation: intake((ports) => {
      const { ledger, dspUpdates } = ports;
      const suspend: typeof dspUpdates.suspend = async (suspension) => {
        const known = await ledger.list('suspensions', suspension);
        if (known.some(({ requestId }) => requestId === suspension.requestId)) return;
        await ledger.put('suspensions', suspension);
        await dspUpdates.suspend(suspension);
      };
      return { ...ports, dspUpdates: { ...dspUpdates, suspend } };
    }),
  },
  {
    bug: 'a device is asked to be suspended whenever it is looked at',
    schedule: 42,
    mutation: withLedger((ledger) => ({
      ...ledger,
      page: async (kind, ...of) => (kind === 'suspensions' ? { items: [] } : ledger.page(kind, ...of)),
    })),
  },
  {
    bug: 'nobody looks for devices that are to be suspended',
    schedule: 15,
    mutation: watch(({ lane }) => ({
      lane: { ask: async (command) => (command.command === 'suspend-trial' ? undefined : lane.ask(command)) },
    })),
  },
  {
    bug: 'an extract is known before its bytes are there',
    schedule: 5,
    mutation: extracts((store) => {
      const late: (() => Promise<void>)[] = [];
      const slow = (file: ExtractFile): ExtractFile => ({ ...file, finish: async () => void late.push(file.finish) });
      return {
        file: (key) => slow(store.file(key)),
        async keep(extract) {
          const kept = await store.keep(extract);
          for (const finish of late.splice(0)) await finish();
          return kept;
        },
      };
    }),
  },
  {
    bug: 'two runs of an extract or a report write over each other',
    schedule: 100,
    mutation: {
      command: (action, input) =>
        action === 'PutObject' && isFields(input) ? { ...input, IfNoneMatch: undefined } : input,
    },
  },
  {
    bug: 'an extract of changes begins where the last one began, and not before',
    schedule: 26,
    mutation: {
      ports: {
        reports: (ports) => ({
          ...ports,
          inventory: {
            ...ports.inventory,
            changedSince: (instant, orFlagged) =>
              ports.inventory.changedSince(new Date(Date.parse(instant) + 900_000).toISOString(), orFlagged),
          },
        }),
      },
    },
  },
  {
    bug: 'an extract of changes takes the switch of trial flagging for no change',
    schedule: 79,
    mutation: extracts((store) => ({
      async latestOfChanges() {
        const latest = await store.latestOfChanges();
        return latest === undefined ? undefined : { ...latest, trialFlagging: 'on' as const };
      },
    })),
  },
  {
    bug: 'an incident forgets which suppliers it affects',
    schedule: 196,
    mutation: intake((ports) => rewritten(ports, (effect) => [forgetful(effect)])),
  },
  {
    bug: 'the watch is never content',
    schedule: 1,
    mutation: watch(({ ledger }) => ({
      ledger: relisted(ledger, 'reevaluationsDue', () => [
        { requestId: 'once-more', dueAt: '2026-11-01T00:00:00.000Z', firmwareKeys: [], trialIds: [] },
      ]),
    })),
  },
];
