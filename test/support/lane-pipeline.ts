import { activeGovernance } from '../../functions/adapters/active-governance.ts';
import type { OperatorCommand } from '../../functions/contracts/lane-command.ts';
import { linesOfAccepted } from '../../functions/intake/cpl/accepted-cpl.ts';
import type { FakeLane } from './fake-lane.ts';
import { fakeOperatorPorts, held } from './fake-operator-ports.ts';
import type { Reached } from './fake-pipeline.ts';
import { reportWorld } from './report-world.ts';

/** What operators reach of a lane in memory: what they ask of it is decided by its rules, and the DSP holds what it sent. */
export function overLane(lane: FakeLane): Reached {
  const { ledger, archive } = lane;
  const { devices } = lane.ports();
  const governance = activeGovernance(ledger, archive);
  const dsp = () =>
    fakeOperatorPorts({
      deviceModels: lane.sent.map(({ entry, order, uploadId }) => held(entry, order, uploadId)),
    }).deviceModels;
  const deviceModels: ReturnType<typeof dsp> = {
    all: () => dsp().all(),
    ofEntries: (keys) => dsp().ofEntries(keys),
    ofModel: (...of) => dsp().ofModel(...of),
  };
  return {
    ports: {
      ledger,
      governance,
      deviceModels,
      async *acceptedLines() {
        yield* linesOfAccepted(await ledger.get('lane'), archive);
      },
      now: async () => lane.now,
    },
    archive,
    inbox: { put: async (key: string, bytes: Uint8Array) => void (await lane.drop(key, bytes)) },
    lane: { ask: (command: OperatorCommand) => lane.ask(command) },
    rehearsalBase: { ledger, archive: { read: archive.read.bind(archive) }, governance, devices },
    readyLetters: { all: async () => [...lane.readyLetters.values()] },
    reportPorts: {
      ...reportWorld(lane.now, []).ports,
      ledger,
      governance,
      models: deviceModels,
      sscDecisions: () => ledger.list('sscDecisions'),
    },
  };
}
