import { Effect } from '../../../functions/contracts/effect.ts';
import { effectLine } from '../../../functions/contracts/effects-log.ts';
import type { FunctionName } from '../../../functions/contracts/environment.ts';
import type { LanePorts } from '../../../functions/intake/ports.ts';
import type { Mutation, Ports } from '../functions.ts';
import { commandFields, type Fields, isFields } from './fields.ts';

/** A bug that somebody might make, put between the real functions and the simulated services. */
export type PlantedBug = {
  readonly bug: string;
  /** A schedule that notices it, played first: it saves the search for one. */
  readonly schedule: number;
  readonly mutation: Mutation;
};

/** Changes the ports of intake. */
export const intake = (change: (ports: LanePorts) => LanePorts): Mutation => ({ ports: { intake: change } });
/** Changes the ledger that intake sees. */
export const withLedger = (change: (ledger: LanePorts['ledger']) => LanePorts['ledger']): Mutation =>
  intake((ports) => ({ ...ports, ledger: change(ports.ledger) }));
/** Changes the ports of the watch. */
export const watch = (change: (ports: Ports['watch']) => Partial<Ports['watch']>): Mutation => ({
  ports: { watch: (ports) => ({ ...ports, ...change(ports) }) },
});
/** Changes the ports of the recorder of SRV events. */
export const devices = (change: (ports: Ports['srv-events']) => Partial<Ports['srv-events']>): Mutation => ({
  ports: { 'srv-events': (ports) => ({ ...ports, ...change(ports) }) },
});
/** Changes what the handler of one function answers, by the failures that it would report. */
export const answersOf = (worker: FunctionName, change: (failures: readonly unknown[]) => unknown): Mutation => ({
  answered: (of, answer) => {
    const failures = isFields(answer) ? answer['batchItemFailures'] : undefined;
    return of === worker && Array.isArray(failures) ? change(failures) : answer;
  },
});
/** Puts another item in the place of each. */
export const itemsPut = (change: (item: Fields) => Fields): Mutation => ({
  command: (action, input) =>
    action === 'Put' && isFields(input) ? { ...input, Item: change(commandFields(input).Item) } : input,
});
/** Takes the condition away from the writes of a table, all of them or those of one kind of item. */
export const unconditional = (table: string, partition?: string): Mutation => ({
  command: (action, input) => {
    const { TableName, Item } = commandFields(input);
    const isMeant = TableName === table && (partition === undefined || Item['pk'] === partition);
    return isMeant && isFields(input) && (action === 'Put' || action === 'Update')
      ? { ...input, ConditionExpression: undefined }
      : input;
  },
});

/** Changes what a decision's log says, line by line. */
export function rewritten(ports: LanePorts, rewrite: (effect: Effect) => readonly Effect[]): LanePorts {
  const writer: LanePorts['archive']['writer'] = (key, contentType) => {
    const real = ports.archive.writer(key, contentType);
    if (!key.startsWith('changesets/')) return real;
    const parts: Buffer[] = [];
    return {
      write: async (bytes) => void parts.push(Buffer.from(bytes)),
      discard: () => real.discard(),
      async finish() {
        const lines = Buffer.concat(parts).toString('utf8').trimEnd().split('\n');
        const effects = lines.flatMap((line) => rewrite(Effect.parse(JSON.parse(line))));
        await real.write(Buffer.from(effects.map(effectLine).join('')));
        await real.finish();
      },
    };
  };
  return { ...ports, archive: { ...ports.archive, writer } };
}
