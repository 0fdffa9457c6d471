import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { ROOT } from '../support/source-tree.ts';
import { schemaOnDisk } from './schemas.ts';

const FORMS = 'test/fixtures/contracts.json';

/** The form of every contract by its name, with its bounds and its own messages, as one text. */
export async function contractForms(): Promise<string> {
  const contracts = z.registry<{ readonly id: string }>();
  for (const file of globSync('functions/contracts/*.ts', { cwd: ROOT }).sort()) {
    const module: unknown = await import(join(ROOT, file));
    for (const [id, exported] of Object.entries(Object(module)))
      if (exported instanceof z.ZodMiniType) contracts.add(exported, { id });
  }
  const { schemas } = z.toJSONSchema(contracts, {
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => id,
    override({ zodSchema, jsonSchema }) {
      const { checks = [], error } = zodSchema._zod.def;
      const messages = [...checks.map(({ _zod }) => _zod.def.error), error].flatMap(saidBy);
      if (messages.length > 0) Object.assign(jsonSchema, { messages });
    },
  });
  const forms = Object.entries(schemas).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(forms), null, 1)}\n`;
}

/** The forms as they are written down. */
export function formsOnDisk(): string {
  return schemaOnDisk(FORMS);
}

/** What a check says of a value that is wrong, where it does not leave that to the library. */
function saidBy(error: unknown): readonly string[] {
  return typeof error === 'function' ? [String(Reflect.apply(error, undefined, [{}]))] : [];
}

if (import.meta.main && process.argv.includes('--write')) writeFileSync(join(ROOT, FORMS), await contractForms());
