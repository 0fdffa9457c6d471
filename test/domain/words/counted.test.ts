import { expect, test } from 'vitest';
import { counted, inFigures } from '../../../functions/domain/words/counted.ts';
import { sourcesUnder } from '../../support/source-tree.ts';

test('numbers for people have commas, and their nouns the right form', () => {
  expect([7, 999, 1204, 10_000, 1_234_567].map(inFigures)).toEqual(['7', '999', '1,204', '10,000', '1,234,567']);
  expect([0, 1, 2, 10_000].map((number) => counted(number, 'device'))).toEqual([
    '0 devices',
    '1 device',
    '2 devices',
    '10,000 devices',
  ]);
  expect(counted(1204, 'entry', 'entries')).toBe('1,204 entries');
});

test('one function writes the numbers of sentences, beside the one of charts, which rounds', () => {
  const formatting = [...sourcesUnder(['functions', 'infra'], '.ts')]
    .filter(([, source]) => /toLocaleString\(|Intl\.NumberFormat/.test(source))
    .map(([path]) => path);
  expect(formatting).toEqual(['functions/domain/words/counted.ts', 'functions/operator/charts/drawn-chart.ts']);
});
