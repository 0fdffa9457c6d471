import { expect, test } from 'vitest';
import { readSrvMessage } from '../../functions/srv-events/srv-message.ts';
import { duis, prenotification } from '../support/srv-messages.ts';

test('[R56] a request says nothing of trials, and one that did would be none that DUIS has', () => {
  const read = (xml: string) => readSrvMessage(xml, '2026-03-02T10:00:00.000Z');
  const xml = duis('12.2', prenotification());
  expect(read(xml).outcome).toBe('event');
  const changed = xml.replace('<sr:DeviceType>', '<sr:TrialDevice>true</sr:TrialDevice><sr:DeviceType>');
  expect(read(changed)).toMatchObject({ outcome: 'poison', reason: expect.stringContaining('TrialDevice') });
});
