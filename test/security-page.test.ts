import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const DOCS = new URL('../docs/', import.meta.url);
const page = readFileSync(new URL('SECURITY.md', DOCS), 'utf8');
const links = [...page.matchAll(/\[(?<title>[^\][]+)\]\((?<path>[^)\s]+)\)/g)].map(({ groups = {} }) => ({
  title: groups['title'] ?? '',
  path: groups['path'] ?? '',
}));
const proofs = links.filter(({ path }) => path.startsWith('../'));

test('the page on security names tests for what it claims', () => {
  expect(proofs.length).toBeGreaterThan(30);
});

test.each(proofs)('$path has what the page on security says of it: $title', ({ title, path }) => {
  expect(readFileSync(new URL(path, DOCS), 'utf8')).toContain(title);
});

test('every other page it points to is there', () => {
  const others = links.filter(({ path }) => !path.startsWith('../')).map(({ path }) => path);
  expect(others.filter((path) => !existsSync(new URL(path, DOCS)))).toEqual([]);
});
