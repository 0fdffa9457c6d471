import { expect, test } from 'vitest';
import { runbookPages } from '../../../functions/operator/console/runbook.ts';

test('a page of the runbook has its parts in order, with lines that go on joined; what stands before is no page', () => {
  const text =
    '# Runbook\n\n- **Not**: a page\n\n## Lane stuck\n\n- **Means**: it\n  stands.\n- **Do this**: `look`.\n';
  expect(runbookPages(text)).toEqual({
    'Lane stuck': [
      { term: 'Means', text: 'it stands.' },
      { term: 'Do this', text: '`look`.' },
    ],
  });
});
