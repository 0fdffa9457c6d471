import { expect, test } from 'vitest';
import { FILE_FUZZ } from '../fuzz/file-fuzz.ts';

test.each(FILE_FUZZ)(
  '%s with anything in it, damaged anywhere, is refused for a reason or read truly',
  (_what, run) => {
    const { read, refused } = run({ numRuns: 400, seed: 18 });
    expect(read).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
  },
);
