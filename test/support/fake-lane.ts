import { isOfWorkbook } from '../../functions/intake/lane/arrival.ts';
import type { KeyObject } from 'node:crypto';
import { activeGovernance } from '../../functions/adapters/active-governance.ts';
import type { DeviceModel } from '../../functions/contracts/device-model.ts';
import type { DeviceSuspension } from '../../functions/contracts/device-suspension.ts';
import type { DspChange } from '../../functions/contracts/dsp-change.ts';
import type { OperatorCommand } from '../../functions/contracts/lane-command.ts';
import type { Mail } from '../../functions/contracts/mail.ts';
import { type CountedDevice, countDevices } from '../../functions/domain/devices/device-count.ts';
import { type DeviceRecord, openTrial } from '../../functions/domain/devices/device-record.ts';
import type { ReadyLetter } from '../../functions/contracts/ready-letter.ts';
import type { SettingsFloor } from '../../functions/domain/settings/settings-change.ts';
import { Receipt } from '../../functions/contracts/receipt.ts';
import type { MetricValues } from '../../functions/contracts/metrics.ts';
import { extractSignatures } from '../../functions/intake/cpl/signature.ts';
import type { LanePorts } from '../../functions/intake/ports.ts';
import { workLane } from '../../functions/intake/lane/work-lane.ts';
import { FakeLedger } from './fake-ledger.ts';
import { FakeObjects } from './fake-objects.ts';
import { A_PERSON, SENDERS } from './lane-senders.ts';
import { fits, MOST_MESSAGE_BYTES } from './service-limits.ts';
import { messageBody } from '../../functions/contracts/message-body.ts';

/** The supplier of every device that a test counts. */
export const SUPPLIER = '90-B3-D5-1F-30-01-00-00';

/** A crash of the function at one of its effects. */
export class Crash extends Error {}

/** The lane with all it touches in memory: files go in, and what the DSP was sent can be looked at. */
export class FakeLane {
  readonly ledger = new FakeLedger();
  readonly inbox = new FakeObjects();
  readonly archive = new FakeObjects();
  readonly sent: DspChange[] = [];
  readonly mails = new Map<string, Mail>();
  /** Letters that people may send, by their ids. */
  readonly readyLetters = new Map<string, ReadyLetter>();
  readonly deadLetters: { body: string; reason: string }[] = [];
  readonly reevaluated: string[] = [];
  /** Devices by `<manufacturer>/<model>/<firmware>`, as the index has them. */
  readonly byFirmware = new Map<string, string[]>();
  /** How many devices of a firmware there are by status, by `<manufacturer>/<model>/<firmware>`. */
  readonly devicesOf = new Map<string, Record<string, number>>();
  /** Devices by the trial they are flagged with. */
  readonly byTrial = new Map<string, string[]>();
  readonly trialDevices: DeviceRecord[] = [];
  readonly suspended: DeviceSuspension[] = [];
  /** What each invocation that came to an end reported. */
  readonly metrics: MetricValues<'intake'>[] = [];
  now = '2026-11-02T09:00:00.000Z';
  /** The invocation crashes at the effect with this number, counted from 1; 0 never does. */
  crashAt = 0;
  effects = 0;
  /** What SES says to every mail while it is out. */
  mailRefusal: Error | undefined;
  mailsTried = 0;
  /** What is written to people; unless set otherwise, letters that only name what they are about. */
  letters: LanePorts['letters'] = {
    receipts: ({ upload, outcome }) => [plainMail(`receipt-${upload.uploadId}-${upload.decision}`, outcome)],
    findingsCsv: ({ findings }) => findings.map(({ code, line }) => `${code},${line}`).join('\n'),
    incident: ({ mailId, steps }) => plainMail(mailId, steps.map(({ event }) => event).join(', ')),
    weakened: ({ uploadId }, { key, before, after }) =>
      plainMail(`weakened-${uploadId}-${key}`, `${before} to ${after}`),
  };
  /** What the stage lets no settings file go below. */
  settingsFloor: SettingsFloor = {};
  /** How many people must confirm an agreed list. */
  agreedListConfirmations = 0;
  /** The key by which signatures are checked. */
  signingKey: KeyObject | undefined;
  /** Time that an invocation has left, all the while. */
  remainingMs = 60_000;
  private events = 0;
  /** From a crash on nothing works any more, until the message is delivered again. */
  private dead = false;

  ports(): LanePorts {
    const { ledger, archive, inbox } = this;
    return this.crashing({
      senders: SENDERS,
      settingsFloor: this.settingsFloor,
      agreedListConfirmations: this.agreedListConfirmations,
      ledger,
      inbox,
      signatures: extractSignatures(inbox, this.signingKey),
      archive,
      governance: activeGovernance(ledger, archive),
      dspUpdates: {
        send: async (changes) => {
          for (const change of changes) fits('a message of SQS', messageBody(change), MOST_MESSAGE_BYTES);
          this.sent.push(...changes);
        },
        suspend: async (suspension) => void this.suspended.push(suspension),
      },
      devices: {
        countByFirmware: async (manufacturer, model, firmware, atMost) => {
          const found = this.devicesOf.get([manufacturer, model, firmware].join('/')) ?? {};
          return countDevices(each(Object.entries(found).flatMap(devicesWithStatus)), atMost);
        },
        idsByFirmware: (manufacturer, model, firmware, after) =>
          each(behind(this.byFirmware.get([manufacturer, model, firmware].join('/')), after)),
        idsOfTrial: (trialId, after) => each(behind(this.byTrial.get(trialId), after)),
        trialDevices: (trialId, after = '') =>
          each(this.trialDevices.filter((record) => openTrial(record)?.trialId === trialId && record.deviceId > after)),
      },
      deviceModels: { ofModel: async () => [] },
      reevaluation: { request: async (ids) => void this.reevaluated.push(...ids) },
      letters: this.letters,
      readyLetters: { keep: async (letter) => void this.readyLetters.set(letter.letterId, letter) },
      mailOnce: {
        sendOnce: async (mail) => {
          this.mailsTried += 1;
          if (this.mailRefusal !== undefined) throw new Error('not sent', { cause: this.mailRefusal });
          if (this.mails.has(mail.mailId)) return 'already-sent';
          this.mails.set(mail.mailId, mail);
          return 'sent';
        },
      },
      deadLetters: { send: async ({ body }, reason) => void this.deadLetters.push({ body, reason }) },
      clock: { now: () => this.now },
    });
  }

  /** Puts a file into the inbox and lets the lane work off its event; a crashed delivery is delivered again. */
  async drop(key: string, body: string | Uint8Array, options: { at?: string; metadata?: Record<string, string> } = {}) {
    if (options.at !== undefined) this.now = options.at;
    this.inbox.set(key, body, this.now, options.metadata ?? {});
    this.events += 1;
    const event = {
      id: `event-${this.events}`,
      'detail-type': 'Object Created',
      source: 'aws.s3',
      time: this.now,
      detail: { bucket: { name: 'inbox' }, object: { key, size: body.length, sequencer: String(this.events) } },
    };
    await this.deliver(JSON.stringify(event));
    const uploads = await this.ledger.list('uploads');
    return uploads.find((upload) => upload.key === key && !isOfWorkbook(upload));
  }

  /** The receipt of the file that was dropped last under a key. */
  receipt(key: string): Receipt {
    const receipts = [...this.archive.objects.keys()].filter(
      (name) => name.startsWith(`receipts/${key}/`) && name.endsWith('.json'),
    );
    return Receipt.parse(JSON.parse(this.archive.textOf(receipts.at(-1) ?? 'no receipt')));
  }

  async ask(command: OperatorCommand, senderId = A_PERSON): Promise<void> {
    await this.deliver(JSON.stringify(command), senderId);
  }

  /** Delivers a message to the lane as it stands. */
  async askRaw(body: string): Promise<void> {
    await this.deliver(body);
  }

  /** Gives the lane a message as it is; a crashed delivery is delivered again. */
  async deliver(body: string, senderId = 'AIDAEVENTS'): Promise<void> {
    for (let receiveCount = 1; receiveCount <= 3; receiveCount += 1) {
      this.dead = false;
      const message = { messageId: 'm', body, sentAt: this.now, receiveCount, messageGroupId: 'lane', senderId };
      try {
        const { retry, metrics } = await workLane([message], this.ports(), {
          remainingMs: () => this.remainingMs,
        });
        this.metrics.push(metrics);
        if (retry.length === 0) return;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    }
    throw new Error('The lane did not come to an end in three deliveries');
  }

  /** What the DSP holds once it has applied everything, guarded as the table is. */
  deviceModels(): Map<string, Pick<DeviceModel, 'gbcsVersion' | 'declaredGbcsVersion' | 'status' | 'order'>> {
    const held = new Map<string, Pick<DeviceModel, 'gbcsVersion' | 'declaredGbcsVersion' | 'status' | 'order'>>();
    for (const { entry, order, gbcsVersion, declaredGbcsVersion } of this.sent) {
      const before = held.get(entry.entryKey);
      if (before !== undefined && before.order >= order) continue;
      held.set(entry.entryKey, { gbcsVersion, declaredGbcsVersion, status: entry.status, order });
    }
    return held;
  }

  /** The same ports, every effect of which may be the one at which the function crashes (once). */
  private crashing(ports: LanePorts): LanePorts {
    const wrap = <T extends object>(port: T, names: readonly string[]): T =>
      new Proxy(port, {
        get: (target, name) => {
          const member = Reflect.get(target, name);
          if (typeof member !== 'function' || !names.includes(String(name))) return member;
          return async (...given: unknown[]) => {
            if (this.dead) throw new Crash();
            this.effects += 1;
            const crashes = this.effects === this.crashAt;
            this.dead = crashes;
            // Half of the crashes come after the effect: done, but its answer is lost.
            if (crashes && this.crashAt % 2 === 0) throw new Crash();
            const answer: unknown = await Reflect.apply(member, target, given);
            if (crashes) throw new Crash();
            return answer;
          };
        },
      });
    return {
      ...ports,
      ledger: wrap(ports.ledger, ['put', 'remove', 'replace']),
      archive: wrap(ports.archive, ['put']),
      dspUpdates: wrap(ports.dspUpdates, ['send', 'suspend']),
      mailOnce: wrap(ports.mailOnce, ['sendOnce']),
    };
  }
}

function plainMail(mailId: string, text: string): Mail {
  return { mailId, to: ['someone@example.org'], subject: text, text, html: text, attachments: [] };
}

/** Devices of a status, all of one supplier. */
function devicesWithStatus([status, count]: readonly [string, number]): readonly CountedDevice[] {
  return Array.from({ length: count }, () => ({ status, supplier: SUPPLIER }));
}

function behind(ids: readonly string[] = [], after = ''): readonly string[] {
  return ids.filter((id) => id > after);
}

async function* each<T>(items: readonly T[] = []): AsyncGenerator<T> {
  yield* items;
}
