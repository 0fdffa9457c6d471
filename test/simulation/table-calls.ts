import type { Item } from './expressions.ts';
import type { Calling } from './services.ts';
import { type Answered, isTableRequest } from './simulated-tables.ts';
import type { World } from './world.ts';

const isTable = (name: string | undefined): name is keyof World['tables'] =>
  name === 'ledger' || name === 'devices' || name === 'device-models';

/** Carries out one command of DynamoDB on the simulated tables. */
export async function dynamo(world: World, call: Calling, action: string, request: unknown): Promise<unknown> {
  if (!isTableRequest(request)) throw new Error(`${action} is about no table`);
  const { RequestItems, Key = {}, Item, ConditionExpression, UpdateExpression = '' } = request;
  const name = request.TableName ?? Object.keys(RequestItems ?? {})[0];
  if (!isTable(name)) throw new Error(`There is no table ${name}`);
  const table = world.tables[name];
  const kind = name === 'ledger' ? ` ${kindOf(Item ?? Key)}` : '';
  switch (action) {
    case 'Get':
      return call(`${name}.Get${kind}`, false, () => ({ Item: table.get(Key) }));
    case 'Query':
      return call(`${name}.Query`, false, () => {
        table.catchUp(world.now);
        const Items = table.query(request);
        return { Items, Count: Items.length };
      });
    case 'Scan':
      return call(`${name}.Scan`, false, (): Answered => {
        table.catchUp(world.now);
        return table.scan(request);
      });
    case 'BatchGet': {
      const keys = RequestItems?.[name]?.Keys ?? [];
      return call(
        `${name}.BatchGet`,
        false,
        (partly) => batchOf(name, keys, partly, (key) => table.get(key)),
        keys.length > 1,
      );
    }
    case 'Put':
      return call(
        `${name}.Put${kind}`,
        true,
        () => table.put(Item ?? {}, ConditionExpression, request, world.now) ?? {},
      );
    case 'Update':
      return call(
        `${name}.Update`,
        true,
        () => table.update(Key, UpdateExpression, ConditionExpression, request, world.now) ?? {},
      );
    case 'Delete':
      return call(`${name}.Delete${kind}`, true, () => table.delete(Key, world.now) ?? {});
    default:
      throw new Error(`The simulated DynamoDB does not have ${action}`);
  }
}

/** The kind of a ledger item, by its partition; a mail's by how far it is. */
function kindOf(item: Item): string {
  const partition = String(item['pk']);
  const end = partition.indexOf('#');
  const kind = end < 0 ? partition : partition.slice(0, end);
  return kind === 'MAIL' ? `MAIL ${String(item['state'])}` : kind;
}

function batchOf(name: string, keys: readonly Item[], partly: boolean, get: (key: Item) => Item | undefined) {
  const done = partly ? keys.slice(0, Math.ceil(keys.length / 2)) : keys;
  const rest = keys.slice(done.length);
  return {
    Responses: { [name]: done.flatMap((key) => get(key) ?? []) },
    UnprocessedKeys: rest.length === 0 ? {} : { [name]: { Keys: rest } },
  };
}
