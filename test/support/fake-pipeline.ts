import type { LaneCommand } from '../../functions/contracts/lane-command.ts';
import type { Answer, Command, GivenOptions } from '../../functions/operator/command.ts';
import type { Pipeline } from '../../functions/operator/find-pipeline.ts';
import type { PipelineAccess } from '../../functions/operator/pipeline-access.ts';
import { FakeLedger } from './fake-ledger.ts';
import { FakeObjects } from './fake-objects.ts';
import { fakeOperatorPorts, type SeenByOperators } from './fake-operator-ports.ts';

/** A pipeline as the commands of operators reach it: what they see, and what it does when it is asked for something. */
export function fakePipeline(
  seen: SeenByOperators = {},
  {
    ask = async () => {
      throw new Error('Nothing was to be asked of the lane');
    },
    console,
    consoleAddress,
  }: {
    readonly ask?: (command: LaneCommand, ledger: FakeLedger) => Promise<void>;
    readonly console?: Partial<Pipeline['console']>;
    readonly consoleAddress?: string;
  } = {},
) {
  const [archive, inbox] = [new FakeObjects(), new FakeObjects()];
  const ledger = new FakeLedger(seen);
  const lane = { ask: (command: LaneCommand) => ask(command, ledger) };
  const reached = { ports: { ...fakeOperatorPorts(seen), ledger }, lane, archive, inbox };
  // What is not here no command under test reaches; if one does, it fails.
  const pipeline: Pipeline = {
    access: reached as unknown as PipelineAccess,
    console: console as Pipeline['console'],
    consoleAddress,
    runReport: console?.runReport ?? (() => Promise.reject(new Error('No report was to be made'))),
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
