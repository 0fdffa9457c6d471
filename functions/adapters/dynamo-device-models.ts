import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DeviceModel, type DeviceModelChange } from '../contracts/device-model.ts';
import type { DspChange } from '../contracts/dsp-change.ts';
import { duisDeviceModel } from '../domain/cpl/cpl-entry.ts';
import { batchGet } from './batch-get.ts';
import { queriedItems } from './queried-items.ts';
import { readRow } from './read-row.ts';

const OrderOnly = z.object({ entryKey: z.string(), order: z.string() });

/** The DeviceModels table: what the DSP holds of the CPL, one item an entry. */
export function dynamoDeviceModels(client: DynamoDBDocumentClient, table: string) {
  return {
    /**
     * Puts a change into effect, if it is newer than what is there: the guard that makes a repeat, or a change that
     * was overtaken on its way, do nothing (ARCHITECTURE "Intent first, then effects").
     */
    async apply(change: DspChange, reached: { sentAt: string; uploadedAt: string }): Promise<'applied' | 'stale'> {
      const { entry } = change;
      const line: DeviceModelChange = {
        order: change.order,
        kind: change.kind,
        uploadId: change.uploadId,
        issue: change.issue,
        entryNumber: entry.entryNumber,
        status: entry.status,
        smetsChtsVersion: entry.smetsChtsVersion,
        declaredGbcsVersion: change.declaredGbcsVersion,
        uploadedGbcsVersion: change.gbcsVersion,
        publishedAt: change.publishedAt,
        ...(change.blockedSince === undefined ? {} : { blockedSince: change.blockedSince }),
        ...reached,
      };
      const { entryKey, ...fields } = entry;
      const values: Record<string, unknown> = {
        ...fields,
        modelKey: `${entry.manufacturerIdentifier}/${duisDeviceModel(entry)}`,
        gbcsVersion: change.gbcsVersion,
        declaredGbcsVersion: change.declaredGbcsVersion,
        order: change.order,
        uploadId: change.uploadId,
        issue: change.issue,
        publishedAt: change.publishedAt,
        ...reached,
      };
      const names = Object.keys(values);
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { entryKey },
            ConditionExpression: 'attribute_not_exists(entryKey) OR #order < :order',
            UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}, #history = list_append(if_not_exists(#history, :none), :line)`,
            ExpressionAttributeNames: {
              ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
              '#history': 'history',
            },
            ExpressionAttributeValues: {
              ...Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
              ':none': [],
              ':line': [line],
            },
          }),
        );
        return 'applied';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'stale';
        throw error;
      }
    },

    async find(entryKey: string): Promise<DeviceModel | undefined> {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { entryKey }, ConsistentRead: true }));
      return Item === undefined ? undefined : readRow(table, Item, (row) => DeviceModel.parse(row));
    },

    /** What the DSP holds of those of the given entries that it has, by their keys. */
    async ofEntries(entryKeys: readonly string[]): Promise<Map<string, DeviceModel>> {
      const keys = [...new Set(entryKeys)].map((entryKey) => ({ entryKey }));
      const items = await batchGet(client, table, keys);
      const models = items.map((item) => readRow(table, item, (row) => DeviceModel.parse(row)));
      return new Map(models.map((model) => [model.entryKey, model]));
    },

    /** The order of the last change in effect, for those of the given entries that the DSP holds. */
    async orders(entryKeys: readonly string[]): Promise<Map<string, string>> {
      const items = await batchGet(
        client,
        table,
        entryKeys.map((entryKey) => ({ entryKey })),
        { ProjectionExpression: 'entryKey, #order', ExpressionAttributeNames: { '#order': 'order' } },
      );
      return new Map(
        items
          .map((item) => readRow(table, item, (row) => OrderOnly.parse(row)))
          .map(({ entryKey, order }) => [entryKey, order]),
      );
    },

    /** The entries of one Device Model: every firmware version the DSP holds of it. */
    async ofModel(manufacturer: string, model: string): Promise<DeviceModel[]> {
      const found: DeviceModel[] = [];
      for await (const item of queriedItems(client, {
        TableName: table,
        IndexName: 'byModel',
        KeyConditionExpression: 'modelKey = :modelKey',
        ExpressionAttributeValues: { ':modelKey': `${manufacturer}/${model}` },
      })) {
        found.push(readRow(table, item, (row) => DeviceModel.parse(row)));
      }
      return found;
    },

    /** Every entry the DSP holds, in no particular order, a page at a time. */
    async *all(): AsyncGenerator<DeviceModel> {
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new ScanCommand({ TableName: table, ...(from === undefined ? {} : { ExclusiveStartKey: from }) }),
        );
        for (const item of page.Items ?? []) yield readRow(table, item, (row) => DeviceModel.parse(row));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
    },
  };
}

export type DynamoDeviceModels = ReturnType<typeof dynamoDeviceModels>;
