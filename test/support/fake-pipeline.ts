import type { LaneCommand } from '../../functions/contracts/lane-command.ts';
import type { Answer, Command, GivenOptions } from '../../functions/operator/command.ts';
import type { Deployment, Pipeline } from '../../functions/operator/find-pipeline.ts';
import type { PipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { FakeLedger } from './fake-ledger.ts';
import { FakeObjects } from './fake-objects.ts';
import { fakeOperatorPorts, type SeenByOperators } from './fake-operator-ports.ts';

/** What operators reach of a pipeline in the place of what is empty: its functions as they are, its stores as fakes. */
export type Reached = {
  readonly [K in keyof PipelineAccess]?: PipelineAccess[K] extends (...of: never[]) => unknown
    ? PipelineAccess[K]
    : K extends 'ports'
      ? Partial<PipelineAccess['ports']>
      : object;
};

/** A pipeline as the commands of operators reach it: what they see, and what it does when it is asked for something. */
export function fakePipeline(
  seen: SeenByOperators = {},
  {
    ask = async () => {
      throw new Error('Nothing was to be asked of the lane');
    },
    console,
    consoleAddress,
    deployment,
    reached,
  }: {
    readonly ask?: (command: LaneCommand, ledger: FakeLedger) => Promise<void>;
    readonly console?: Partial<Pipeline['console']>;
    readonly consoleAddress?: string;
    readonly deployment?: Deployment;
    readonly reached?: Reached | undefined;
  } = {},
) {
  const [archive, inbox] = [new FakeObjects(), new FakeObjects()];
  const ledger = new FakeLedger(seen);
  const lane = { ask: (command: LaneCommand) => ask(command, ledger) };
  const ports = { ...fakeOperatorPorts(seen), ledger, ...reached?.ports };
  // What is not here no command under test reaches; if one does, it fails.
  const pipeline: Pipeline = {
    access: { lane, archive, inbox, ...reached, ports } as unknown as PipelineAccess,
    console: console as Pipeline['console'],
    consoleAddress,
    runReport: console?.runReport ?? (() => Promise.reject(new Error('No report was to be made'))),
    ...(deployment === undefined ? {} : { deployment }),
  };
  return {
    archive,
    inbox,
    ledger,
    access: pipeline.access,
    /** Runs a command on it. */
    run: (command: Command, words: readonly string[], options: GivenOptions = {}): Promise<Answer> =>
      command.run({
        words,
        options,
        pipeline: () => pipeline,
        pipelineIfAny: () => pipeline,
        progress: () => undefined,
      }),
  };
}
