import type { Effect } from '../contracts/effect.ts';
import type { LanePorts } from './ports.ts';

/** Devices named in one request: a message well below the limit of SQS. */
const DEVICES_A_REQUEST = 100;

/**
 * Asks for the affected devices to be judged again, by way of the srv-events queue, so that the lane does not wait
 * for it and events are not held up (DESIGN 2). A repeat only asks again.
 */
export async function requestReevaluation(
  effect: Extract<Effect, { effect: 'reevaluate' }>,
  { devices, reevaluation, clock }: Pick<LanePorts, 'devices' | 'reevaluation' | 'clock'>,
): Promise<void> {
  const asked = new Set<string>();
  let waiting: string[] = [];
  let requests = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    requests += 1;
    await reevaluation.request(waiting, `${effect.requestId}-${requests}`, clock.now());
    waiting = [];
  };
  const ask = async (ids: AsyncIterable<string>): Promise<void> => {
    for await (const id of ids) {
      if (asked.has(id)) continue;
      asked.add(id);
      waiting.push(id);
      if (waiting.length === DEVICES_A_REQUEST) await flush();
    }
  };
  for (const key of effect.firmwareKeys) {
    const [manufacturer = '', model = '', firmware = ''] = key.split('/');
    await ask(devices.idsByFirmware(manufacturer, model, firmware));
  }
  for (const trialId of effect.trialIds) await ask(devices.idsOfTrial(trialId));
  await flush();
}
