import { AttributeType, BillingMode, ProjectionType, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { removalOf } from './private-bucket.ts';

/** What the tables may be reported. */
export interface TablesProps {
  /**
   * Whether the tables outlive their stack and are guarded against deletion.
   * @default true
   */
  readonly keep?: boolean;
}

/** The three tables: what the DSP holds of the CPL, the Smart Metering Inventory, and the ledger of decisions. */
export class Tables extends Construct {
  /** Items of `contracts/device-model.ts`; index `byModel` finds the entries of one manufacturer and model. */
  readonly deviceModels: Table;
  /**
   * The SMI record of each device. Index `byFirmware` finds the devices that a change of the agreed list may concern;
   * `byTrial` holds flagged devices only, so that a report never reads the whole SMI. What waits for a pre-notification
   * that never comes ends by `expiresAt`.
   */
  readonly devices: Table;
  /** Lane state, governance, uploads, waiting lines, incidents, mail claims; claims end by `expiresAt`. */
  readonly ledger: Table;

  constructor(scope: Construct, id: string, props: TablesProps = {}) {
    super(scope, id);
    const safe = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.keep ?? true,
      removalPolicy: removalOf(props.keep ?? true),
    } satisfies Partial<TableProps>;

    this.deviceModels = new Table(this, 'DeviceModels', { ...safe, partitionKey: text('entryKey') });
    this.deviceModels.addGlobalSecondaryIndex({
      indexName: 'byModel',
      partitionKey: text('modelKey'),
      sortKey: text('entryKey'),
      projectionType: ProjectionType.ALL,
    });

    this.devices = new Table(this, 'Devices', {
      ...safe,
      partitionKey: text('deviceId'),
      timeToLiveAttribute: 'expiresAt',
    });
    this.devices.addGlobalSecondaryIndex({
      indexName: 'byFirmware',
      partitionKey: text('firmwareKey'),
      sortKey: text('deviceId'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['status', 'supplier'],
    });
    this.devices.addGlobalSecondaryIndex({
      indexName: 'byTrial',
      partitionKey: text('trialId'),
      sortKey: text('deviceId'),
      projectionType: ProjectionType.ALL,
    });

    this.ledger = new Table(this, 'Ledger', {
      ...safe,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'expiresAt',
    });
  }
}

/** ARN of one index of a table: a role is given the index it reads, not all of them. */
export function indexArn(table: Table, index: 'byModel' | 'byFirmware' | 'byTrial'): string {
  return `${table.tableArn}/index/${index}`;
}

function text(name: string) {
  return { name, type: AttributeType.STRING };
}
