import type { ScheduleBook } from '../events/schedule-book.ts';
import type { AccessGate } from '../access/access-gate.ts';
import { Door } from '../access/door.ts';
import type { RunCredentials } from '../access/run-credentials.ts';
import type { Meter } from '../meter.ts';
import type { Account } from '../template/resource-kind.ts';
import { ServiceError } from './http-service.ts';
import { type MailEmulator, startMail } from './mail/mail-service.ts';
import type { CreatedObject } from './objects/object-request.ts';
import { type ObjectEmulator, startObjects } from './objects/object-service.ts';
import { type QueueEmulator, startQueues } from './queues.ts';
import { startScheduler } from './schedule-service.ts';
import { startTables, type TableEmulator, type TableOptions } from './tables.ts';

/** Every AWS service of a run, each on a port of its own. */
export type Emulators = {
  readonly objects: ObjectEmulator;
  readonly queues: QueueEmulator;
  readonly tables: TableEmulator;
  readonly mail: MailEmulator;
  /** Where each service answers. */
  readonly endpoints: Readonly<Record<'s3' | 'sqs' | 'sns' | 'dynamodb' | 'sesv2' | 'scheduler', string>>;
  /** Sets who is notified of new objects, and where schedules are kept; until then nobody is, and there are none. */
  readonly connect: (connections: EmulatorConnections) => void;
  readonly close: () => Promise<void>;
};

/** What the emulators need of the system that runs on them. */
export type EmulatorConnections = {
  readonly onCreated: (created: CreatedObject) => void;
  readonly schedules: ScheduleBook;
};

/** What the emulators need to know. */
export type EmulatorSetting = TableOptions & {
  readonly account: Omit<Account, 'sqsEndpoint'>;
  readonly objectDir: string;
  readonly outboxDir: string;
  readonly meter: Meter;
  /** Evaluates what functions may do, once the templates are read. */
  readonly gate: AccessGate;
  /** Whose requests are let in. */
  readonly credentials: RunCredentials;
};

/** Starts all emulators, empty. */
export async function startEmulators(setting: EmulatorSetting): Promise<Emulators> {
  const { account, meter, gate, credentials } = setting;
  const guard = { meter, gate, door: new Door(credentials) };
  let connected: EmulatorConnections | undefined;
  const schedules = (): ScheduleBook => {
    if (connected === undefined) throw new ServiceError('InternalServerException', 'The pipeline is starting', 500);
    return connected.schedules;
  };
  const [objects, queues, tables, mail] = await Promise.all([
    startObjects(setting.objectDir, guard, (created) => connected?.onCreated(created)),
    startQueues(account, guard, credentials),
    startTables(account, guard, credentials, setting),
    startMail(setting.outboxDir, account, guard),
  ]);
  const scheduler = await startScheduler(schedules, { ...account, sqsEndpoint: queues.endpoint }, guard);
  return {
    objects,
    queues,
    tables,
    mail,
    endpoints: {
      s3: objects.endpoint,
      sqs: queues.endpoint,
      sns: queues.endpoint,
      dynamodb: tables.endpoint,
      sesv2: mail.endpoint,
      scheduler: scheduler.endpoint,
    },
    connect: (connections) => {
      connected = connections;
    },
    close: async () => {
      await Promise.all([objects, queues, tables, mail, scheduler].map((each) => each.close()));
    },
  };
}
