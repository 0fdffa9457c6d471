import { foldedLists } from '../../functions/domain/trials/agreed-lists.ts';
import type { QueueMessage } from '../../functions/contracts/queue.ts';
import type { AgreedList } from '../../functions/domain/trials/agreed-list.ts';
import { smiDevice } from '../../functions/domain/devices/smi-device.ts';
import { recordSrvEvents } from '../../functions/srv-events/record-srv-events.ts';
import { fakeDevices } from './fake-devices.ts';
import { DEVICE } from './srv-messages.ts';

/** What records SRV events, with all it touches in memory. */
export function srvWorld(rules: { trialFlagging: 'on' | 'off'; lists: AgreedList[]; eventClockAheadHours?: number }) {
  const devices = fakeDevices();
  const dead: { body: string; reason: string }[] = [];
  const state = { rules, rulesFault: undefined as Error | undefined, remainingMs: 60_000, rulesRead: 0, messages: 0 };
  return {
    devices,
    dead,
    state,
    deadLetters: {
      send: async ({ body }: Pick<QueueMessage, 'body'>, reason: string): Promise<void> => {
        dead.push({ body, reason });
      },
    },
    message: (body: string): QueueMessage => ({
      messageId: `message-${(state.messages += 1)}`,
      body,
      sentAt: '2026-03-02T10:00:00.000Z',
      receiveCount: 1,
      senderId: '',
      messageGroupId: undefined,
    }),
    async deliver(...bodies: readonly string[]) {
      return this.deliverMessages(bodies.map((body) => this.message(body)));
    },
    async deliverMessages(messages: readonly QueueMessage[]) {
      const trialRules = {
        current: async () => {
          state.rulesRead += 1;
          if (state.rulesFault !== undefined) throw state.rulesFault;
          return { eventClockAheadHours: 24, ...state.rules, lists: foldedLists(state.rules.lists) };
        },
      };
      const ports = { devices, trialRules, deadLetters: this.deadLetters };
      return recordSrvEvents(messages, ports, { remainingMs: () => state.remainingMs });
    },
    async shown(deviceId: string = DEVICE) {
      const record = await devices.find(deviceId);
      return record === undefined ? undefined : smiDevice(record, state.rules);
    },
  };
}
