import { CfnOutput, Duration, Stack, TimeZone } from 'aws-cdk-lib/core';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { CONSOLE_OUTPUT } from '../../functions/contracts/outputs.ts';
import { logGroupPage } from '../constructs/console-page.ts';
import { Monitoring } from '../constructs/monitoring.ts';
import { InventoryExport } from '../constructs/inventory-export.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ScheduledFunction } from '../constructs/schedule.ts';
import { deadLetterQueue } from '../constructs/work-queue.ts';
import type { DailyTime, StageSettings } from '../stages.ts';
import { type Functions, functionsOf } from './functions.ts';
import { operatorPolicies } from './operators.ts';
import { environmentOf, output, plainSynthesizer, type Storage } from './storage.ts';

/** What the pipeline stack may be reported. */
export interface PipelineProps {
  readonly stackName: string;
  readonly settings: StageSettings;
  readonly storage: Storage;
  /** Folder that holds the bundle of each function, as `bundleFunctions` makes it. */
  readonly bundles: string;
}

/**
 * Runs of each daily report of the inventory, an hour apart: the whole SMI takes three, and one whose report is made
 * does nothing.
 */
const EXTRACT_RUNS = 6;
/** Minutes between the three of them: longer than a run may take, so that no two of them read the table at a time. */
const APART_MINUTES = 20;

/** What can be thrown away and made again: functions, schedules, alarms. */
export class Pipeline extends Stack {
  constructor(scope: Construct, id: string, { stackName, settings, storage, bundles }: PipelineProps) {
    super(scope, id, {
      stackName,
      description: 'CPL to DSP pipeline: functions, schedules and alarms',
      env: environmentOf(settings),
      synthesizer: plainSynthesizer(),
    });
    const monitoring = new Monitoring(this, 'Monitoring', {
      operations: storage.operations.topic,
      onCall: storage.operations.onCall,
      runbookUrl: settings.runbookUrl,
      consoleAddress: settings.consoleAddress,
      title: stackName,
    });
    if (settings.consoleAddress !== undefined) {
      new CfnOutput(this, CONSOLE_OUTPUT, { value: settings.consoleAddress });
    }
    const functions = functionsOf(this, settings, storage, bundles);

    monitoring.watchDeadLetters(
      'Inbox events not delivered',
      storage.inbox.undelivered,
      'SECAS and the DCC: a file is in the inbox that nobody has looked at, and its 24 hours are running.',
      1,
    );
    monitoring.watchRule(
      'Inbox events failing',
      storage.inbox.fileArrived,
      storage.lane.queue,
      'SECAS and the DCC: files that arrive do not get into the lane, and their 24 hours are running.',
    );
    this.workOffQueues(functions, settings, storage, monitoring);
    this.runSchedules(functions, settings, storage, monitoring);
    this.watchTables(storage, monitoring);
    monitoring.watchService({
      ...settings,
      watchPage: logGroupPage(functions.watch.log),
      configurationSetName: storage.mailer.configurationSet.configurationSetName,
    });
    const policies = operatorPolicies(this, storage, functions);
    output(this, {
      WatchFunction: functions.watch.lambda.functionName,
      ReportsFunction: functions.reports.lambda.functionName,
      OperatorPolicyArn: policies.operator.managedPolicyArn,
      DoctorPolicyArn: policies.doctor.managedPolicyArn,
      BackfillPolicyArn: policies.backfill.managedPolicyArn,
    });
  }

  private workOffQueues(functions: Functions, settings: StageSettings, storage: Storage, monitoring: Monitoring): void {
    new QueueWorker(this, 'WorkOffLane', {
      worker: functions.intake,
      queue: storage.lane,
      queueName: 'Lane',
      failureImpact:
        'SECAS and the DCC: lists, governance files and approvals get no answer, and nothing new reaches the DSP; ' +
        'every entry published since runs towards its 24-hour breach.',
      waitingMinutes: 30,
      severity: 1,
      monitoring,
    });
    new QueueWorker(this, 'WorkOffDspUpdates', {
      worker: functions['dsp-ingestion'],
      queue: storage.dspUpdates,
      queueName: 'DSP updates',
      failureImpact:
        'Suppliers and manufacturers: accepted entries are not in the DSP, so their devices cannot join; the DCC is ' +
        'in breach for each of them after 24 hours.',
      waitingMinutes: 30,
      severity: 1,
      concurrency: settings.dspUpdatesConcurrency,
      monitoring,
    });
    new QueueWorker(this, 'WorkOffSrvEvents', {
      worker: functions['srv-events'],
      queue: storage.srvEvents,
      queueName: 'SRV events',
      failureImpact:
        'The SSC and the readers of performance figures: devices keep a wrong status or trial flag, so the trial report ' +
        'is wrong and figures include or miss trial devices.',
      waitingMinutes: 15,
      severity: 2,
      concurrency: settings.srvEventsConcurrency,
      monitoring,
    });
    if (settings.srvFeedSilentHours !== undefined) {
      monitoring.watchFeed(
        'SRV events silent',
        storage.srvEvents.queue,
        Duration.hours(settings.srvFeedSilentHours),
        'The SSC and the readers of performance figures: what happens to devices is not known here, so status, trial flags ' +
          'and reports stay as they were.',
      );
    }
  }

  private watchTables({ tables }: Storage, monitoring: Monitoring): void {
    const until =
      'What was asked is tried again, so nothing is lost; while it lasts, everything that needs the table waits:';
    monitoring.watchTable('Ledger', tables.ledger, `${until} lists, approvals, incidents and mails.`);
    monitoring.watchTable('Device Models', tables.deviceModels, `${until} entries on their way to the DSP.`);
    monitoring.watchTable('Devices', tables.devices, `${until} SRV events, suspensions and reports.`);
  }

  private runSchedules(functions: Functions, settings: StageSettings, storage: Storage, monitoring: Monitoring): void {
    const { watch, reports } = functions;
    const nobodyIsWarned =
      'DCC operations: nobody is warned of deadlines, incidents, trial limits and the ends of trials and GBCS versions.';
    const noReport =
      'The SSC: the report on trial devices does not arrive. DS&A and OPR: extracts of the inventory and the list of ' +
      'excluded devices are of an earlier day.';
    const lostRuns = deadLetterQueue(this, 'LostRuns', { fifo: false, keep: false });
    const timeZone = TimeZone.of(settings.timeZone);
    const { weekDay, hour, minute } = settings.sscReport;
    const eachDay = ({ hour, minute }: DailyTime): ScheduleExpression =>
      ScheduleExpression.cron({ minute: String(minute), hour: String(hour), timeZone });
    /** Each hour from that of the daily reports on, so many minutes later: a run goes on with what the one before began. */
    const hourly = (later: number): ScheduleExpression => {
      const minutes = settings.inventoryExtracts.hour * 60 + settings.inventoryExtracts.minute + later;
      const hour = Math.floor(minutes / 60);
      return ScheduleExpression.cron({
        minute: String(minutes % 60),
        hour: `${hour}-${hour + EXTRACT_RUNS - 1}`,
        timeZone,
      });
    };

    new ScheduledFunction(this, 'RunWatch', {
      worker: watch,
      lostRuns,
      runs: {
        Watch: {
          description: 'Looks for deadlines, incidents, limits and ends that someone must hear of',
          at: ScheduleExpression.rate(Duration.minutes(settings.watchEveryMinutes)),
        },
      },
    });
    new ScheduledFunction(this, 'RunReports', {
      worker: reports,
      lostRuns,
      runs: {
        SscReport: {
          description: 'Sends the report on trial devices to the SSC',
          at: ScheduleExpression.cron({ minute: String(minute), hour: String(hour), weekDay, timeZone }),
          input: { report: 'ssc' },
        },
        Esi034: {
          description: 'Makes ESI-034: all of the inventory',
          at: hourly(2 * APART_MINUTES),
          input: { report: 'esi-034' },
        },
        Esi034i: {
          description: 'Makes ESI-034i: what changed in the inventory since the last one',
          at: hourly(0),
          input: { report: 'esi-034i' },
        },
        OprExclusions: {
          description: 'Makes the list of trial devices that OPR figures leave out',
          at: hourly(APART_MINUTES),
          input: { report: 'opr' },
        },
      },
    });
    if (settings.wholeInventoryExport !== undefined) {
      new InventoryExport(this, 'ExportInventory', {
        devices: storage.tables.devices,
        reports: storage.reports,
        at: eachDay(settings.wholeInventoryExport),
        lostRuns,
      });
    }
    monitoring.watchScheduled(watch, nobodyIsWarned);
    monitoring.watchScheduled(reports, noReport);
    monitoring.watchDeadLetters('Scheduled runs lost', lostRuns, `${nobodyIsWarned} ${noReport}`, 2);
  }
}
