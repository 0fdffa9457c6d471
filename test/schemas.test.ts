import { expect, test } from 'vitest';
import { publishedSchemas, schemaOnDisk } from './checks/schemas.ts';

test.each([...publishedSchemas()])('%s is made of the contract as it is', (path, text) => {
  expect(schemaOnDisk(path) === text, 'run: npm run schemas').toBe(true);
});

test('a published schema lets further fields come', () => {
  for (const text of publishedSchemas().values()) expect(text).not.toContain('"additionalProperties": false');
});
