import { describe, expect, test } from 'vitest';
import { readSrvMessage } from '../../functions/srv-events/srv-message.ts';
import { duis, prenotification } from '../support/srv-messages.ts';

/** Why a bare request is poison; '' when it is not. */
function reasonOf(body: string): string {
  const message = readSrvMessage(body, '2026-03-02T10:00:00.000Z');
  return message.outcome === 'poison' ? message.reason : '';
}

describe('a request that says a thing twice', () => {
  test('is poison: nothing shows which one applies', () => {
    const twice = duis('12.2', prenotification() + prenotification());
    expect(reasonOf(twice)).not.toBe('');
    const header = duis('12.2', prenotification(), { header: '<sr:RequestID>a:b:c</sr:RequestID>' });
    expect(reasonOf(header)).toContain('RequestID is there more than once');
  });

  test('is poison when it has two headers', () => {
    const twice = duis('12.2', prenotification()).replace('</sr:Header>', '</sr:Header><sr:Header></sr:Header>');
    expect(reasonOf(twice)).toContain('Header is there more than once');
  });

  test('is poison when its RequestID has a fourth part', () => {
    expect(reasonOf(duis('12.2', prenotification(), { counter: '1000:1' }))).toContain('RequestID');
  });
});
