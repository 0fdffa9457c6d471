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

const firmware = (index: number): string => index.toString(16).toUpperCase().padStart(8, '0');

describe('the timeline of a file', () => {
  test('has what of it arrived, what is on its way and what waits, each with its times', async () => {
    const upload = uploadOf('u2', 'accepted', { sequence: 2, changesetKey: 'log-2', changes: 2 });
    const [arrived, onItsWay] = [entryOf('0C010A0C'), entryOf('0A010A0C')];
    const ports = fakeOperatorPorts({
      uploads: [upload],
      waitingLines: [
        waitingOf(entryOf('0B010A0C', { gbcsVersion: '4.4' }), orderOf(2, 3), 'u2'),
        waitingOf(entryOf('0E010A0C', { gbcsVersion: '4.4' }), orderOf(3, 3), 'u3'),
      ],
      undelivered: [undeliveredChange(onItsWay, orderOf(2, 1), 'u2', null)],
      changesets: {
        'log-2': [arrived, onItsWay].map((entry) => undeliveredChange(entry, orderOf(2), 'u2', null).change),
      },
      deviceModels: [held(arrived, orderOf(2), 'u2'), held(entryOf('0D010A0C'), orderOf(1), 'u1')],
    });
    const steps = await uploadTimeline(upload, [], ports);
    expect(steps.map(({ step, changes }) => [step, changes])).toEqual([
      ['received', null],
      ['decided', null],
      ['sent', 1],
      ['uploaded', 1],
      ['on-the-way', 1],
      ['blocked', 1],
    ]);
    expect(steps.at(-1)).toMatchObject({ from: '2026-11-02T10:00:01.000Z', note: 'GBCS 4.4 not recognised' });
  });

  test('has what was blocked and released later', async () => {
    const upload = uploadOf('u2', 'accepted', { sequence: 2, changes: 0 });
    const released = entryOf('0C010A0C');
    const ports = fakeOperatorPorts({ deviceModels: [held(released, orderOf(7), 'u2')] });
    const steps = await uploadTimeline(upload, [released.entryKey], ports);
    expect(steps.map(({ step }) => step)).toEqual(['received', 'decided', 'sent', 'uploaded']);
  });

  test('follows the first five hundred changes of a large list, and says so', async () => {
    const entries = Array.from({ length: 600 }, (_, index) => entryOf(firmware(index)));
    const upload = uploadOf('u2', 'accepted', { sequence: 2, changesetKey: 'log-2', changes: 600 });
    const ports = fakeOperatorPorts({
      changesets: {
        'log-2': entries.map((entry, index) => undeliveredChange(entry, orderOf(2, index), 'u2', null).change),
      },
      deviceModels: entries.map((entry, index) => held(entry, orderOf(2, index), 'u2')),
    });
    const asked: number[] = [];
    const steps = await uploadTimeline(upload, [], {
      ...ports,
      deviceModels: {
        ...ports.deviceModels,
        all: () => expect.fail('All that the DSP holds was read'),
        ofEntries: async (keys) => {
          asked.push(keys.length);
          return ports.deviceModels.ofEntries(keys);
        },
      },
    });
    expect(asked).toEqual([500]);
    expect(steps.find(({ step }) => step === 'uploaded')).toMatchObject({
      changes: 500,
      note: 'of the first 500 of 600 changes',
    });
  });
});
