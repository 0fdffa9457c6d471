/** Where and when these prices were AWS's list prices, in US dollars without tax: look them up again before a budget. */
export const PRICES_OF = {
  region: 'eu-west-2',
  date: '2025-01',
  source: 'the public price pages of each service',
} as const;

const MILLION = 1_000_000;

/** US dollars for one of each. */
export const PRICES = {
  sqsStandardRequest: 0.4 / MILLION,
  sqsFifoRequest: 0.5 / MILLION,
  /** A write unit of a table on demand: one started KB, in the table or an index. */
  dynamoWriteUnit: 0.7423 / MILLION,
  /** A read unit: 4 KB read consistently, 8 KB otherwise. */
  dynamoReadUnit: 0.1485 / MILLION,
  dynamoGbMonth: 0.297,
  dynamoRecoveryGbMonth: 0.2377,
  s3Put: 0.0053 / 1000,
  s3Get: 0.00042 / 1000,
  s3GbMonth: 0.024,
  lambdaRequest: 0.2 / MILLION,
  lambdaArmGbSecond: 0.0000133334,
  logsGb: 0.5985,
  alarmMonth: 0.1,
  metricMonth: 0.3,
  dashboardMonth: 3,
  keyMonth: 1,
  mail: 0.1 / 1000,
} as const;
