import type { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { sqsDeadLetters } from '../../functions/adapters/sqs-dead-letters.ts';
import { sqsDspUpdates } from '../../functions/adapters/sqs-dsp-updates.ts';
import { sqsLane, sqsReevaluation, sqsSuspended } from '../../functions/adapters/sqs-queues.ts';
import type { DeviceSuspension } from '../../functions/contracts/device-suspension.ts';
import { cplEntry, dspChange } from '../support/cpl-entries.ts';
import { recordedClient } from '../support/recorded-client.ts';

const sqs = recordedClient<SQSClient>;
const AT = '2026-11-02T09:00:00.000Z';
const SUSPENSION: DeviceSuspension = {
  contract: 'device-suspension/1',
  requestId: 'r',
  deviceId: '00-5E-EF-12-34-56-78-90',
  trialId: 'T',
  endDate: '2026-11-01',
  sscDecisionReference: 'SSC',
  requestedAt: AT,
};
const bodyOf = (input: Readonly<Record<string, unknown>> | undefined): unknown =>
  JSON.parse(String(input?.['MessageBody']));

describe('a message', () => {
  test('for the lane is in its one group, and the same command again is the same message', async () => {
    const { client, inputs } = sqs({});
    const command = { command: 'reconsider', commandId: 'c', requestedBy: 'watch' } as const;
    await sqsLane(client, 'lane.fifo').ask(command);
    expect(inputs()).toStrictEqual([
      {
        QueueUrl: 'lane.fifo',
        MessageBody: JSON.stringify(command),
        MessageGroupId: 'lane',
        MessageDeduplicationId: 'c',
      },
    ]);
  });

  test('of the pipeline itself on the srv-events queue is an event that says who sent it', async () => {
    const { client, inputs } = sqs({});
    await sqsReevaluation(client, 'events').request(['d'], 'r', AT);
    await sqsSuspended(client, 'events').suspended(SUSPENSION);
    const common = { specversion: '1.0', id: 'r', time: AT, datacontenttype: 'application/json' };
    expect(inputs().map((input) => [input['QueueUrl'], Object.keys(input).length, bodyOf(input)])).toStrictEqual([
      [
        'events',
        2,
        {
          ...common,
          source: 'urn:cpl-to-dsp:intake',
          type: 'uk.smartdcc.pipeline.reevaluate',
          data: { deviceIds: ['d'] },
        },
      ],
      [
        'events',
        2,
        {
          ...common,
          source: 'urn:cpl-to-dsp:dsp-ingestion',
          type: 'uk.smartdcc.device.status-changed',
          data: { deviceId: SUSPENSION.deviceId, status: 'Suspended' },
        },
      ],
    ]);
  });

  test('that asks for a device to be suspended is in a group of the device', async () => {
    const { client, inputs } = sqs({});
    await sqsDspUpdates(client, 'dsp.fifo').suspend(SUSPENSION);
    expect(inputs()).toStrictEqual([
      {
        QueueUrl: 'dsp.fifo',
        MessageBody: JSON.stringify(SUSPENSION),
        MessageGroupId: `device/${SUSPENSION.deviceId}`,
        MessageDeduplicationId: 'r',
      },
    ]);
  });

  test('that can never succeed has its reason as text, tabs and line ends included, of 500 characters at most', async () => {
    const { client, inputs } = sqs({});
    const letters = sqsDeadLetters(client, 'dead');
    for (const reason of ['a\tb\r\nc', 'a \u{1F600}', 'x'.repeat(501), ' \t'])
      await letters.send({ messageId: 'm', body: 'b' }, reason);
    const attribute = (StringValue: string) => ({ reason: { DataType: 'String', StringValue } });
    expect(inputs()).toStrictEqual(
      ['a\tb\r\nc', 'a ?', 'x'.repeat(500), 'no reason given'].map((reason) => ({
        QueueUrl: 'dead',
        MessageBody: 'b',
        MessageAttributes: attribute(reason),
      })),
    );
  });

  test('of the lane that can never succeed is in its group, under the id of its delivery', async () => {
    const { client, inputs } = sqs({});
    await sqsDeadLetters(client, 'lane-dead.fifo').send({ messageId: 'm', body: 'b' }, 'r');
    expect(inputs()).toMatchObject([{ MessageGroupId: 'lane', MessageDeduplicationId: 'dead-m' }]);
  });
});

describe('the changes for the DSP', () => {
  /** A change of the Device Model of this number, whose body has about so many bytes. */
  const change = (number: number, model: number, bytes = 0) =>
    dspChange(
      number,
      cplEntry({ modelIdentifier: String(model).padStart(4, '0'), manufacturerImageHash: 'x'.repeat(bytes) }),
    );
  type Request = readonly {
    readonly Id: string;
    readonly MessageGroupId: string;
    readonly MessageDeduplicationId: string;
    readonly MessageBody: string;
  }[];
  async function requests(changes: readonly ReturnType<typeof change>[]): Promise<readonly Request[]> {
    const { client, inputs } = sqs({});
    await sqsDspUpdates(client, 'dsp.fifo').send(changes);
    return inputs().map(({ Entries }) => Object(Entries));
  }

  test('of one Device Model are in a group of it, each under its order, numbered within their request', async () => {
    const [request = []] = await requests([change(1, 7), change(2, 7)]);
    expect(request.map(({ MessageBody, ...entry }) => [entry, JSON.parse(MessageBody).order])).toStrictEqual(
      [1, 2].map((number) => [
        {
          Id: String(number - 1),
          MessageGroupId: 'ESME/AB01/0007/030B',
          MessageDeduplicationId: dspChange(number).order,
        },
        dspChange(number).order,
      ]),
    );
  });

  test('of many Device Models are spread evenly, eight requests under way at once', async () => {
    let [underWay, most] = [0, 0];
    const { client } = sqs(async () => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return {};
    });
    await sqsDspUpdates(client, 'q').send(Array.from({ length: 200 }, (_, index) => change(index, index)));
    expect(most).toBe(8);
  });

  test('that are together larger than one request may be are in several, none above 240 KiB', async () => {
    const overhead = Buffer.byteLength(JSON.stringify(change(1, 7)));
    const sized = (number: number, bytes: number) => change(number, 7, bytes - overhead);
    const sizes = async (...of: readonly number[]) =>
      (await requests(of.map((bytes, index) => sized(index, bytes)))).map((request) =>
        request.map(({ MessageBody }) => Buffer.byteLength(MessageBody)),
      );
    expect(await sizes(100_000, 145_760, 1000)).toEqual([[100_000, 145_760], [1000]]);
    expect(await sizes(100_000, 145_761, 1000)).toEqual([[100_000], [145_761, 1000]]);
    expect(await sizes(200_000, 45_760, 100_000, 100_000, 45_760, 900)).toEqual([
      [200_000, 45_760],
      [100_000, 100_000, 45_760],
      [900],
    ]);
  });

  test('that fill a request are sent in it, and what is left of all Device Models is sent together', async () => {
    const of = (model: number, count: number) =>
      Array.from({ length: count }, (_, index) => change(model * 100 + index, model));
    const sent = await requests([...of(1, 10), ...of(2, 13), ...of(3, 2)]);
    expect(sent.map((request) => request.length)).toEqual([10, 10, 5]);
    expect(sent[2]?.map(({ MessageGroupId }) => MessageGroupId.slice(10, 14))).toEqual([
      '0002',
      '0002',
      '0002',
      '0003',
      '0003',
    ]);
  });

  test('that SQS does not take are a fault, also where it gives no reason', async () => {
    const { client } = sqs({ Failed: [{ Id: '0' }] });
    await expect(sqsDspUpdates(client, 'q').send([change(1, 1)])).rejects.toThrow(
      'SQS did not take 1 of 1 messages: no reason given',
    );
  });
});
