import { LambdaClient } from '@aws-sdk/client-lambda';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Region } from '../adapters/clients.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { LocalRun } from '../contracts/local-run.ts';
import { CONSOLE_OUTPUT, STACK_OUTPUTS, type StackOutput } from '../contracts/outputs.ts';
import { naming } from './aws-fault.ts';
import { deployedReports } from './deployed-reports.ts';
import { localConsole, type LocalConsole } from './local-console.ts';
import { awsClients, localClients, pipelineAccess, type PipelineAccess, type Resources } from './pipeline-access.ts';
import type { RunReport } from './run-report.ts';
import { AWS_PATIENCE } from './wait-for-fact.ts';
import { WrongUse } from './wrong-use.ts';

/** A pipeline that was found, and its console when it runs on this machine. */
export type Pipeline = {
  readonly access: PipelineAccess;
  readonly console: LocalConsole | undefined;
  /** Where its console is, if that is known: on this machine, or as the stage says. */
  readonly consoleAddress: string | undefined;
  /** Has its function make a report, as the schedule does. */
  readonly runReport: RunReport;
  /** How it was deployed, if it is on AWS. */
  readonly deployment?: Deployment;
};

/** A deployed pipeline: its region, as far as the outputs name it, and the outputs of each of its stacks. */
export type Deployment = {
  readonly region: Region;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** Where the pipeline that runs on this machine says where it is. */
export const RUN_FILE = '.local/run.json';
/** Where `cdk deploy --outputs-file` leaves the outputs of the stacks, unless set otherwise. */
const OUTPUTS_FILE = 'outputs.json';

const DeployedOutputs = z.record(z.string(), z.record(z.string(), z.string()));

/** The pipeline that runs on this machine, or undefined when none does. */
export function localPipeline(): Pipeline | undefined {
  const text = textOf(RUN_FILE);
  if (text === undefined) return undefined;
  const run = LocalRun.parse(JSON.parse(text));
  const console = localConsole(run.consoleUrl);
  const now = async (): Promise<string> => (await console.clock()).now;
  return {
    access: pipelineAccess(localClients(run), run.resources, now),
    console,
    consoleAddress: run.consoleUrl,
    runReport: console.runReport,
  };
}

/**
 * The pipeline on AWS, by the outputs of its stacks, which name its region too; credentials come from the usual AWS
 * environment.
 *
 * @throws WrongUse when there is no outputs file, or it lacks an output.
 */
export function awsPipeline(outputsFile: string = OUTPUTS_FILE): Pipeline {
  const text = textOf(outputsFile);
  if (text === undefined) {
    throw new WrongUse(
      `There is no ${outputsFile}: deploy with "npm run deploy -- --outputs-file ${outputsFile}", name another file with --outputs, or leave --aws out for the pipeline that runs on this machine`,
    );
  }
  const deployed = DeployedOutputs.parse(JSON.parse(text));
  const outputs: Record<string, string> = Object.assign({}, ...Object.values(deployed));
  const output = (name: StackOutput): string => {
    const value = outputs[name];
    if (value === undefined)
      throw new WrongUse(`${outputsFile} has no output ${name} (needed: ${STACK_OUTPUTS.join(', ')})`);
    return value;
  };
  const resources: Resources = {
    inboxBucket: output('InboxBucket'),
    archiveBucket: output('ArchiveBucket'),
    reportsBucket: output('ReportsBucket'),
    laneQueueUrl: output('LaneQueueUrl'),
    dspUpdatesQueueUrl: output('DspUpdatesQueueUrl'),
    srvEventsQueueUrl: output('SrvEventsQueueUrl'),
    laneDeadLettersUrl: output('LaneDeadLettersUrl'),
    dspUpdatesDeadLettersUrl: output('DspUpdatesDeadLettersUrl'),
    srvEventsDeadLettersUrl: output('SrvEventsDeadLettersUrl'),
    devicesTable: output('DevicesTable'),
    deviceModelsTable: output('DeviceModelsTable'),
    ledgerTable: output('LedgerTable'),
  };
  const region = regionOf(resources.laneQueueUrl);
  const access = pipelineAccess(awsClients(region), resources, async () => systemClock.now(), AWS_PATIENCE);
  const lambda = naming(new LambdaClient(region));
  return {
    access,
    console: undefined,
    consoleAddress: outputs[CONSOLE_OUTPUT],
    runReport: deployedReports({ lambda, functionName: output('ReportsFunction'), access }),
    deployment: { region, outputs: deployed },
  };
}

/** The region that a queue's URL names; none where it is that of an emulator. */
function regionOf(queueUrl: string): Region {
  const region = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com\//.exec(queueUrl)?.[1];
  return region === undefined ? {} : { region };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
