import type { SettingsFloor } from '../functions/contracts/governance.ts';
import type { Recipients } from '../functions/contracts/recipients.ts';
import type { OnCall } from './constructs/operations-topic.ts';

/** How long things are kept, in days. */
type Retention = {
  /** Lines of the functions' logs. */
  readonly logs: 30 | 90 | 180 | 365;
  /** Records of who read or wrote which object. */
  readonly accessLogs: number;
  /** Earlier versions of an object that was overwritten or deleted; the current version is kept for ever. */
  readonly earlierVersions: number;
  /** Inventories as a whole, ESI-034 and DynamoDB's export: there is another one the next day. */
  readonly inventories: number;
};

/** When the SSC trial report leaves, in the stage's time zone. */
type WeeklyTime = {
  readonly weekDay: 'MON' | 'TUE' | 'WED' | 'THU' | 'FRI' | 'SAT' | 'SUN';
  readonly hour: number;
  readonly minute: number;
};

/** When the extracts of the inventory are made each day, in the stage's time zone. */
export type DailyTime = { readonly hour: number; readonly minute: number };

/** Everything in which one stage differs from another. A stage has an AWS account of its own. */
export type StageSettings = {
  /**
   * The AWS account of the stage, which the templates can be deployed to alone.
   * Left out where each engineer deploys to an account of their own.
   */
  readonly account?: string;
  readonly region: string;
  /**
   * The addresses of each role. SECAS gets the receipts of lists, and the letters about incidents; DCC operations get
   * alerts, incidents, what must be approved, and the notifications of alarms; the DCC and DSP Service teams get the
   * receipts of governance files, and the incidents that a mapping ends; the SSC gets the trial report, and the receipt
   * of each agreed list that carries its decisions.
   */
  readonly recipients: Recipients;
  /** Who is called day and night by the one alarm over all of severity 1. */
  readonly onCall: readonly OnCall[];
  /** Domain that SES signs for; its DKIM records are published by whoever owns its DNS. */
  readonly mailDomain: string;
  /** Address within `mailDomain` that all mail comes from. */
  readonly mailFrom: string;
  /** ARNs of principals of other accounts that may put CPL extracts (`cpl/`) into the inbox: SECAS. */
  readonly cplUploaders: readonly string[];
  /** ARNs of principals of other accounts that may put governance files (`governance/`) into the inbox (R47). */
  readonly governanceUploaders: readonly string[];
  /** ARNs of principals of other accounts that may send SRV events: the DSP. */
  readonly srvEventSenders: readonly string[];
  /**
   * Public key (SPKI in PEM, RSA or EC) by which the detached signatures of CPL extracts are checked, where the setting
   * `signaturePolicy` asks for them. Without one, an extract that must be signed is refused.
   */
  readonly extractSigningKey?: string;
  /**
   * What no settings file can go below: the least that is checked of a signature, and the most that a list may take
   * without an approval. A file that says less is refused; what is left out is raised.
   * @default - nothing: settings files decide
   */
  readonly settingsFloor?: SettingsFloor;
  /**
   * How many people, each signed in as themself, must confirm an agreed list before it becomes active, at most 5. With
   * two, no single hand makes a device a trial device, whoever put the file in (R47).
   */
  readonly agreedListConfirmations: number;
  /** IANA name of the zone in which schedules are read. */
  readonly timeZone: string;
  readonly watchEveryMinutes: number;
  readonly sscReport: WeeklyTime;
  /**
   * When the first of ESI-034i, the OPR exclusions and ESI-034 is begun, at an hour that summer time neither skips nor
   * repeats, at most 17; the others follow 20 minutes apart, because each reads the whole Devices table. Each has a run an
   * hour for six hours, which goes on with what the one before had no time for.
   */
  readonly inventoryExtracts: DailyTime;
  /**
   * When DynamoDB exports the whole inventory each day, for one that is too large for a function to read through.
   * Left out where the extracts do.
   */
  readonly wholeInventoryExport?: DailyTime;
  /**
   * Hours without any SRV event after which operations are notified that the feed has stopped, at most 24. Left out where no
   * feed is connected yet.
   */
  readonly srvFeedSilentHours?: number;
  /** Days without a report to the SSC from which operations are notified: its week, and one more to fix it. */
  readonly reportWithinDays: number;
  readonly retention: Retention;
  /**
   * Days for which nobody can delete a version of an object of the archive (S3 Object Lock, governance mode): receipts,
   * changes and the record of decisions. Can only be chosen before the bucket is made. At most the earlier versions' days.
   * @default - versions can be deleted by who may
   */
  readonly archiveLockedDays?: number;
  /** Whether CloudTrail records who changed an object of inbox and archive, and who sent to the lane. */
  readonly auditTrail: boolean;
  /** Where the runbook can be read; an alarm's text links to its heading there. */
  readonly runbookUrl: string;
  /**
   * Where the operators of the stage open its console, such as `http://127.0.0.1:4381` where each runs
   * `npm run console -- --aws` on their own machine: mails, texts of alarms and the CLI link to its pages.
   * @default - nothing links to it
   */
  readonly consoleAddress?: string;
  /** Whether what must survive is kept, and cannot be deleted, when its stack is. */
  readonly protected: boolean;
  /** Copies of srv-events that may run at once, at least 2: how hard a burst may lean on the Devices table. */
  readonly srvEventsConcurrency: number;
  /** Copies of dsp-ingestion that may run at once, at least 2: a first list has thousands of message groups. */
  readonly dspUpdatesConcurrency: number;
};

const COMMON = {
  region: 'eu-west-2',
  cplUploaders: [],
  governanceUploaders: [],
  srvEventSenders: [],
  timeZone: 'Europe/London',
  watchEveryMinutes: 15,
  sscReport: { weekDay: 'MON', hour: 7, minute: 0 },
  inventoryExtracts: { hour: 3, minute: 0 },
  reportWithinDays: 8,
  srvEventsConcurrency: 10,
  dspUpdatesConcurrency: 20,
  agreedListConfirmations: 0,
  auditTrail: false,
} as const;

/** What stands in the settings of a protected stage until it has its own. */
const PLACEHOLDER = /\bexample\.org$|^0{12}$/;

/** Whether a stage has an account of its own that it can be deployed to alone. */
export function isPinned({ account }: Pick<StageSettings, 'account'>): boolean {
  return account !== undefined && !PLACEHOLDER.test(account);
}

/** Settings that still are placeholders, by name: a protected stage cannot be deployed with any. */
export function placeholdersOf(settings: StageSettings): readonly string[] {
  const isPlaceholder = (value: unknown): boolean =>
    typeof value === 'string'
      ? PLACEHOLDER.test(value) || value.includes('.example.org/')
      : typeof value === 'object' && value !== null && Object.values(value).some(isPlaceholder);
  return Object.entries(settings).flatMap(([name, value]) => (isPlaceholder(value) ? [name] : []));
}

/**
 * The stages. Addresses under `example.org` and the account of noughts stand for those of the organisation that deploys:
 * they are the only lines to change before the first deployment.
 */
export const STAGES = {
  dev: {
    ...COMMON,
    recipients: {
      secas: ['secas@dev.example.org'],
      dccOperations: ['operations@dev.example.org'],
      dccServiceTeam: ['dcc-service-team@dev.example.org'],
      dspServiceTeam: ['dsp-service-team@dev.example.org'],
      ssc: ['ssc@dev.example.org'],
    },
    onCall: [{ protocol: 'email', endpoint: 'on-call@dev.example.org' }],
    mailDomain: 'dev.example.org',
    mailFrom: 'cpl-pipeline@dev.example.org',
    retention: { logs: 30, accessLogs: 30, earlierVersions: 30, inventories: 30 },
    runbookUrl: 'https://runbook.example.org/RUNBOOK.md',
    protected: false,
  },
  prod: {
    ...COMMON,
    account: '000000000000',
    recipients: {
      secas: ['secas@example.org'],
      dccOperations: ['operations@example.org'],
      dccServiceTeam: ['dcc-service-team@example.org'],
      dspServiceTeam: ['dsp-service-team@example.org'],
      ssc: ['ssc@example.org'],
    },
    onCall: [{ protocol: 'email', endpoint: 'on-call@example.org' }],
    srvFeedSilentHours: 6,
    mailDomain: 'example.org',
    mailFrom: 'cpl-pipeline@example.org',
    retention: { logs: 365, accessLogs: 365, earlierVersions: 365, inventories: 90 },
    runbookUrl: 'https://runbook.example.org/RUNBOOK.md',
    settingsFloor: {
      removalGuardPercent: 10,
      removalGuardMinimum: 20,
      removalGuardDevices: 5000,
      massChangePercent: 30,
    },
    agreedListConfirmations: 2,
    archiveLockedDays: 365,
    auditTrail: true,
    protected: true,
  },
} as const satisfies Readonly<Record<string, StageSettings>>;

/** Name of a stage. */
export type StageName = keyof typeof STAGES;

/** Whether a text names a stage. */
export function isStageName(text: unknown): text is StageName {
  return typeof text === 'string' && Object.hasOwn(STAGES, text);
}
