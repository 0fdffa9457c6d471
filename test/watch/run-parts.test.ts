import { describe, expect, test } from 'vitest';
import { RunParts } from '../../functions/watch/run-parts.ts';

describe('a run in parts', () => {
  const failing = (fault: unknown) => (): never => {
    throw fault;
  };

  test('comes to what each part came to, and to no fault', async () => {
    const parts = new RunParts();
    expect([await parts.run(() => 1), await parts.run(async () => 2)]).toEqual([1, 2]);
    expect(parts.fault).toBeUndefined();
  });

  test('ends with the one fault that there was, the very same', async () => {
    const parts = new RunParts();
    const fault = new TypeError('One');
    expect(await parts.run(failing(fault))).toBeUndefined();
    expect(parts.fault).toBe(fault);
  });

  test('ends with all faults as one, also of a part that came to something', async () => {
    const parts = new RunParts();
    const noted = new Error('One');
    parts.note(noted);
    await parts.run(failing('Two'));
    expect(parts.fault).toBeInstanceOf(AggregateError);
    expect(parts.fault).toMatchObject({ message: 'One; Two', errors: [noted, new Error('Two')] });
  });
});
