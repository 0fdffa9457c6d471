import { describe, expect, test } from 'vitest';
import { uploadTimeline } from '../../functions/operator/views/upload-timeline.ts';
import {
  entryOf,
  fakeOperatorPorts,
  undeliveredChange,
  held,
  orderOf,
  uploadOf,
  waitingOf,
} from '../support/fake-operator-ports.ts';

describe('the timeline of a file', () => {
  test('tells what of it arrived, what is on its way and what waits, each with its times', async () => {
    const ports = fakeOperatorPorts({
      uploads: [uploadOf('u2', 'accepted'), uploadOf('u1', 'accepted')],
      waitingLines: [waitingOf(entryOf('0B010A0C', { gbcsVersion: '4.4' }), orderOf(4), 'u2')],
      undelivered: [undeliveredChange(entryOf('0A010A0C'), orderOf(3), 'u2', null)],
      deviceModels: [held(entryOf('0C010A0C'), orderOf(2), 'u2'), held(entryOf('0D010A0C'), orderOf(1), 'u1')],
    });
    const steps = await uploadTimeline('u2', ports);
    expect(steps?.map(({ step, changes }) => [step, changes])).toEqual([
      ['received', null],
      ['decided', null],
      ['sent', 1],
      ['uploaded', 1],
      ['on-the-way', 1],
      ['blocked', 1],
    ]);
    expect(await uploadTimeline('never', ports)).toBeUndefined();
  });
});
