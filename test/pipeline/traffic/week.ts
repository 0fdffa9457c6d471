import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { localClients } from '../../../functions/operator/pipeline-access.ts';
import type { LocalPipeline } from '../../../infra/local/pipeline.ts';
import { cplCsv, type CplRow } from '../../support/cpl-csv.ts';
import { registerOf } from '../../support/gbcs-register-csv.ts';
import { duis, envelope, prenotification } from '../../support/srv-messages.ts';

/** Entries of the list, devices in the field, and what comes each day: the same from week to week. */
const ENTRIES = 500;
const DEVICES = 200;
const CHANGES_A_DAY = 5;
const MESSAGES_A_DAY = 100;
const AT_ONCE = 10;

/** The register until Friday: it has 4.4, which the DSP does not recognise. */
const NOT_RECOGNISED = `${registerOf('4.1')}4.4,no,,,,synthetic,high,\n`;

/** Weeks that are all alike, so that nothing but a leak makes one need more memory than the one before. */
export class Weeks {
  readonly #pipeline: LocalPipeline;
  readonly #clients: ReturnType<typeof localClients>;
  readonly #rows: CplRow[] = Array.from({ length: ENTRIES }, (_, index) => ({ entry: index + 1 }));
  #days = 0;
  #issues = 0;
  #messages = 0;

  constructor(pipeline: LocalPipeline) {
    this.#pipeline = pipeline;
    this.#clients = localClients(pipeline.run);
  }

  /** One day: on weekdays a list, on Mondays a register that blocks two entries until Friday, and SRV messages. */
  async day(): Promise<void> {
    const weekday = this.#days % 7;
    if (weekday === 0) await this.#put('governance/gbcs-register.csv', NOT_RECOGNISED);
    if (weekday === 4) await this.#put('governance/gbcs-register.csv', registerOf('4.1', '4.4'));
    if (weekday < 5) await this.#put('cpl/latest.csv', this.#nextIssue(weekday));
    for (let sent = 0; sent < MESSAGES_A_DAY; sent += AT_ONCE) await this.#send();
    await this.#pipeline.clock.advance('PT24H');
    this.#days += 1;
  }

  #nextIssue(weekday: number): string {
    for (let change = 0; change < CHANGES_A_DAY; change += 1) {
      const entry = ((this.#days * CHANGES_A_DAY + change) % ENTRIES) + 1;
      const gbcs = weekday === 1 && change < 2 ? '4.4' : '4.1';
      this.#rows[entry - 1] = { entry, gbcs, hash: String(this.#days).padStart(64, '0') };
    }
    this.#issues += 1;
    return cplCsv(this.#rows, `2.${String(this.#issues).padStart(3, '0')}`);
  }

  async #put(Key: string, Body: string): Promise<void> {
    const Bucket = this.#pipeline.run.resources.inboxBucket;
    await this.#clients.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  }

  async #send(): Promise<void> {
    const QueueUrl = this.#pipeline.run.resources.srvEventsQueueUrl;
    const Entries = Array.from({ length: AT_ONCE }, (_, index) => ({
      Id: String(index),
      MessageBody: this.#message(),
    }));
    await this.#clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }

  #message(): string {
    this.#messages += 1;
    const device = this.#messages % DEVICES;
    const deviceId = `00-DB-12-34-56-78-${device.toString(16).toUpperCase().padStart(4, '0').replace(/^../, '$&-')}`;
    const over = { id: `soak-${this.#messages}`, time: this.#pipeline.clock.now() };
    if (this.#messages % 3 === 0) {
      const xml = duis('12.2', prenotification({ deviceId, model: '00010101', firmware: '00000100', variant: 'A' }));
      return envelope('uk.smartdcc.srv.request', xml, over);
    }
    const data = { deviceId, status: this.#messages % 2 === 0 ? 'Commissioned' : 'Suspended' };
    return envelope('uk.smartdcc.device.status-changed', data, over);
  }
}
