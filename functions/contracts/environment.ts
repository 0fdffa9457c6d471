/**
 * The environment variables of each function, in one list: the stacks set exactly these, the runtime reads exactly
 * these. Values are names, URLs and addresses of what the function uses; nothing else comes in by environment.
 */
export const ENVIRONMENT = {
  intake: [
    'INBOX_BUCKET',
    'ARCHIVE_BUCKET',
    'REPORTS_BUCKET',
    'LEDGER_TABLE',
    'LANE_DEAD_LETTERS_URL',
    'DSP_UPDATES_QUEUE_URL',
    'SRV_EVENTS_QUEUE_URL',
    'DEVICES_TABLE',
    'DEVICE_MODELS_TABLE',
    'MAIL_FROM',
    'MAIL_CONFIGURATION_SET',
    /** Where the console of the stage is, for links to its pages, or `none`. */
    'CONSOLE_ADDRESS',
    'SECAS_RECIPIENTS',
    'OPERATIONS_RECIPIENTS',
    'DCC_SERVICE_TEAM_RECIPIENTS',
    'DSP_SERVICE_TEAM_RECIPIENTS',
    'SSC_RECIPIENTS',
    /** Public key of the extracts' signatures, SPKI in PEM, or `none`. */
    'EXTRACT_SIGNING_KEY',
    /** What no settings file can go below, as JSON. */
    'SETTINGS_FLOOR',
    /** How many people must confirm an agreed list. */
    'AGREED_LIST_CONFIRMATIONS',
    /** Ids of the roles of the functions that may send to the lane. */
    'DSP_INGESTION_ROLE_ID',
    'WATCH_ROLE_ID',
  ],
  'dsp-ingestion': ['DEVICE_MODELS_TABLE', 'DEVICES_TABLE', 'LANE_QUEUE_URL', 'SRV_EVENTS_QUEUE_URL'],
  'srv-events': ['DEVICES_TABLE', 'LEDGER_TABLE', 'ARCHIVE_BUCKET', 'SRV_EVENTS_DEAD_LETTERS_URL'],
  watch: [
    /** Whether the stage exports its whole inventory each day: `on` or `off`. */
    'WHOLE_INVENTORY_EXPORT',
    'ARCHIVE_BUCKET',
    'REPORTS_BUCKET',
    'LEDGER_TABLE',
    'DEVICE_MODELS_TABLE',
    'DEVICES_TABLE',
    'LANE_QUEUE_URL',
    'MAIL_FROM',
    'MAIL_CONFIGURATION_SET',
    'CONSOLE_ADDRESS',
    'SECAS_RECIPIENTS',
    'OPERATIONS_RECIPIENTS',
    'DCC_SERVICE_TEAM_RECIPIENTS',
    'DSP_SERVICE_TEAM_RECIPIENTS',
  ],
  reports: [
    'ARCHIVE_BUCKET',
    'REPORTS_BUCKET',
    'LEDGER_TABLE',
    'DEVICE_MODELS_TABLE',
    'DEVICES_TABLE',
    'MAIL_FROM',
    'MAIL_CONFIGURATION_SET',
    'CONSOLE_ADDRESS',
    'SSC_RECIPIENTS',
  ],
} as const;

/** What stands for the address of the console where a stage has none. */
export const NO_CONSOLE = 'none';

/** The functions of the pipeline. */
export type FunctionName = keyof typeof ENVIRONMENT;

/** The names of the environment variables of one function. */
export type EnvironmentName<F extends FunctionName> = (typeof ENVIRONMENT)[F][number];
