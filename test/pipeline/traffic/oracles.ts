import type { DeviceModel } from '../../../functions/contracts/device-model.ts';
import { londonDay } from '../../../functions/domain/calendar/london-time.ts';
import { currentState, openTrial } from '../../../functions/domain/devices/device-record.ts';
import { QUEUE_NAMES } from '../../../functions/operator/pipeline-access.ts';
import { folded } from '../../simulation/oracle-devices.ts';
import { entryKeyOf } from '../../support/cpl-csv.ts';
import type { LaneDriver } from '../../support/lane-driver.ts';
import type { Received } from './day.ts';
import { LOST_RUNS, lostRunsAreReported } from './lost-runs.ts';
import { expectedStates } from './traffic.ts';

/** What does not hold of a pipeline that has come to rest, after all that it received; empty when everything does. */
export async function whatIsWrong(driver: LaneDriver, received: Received): Promise<readonly string[]> {
  const looks = [
    everyFileIsDecided,
    theDspHoldsTheList,
    everyChangeArrivedOnce,
    everyDeviceIsItsEvents,
    everybodyWasNotified,
    nothingIsLost,
    lostRunsAreReported,
  ];
  const found: string[] = [];
  for (const look of looks) found.push(...(await look(driver, received)));
  return found;
}

async function everyFileIsDecided({ access }: LaneDriver, { files }: Received): Promise<string[]> {
  const uploads = new Map((await access.ports.ledger.list('uploads')).map((upload) => [upload.objectVersion, upload]));
  const { states } = expectedStates(files.map(({ file }) => file));
  const wrong = files.flatMap(({ file, version }, index) => {
    const decision = uploads.get(version)?.decision;
    if (decision === undefined) return [`Nobody decided about ${file.key} (${version})`];
    const expected = states[index];
    return expected === undefined || decision === expected
      ? []
      : [`${file.key} number ${index + 1} is ${decision}, not ${expected}`];
  });
  if (uploads.size !== files.length) wrong.push(`${uploads.size} uploads of ${files.length} files`);
  return wrong;
}

async function theDspHoldsTheList({ access }: LaneDriver, { files }: Received): Promise<string[]> {
  const { ledger, deviceModels } = access.ports;
  const wrong: string[] = [];
  const state = await ledger.get('lane');
  if (state.pending !== undefined) wrong.push('A decision is still pending');
  for (const line of await ledger.list('waitingLines'))
    wrong.push(`${line.entry.entryKey} still waits: ${line.reason}`);
  for (const { entryKey } of await ledger.list('corrections')) wrong.push(`${entryKey} is still to be corrected`);
  const open = (await ledger.list('incidents')).filter((incident) => incident.state === 'open');
  for (const { incidentId } of open) wrong.push(`${incidentId} is still open`);
  const held = new Map<string, DeviceModel>();
  for await (const model of deviceModels.all()) held.set(model.entryKey, model);
  for (const row of expectedStates(files.map(({ file }) => file)).accepted) {
    const key = entryKeyOf(row);
    const model = held.get(key);
    if (model?.gbcsVersion !== row.gbcs || model?.manufacturerImageHash !== row.hash || model?.status !== 'Current')
      wrong.push(`The DSP does not hold ${key} as the list says`);
  }
  for (const { entryKey, history } of held.values()) {
    const course = history.map(({ order }) => order);
    if (course.some((order, index) => order <= (course[index - 1] ?? '')))
      wrong.push(`${entryKey} went ${course.join(' → ')}`);
  }
  return wrong;
}

/** Each change of an accepted list is in the history of its entry, or was overtaken before it was sent: once. */
async function everyChangeArrivedOnce({ access }: LaneDriver): Promise<string[]> {
  const { ledger, deviceModels } = access.ports;
  const isReported = new Map<string, number>();
  const countOne = (uploadId: string): unknown => isReported.set(uploadId, (isReported.get(uploadId) ?? 0) + 1);
  for await (const { history } of deviceModels.all())
    for (const { kind, uploadId } of history) if (kind !== 'correction') countOne(uploadId);
  for (const { uploadId } of await ledger.list('overtakenLines')) countOne(uploadId);
  return (await ledger.list('uploads')).flatMap(({ uploadId, key, counts }) => {
    const { added, gbcsOnly, changed, removed, reinstated } = counts;
    const declared = added + gbcsOnly + changed + removed + reinstated;
    const arrived = isReported.get(uploadId) ?? 0;
    return arrived === declared ? [] : [`Of ${declared} changes of ${key} (${uploadId}) ${arrived} arrived`];
  });
}

async function everyDeviceIsItsEvents({ access }: LaneDriver, { events }: Received): Promise<string[]> {
  const { trials } = await access.ports.governance.agreedListHistory();
  const rows = trials.filter(({ until }) => until === undefined).flatMap((trial) => trial.rows);
  const trialOf = new Map(rows.map(({ firmwareVersion, trialId }) => [firmwareVersion, trialId]));
  const byDevice = Map.groupBy(events, ({ deviceId }) => deviceId);
  const wrong: string[] = [];
  for (const [deviceId, all] of byDevice) {
    const expected = folded(all);
    const record = await access.reportPorts.devices.find(deviceId);
    if (record === undefined) {
      wrong.push(`Nothing is kept of ${deviceId}`);
      continue;
    }
    const state = currentState(record);
    const [status, firmware] = [state.statusHistory.at(-1)?.status ?? '', state.details.firmwareVersion ?? ''];
    if (status !== expected.status || firmware !== expected.firmware)
      wrong.push(
        `${deviceId} is ${status} with ${firmware}, its events say ${expected.status} with ${expected.firmware}`,
      );
    const isKnown = expected.status !== '' && expected.status !== 'Deleted';
    const trial = isKnown ? trialOf.get(expected.firmware) : undefined;
    const flag = openTrial(record)?.trialId;
    if (flag !== trial) wrong.push(`${deviceId} carries the flag ${flag ?? 'none'}, it should be ${trial ?? 'none'}`);
  }
  return wrong;
}

async function everybodyWasNotified(driver: LaneDriver): Promise<string[]> {
  const letters = await driver.letters();
  const sent = Map.groupBy(letters, ({ mailId }) => mailId);
  const { ledger } = driver.access.ports;
  const due = [
    ...(await ledger.list('uploads')).map(({ uploadId, kind, decision, version, sha256, receivedAt }) => {
      // A list that changes nothing is answered once a day.
      if (kind === 'cpl' && (decision === 'repeat' || decision === 'superseded'))
        return `RECEIPT-${sha256.slice(0, 16)}-${londonDay(receivedAt)}-${decision}`;
      // A governance file that was active once has its receipt of then: the next one's receipt reports its end.
      return `RECEIPT-${uploadId}-${kind !== 'cpl' && decision === 'superseded' && version !== '' ? 'active' : decision}`;
    }),
    ...(await ledger.list('incidents')).map(({ incidentId }) => incidentId),
  ];
  const wrong = due.filter((mailId) => !sent.has(mailId)).map((mailId) => `${mailId} was never sent`);
  for (const [mailId, repeats] of sent) {
    if (mailId === '') wrong.push(`A letter shows no id: ${repeats[0]?.subject}`);
    if (new Set(repeats.map(({ subject }) => subject)).size > 1) wrong.push(`${mailId} was sent as another letter`);
  }
  return wrong;
}

/** A dead letter is one of those that can never succeed, and an alarm says that it is there. */
async function nothingIsLost({ access, pipeline }: LaneDriver, { poison }: Received): Promise<string[]> {
  const wrong: string[] = [];
  // Before anybody looks into the queues: a look takes the messages out for a moment.
  const alarms = await pipeline.alarms();
  const depths = await pipeline.depths();
  for (const queue of QUEUE_NAMES) {
    for (const { body, reason } of await access.deadLetters(queue)) {
      if (queue !== 'srv-events' || !poison.has(body) || reason === null)
        wrong.push(`In the dead letters of ${queue} lies «${body}», for ${reason ?? 'no reason'}`);
    }
  }
  const left = depths.filter(
    ({ name, visible, inFlight, delayed }) => visible + inFlight + delayed > 0 && !LOST_RUNS.test(name),
  );
  const dead = left.filter(({ name }) => /srv.*dead/i.test(name));
  for (const { name } of left) if (!dead.some((each) => each.name === name)) wrong.push(`${name} is not empty`);
  const kept = dead.reduce((sum, { visible, inFlight }) => sum + visible + inFlight, 0);
  if (kept < poison.size) wrong.push(`${poison.size} messages can never succeed, and ${kept} are kept`);
  const isReported = alarms.some(({ state, name }) => state === 'alarm' && name === 'SRV events dead letters');
  if (isReported !== kept > 0)
    wrong.push(`The alarm on the dead letters is ${isReported ? 'on' : 'off'}, and ${kept} are there`);
  return wrong;
}
