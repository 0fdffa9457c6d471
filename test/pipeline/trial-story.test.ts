import { afterAll, beforeAll, expect, test } from 'vitest';
import { londonDay } from '../../functions/domain/calendar/london-time.ts';
import { type AgreedListCells, agreedListCsv } from '../support/agreed-list-csv.ts';
import { A_MONDAY } from '../support/chosen-instant.ts';
import { cplCsv, lineOf, type CplRow } from '../support/cpl-csv.ts';
import type { ListLine } from '../support/list-history/cpl-list-csv.ts';
import { type ListCertificates, publishedCsv, syntheticCertificates } from '../support/list-history/published-csv.ts';
import { duis, element, envelope, inventoryUpdate, prenotification } from '../support/srv-messages.ts';
import { type StoryDriver, storyDriver } from '../support/story.ts';
import { type StoryPipeline, storyPipeline } from '../support/story-pipeline.ts';
import { deviceIdOf } from '../support/trial-records.ts';

/** Firmware of the one model: certified, the two of the trial, and what the trial's devices get in the end. */
const TRIAL_FIRMWARE = '00000200';
const OTHER_TRIAL_FIRMWARE = '00000201';
const CERTIFIED_AT_LAST = '00000300';
/** The lines of the model, and the CPA certificate of each. */
const LISTED: readonly CplRow[] = [
  { entry: 1 },
  { entry: 1, number: 2, firmware: TRIAL_FIRMWARE },
  { entry: 1, number: 3, firmware: OTHER_TRIAL_FIRMWARE },
  { entry: 1, number: 4, firmware: CERTIFIED_AT_LAST },
];
const CPA_CERTIFICATES = ['CPA-7', 'CPA-TRIAL-1', 'CPA-TRIAL-1', 'CPA-8'];

const OLD_SUPPLIER = '90-B3-D5-1F-30-01-00-00';
const NEW_SUPPLIER = '90-B3-D5-1F-30-02-00-00';
const DEVICES = [1, 2, 3, 4, 5, 6].map(deviceIdOf);
const [ONE = '', TWO = '', THREE = '', FOUR = '', FIVE = '', SIX = ''] = DEVICES;

let pipeline: StoryPipeline;
let story: StoryDriver;
let requests = 1000;

beforeAll(async () => {
  pipeline = await storyPipeline(A_MONDAY);
  story = storyDriver(pipeline.run);
});

afterAll(() => pipeline?.stop());

function certificatesOf(line: ListLine): ListCertificates {
  const id = CPA_CERTIFICATES[Number(line.entryNumber) - 1] ?? '';
  return { ...syntheticCertificates(line), cpa: { id, date: '2030-01-15', dated: 'expires' } };
}

async function dayFrom(days: number): Promise<string> {
  return londonDay(new Date(Date.parse(await story.now()) + days * 86_400_000).toISOString());
}

/** The trial as the agreed list has it, one row a firmware version. */
async function activate(firmware: readonly string[], cells: Partial<AgreedListCells>): Promise<void> {
  const rows = firmware.map((firmware_version) => ({
    trial_id: 'T-1',
    model_identifier: '0001',
    hardware_version: '0101',
    firmware_version,
    trial_certificate_id: 'CPA-TRIAL-1',
    ...cells,
  }));
  await story.put('governance/agreed-list.csv', agreedListCsv(...rows));
}

/** A request of a Service User, as bare DUIS XML. */
async function request(service: '12.2' | '8.4', body: string, originator = OLD_SUPPLIER): Promise<void> {
  requests += 1;
  await story.send(duis(service, body, { originator, counter: String(requests) }));
}

const joins = (deviceId: string, firmware = TRIAL_FIRMWARE): Promise<void> =>
  request('12.2', prenotification({ deviceId, model: '00010101', firmware }));

async function activatesFirmware(deviceId: string, firmwareVersion: string): Promise<void> {
  requests += 1;
  const data = { deviceId, firmwareVersion, trigger: '11.3' };
  const time = await story.now();
  await story.send(envelope('uk.smartdcc.device.firmware-changed', data, { id: `firmware-${requests}`, time }));
}

const flagOf = async (deviceId: string): Promise<string | undefined> => (await story.device(deviceId)).trial?.trialId;
const flags = async (): Promise<(string | undefined)[]> => Promise.all(DEVICES.map(flagOf));
const settled = (): Promise<unknown> => story.pass('PT1S');
const oneLook = (): Promise<unknown> => story.pass('PT15M');

async function reported(sentence: string): Promise<void> {
  await story.until(
    `a mail that says "${sentence}"`,
    () => story.mails(),
    (mails) => mails.some((text) => text.replaceAll(/\s+/g, ' ').includes(sentence)),
  );
}

test('[R36] [R46] [R75] the story of one trial, from the approval of the SSC to the certified firmware of its last device', async () => {
  // The manufacturer has certified firmware (R38) and a trial certificate; one device runs the firmware already.
  await story.put('cpl/cpl-1.1.csv', cplCsv(LISTED));
  await story.put('cpl/published-1.1.csv', publishedCsv(LISTED.map(lineOf), certificatesOf));
  await joins(ONE);
  await settled();
  expect(await story.device(ONE)).toMatchObject({ known: true, onCpl: true, gbcsVersion: '4.1', trial: null });

  // The SSC approves: three devices, until tomorrow. Who joined before is flagged as well (R53).
  const [start, tomorrow] = [await dayFrom(0), await dayFrom(1)];
  const approved = { start_date: start, end_date: tomorrow, device_limit: '3', justification: 'A small trial' };
  await activate([TRIAL_FIRMWARE, OTHER_TRIAL_FIRMWARE], approved);
  await settled();
  await story.until(
    'the flag of the first device',
    () => flagOf(ONE),
    (trial) => trial === 'T-1',
  );
  for (const deviceId of [TWO, THREE]) await joins(deviceId);
  await oneLook();
  await reported('T-1: its device limit is reached');
  await reported('T-1: 1 day to its end');

  // A home changes its supplier: the flag is the device's (R63).
  await request('8.4', inventoryUpdate(element('UpdateDeviceDetails', ''), TWO), NEW_SUPPLIER);
  await settled();
  const ofTwo = async () => (await story.trial('T-1')).trialDevices.find(({ deviceId }) => deviceId === TWO);
  expect(await ofTwo()).toMatchObject({ responsibleParty: NEW_SUPPLIER, firmwareVersion: TRIAL_FIRMWARE });

  // More devices than approved: nobody is refused, and it is said (R57).
  await joins(FOUR);
  await joins(FIVE, OTHER_TRIAL_FIRMWARE);
  await oneLook();
  await reported('T-1: 2 devices over its limit');
  expect(await story.trial('T-1')).toMatchObject({ devices: 5, deviceLimit: 3, limitStatus: 'over' });

  // The SSC extends it: ten devices, and what is left at the end is suspended (R41, R59).
  const extended = { ...approved, device_limit: '10', justification: 'Extended', end_decision: 'suspend' };
  await activate([TRIAL_FIRMWARE, OTHER_TRIAL_FIRMWARE], extended);
  expect(await story.trial('T-1')).toMatchObject({ deviceLimit: 10, limitStatus: 'within' });

  // The switch goes off; meanwhile one firmware leaves the trial and a device joins; it goes on again (R54).
  await story.put('governance/settings.json', '{"trialFlagging":"off"}');
  expect(await flags()).toEqual(Array(6).fill(undefined));
  await activate([TRIAL_FIRMWARE], extended);
  await joins(SIX);
  await settled();
  expect(await story.device(SIX)).toMatchObject({ known: true, trial: null, trialHistory: [] });
  await story.put('governance/settings.json', '{"trialFlagging":"on"}');
  await settled();
  expect(await flags()).toEqual(['T-1', 'T-1', 'T-1', 'T-1', undefined, 'T-1']);
  expect((await story.device(FIVE)).trialHistory).toMatchObject([{ trialId: 'T-1', to: expect.any(String) }]);
  await oneLook();
  await reported('Trial firmware outside its trial on device');

  // One device gets certified firmware before the end, and is a trial device no more (R60).
  await activatesFirmware(FOUR, CERTIFIED_AT_LAST);
  await settled();
  expect(await flagOf(FOUR)).toBeUndefined();

  // The end comes: the DSP is asked to suspend what is left, and each device is reported (R58, R59).
  await story.pass('PT48H');
  expect(await story.trial('T-1')).toMatchObject({ state: 'ended', devicesByStatus: { Suspended: 4 } });
  await reported('T-1: ended, 4 devices left in use');
  await reported('The DSP is asked to suspend them, as the SSC decided.');
  expect(await story.ports.ledger.list('suspensions', { trialId: 'T-1' })).toHaveLength(4);
  expect((await story.device(FOUR)).status).toBe('Pending');

  // Device by device the certified firmware arrives: each is restored and cleared, its history stays.
  for (const deviceId of [ONE, TWO, THREE, SIX, FIVE]) await activatesFirmware(deviceId, CERTIFIED_AT_LAST);
  await settled();
  expect(await flags()).toEqual(Array(6).fill(undefined));
  for (const deviceId of DEVICES) {
    const device = await story.device(deviceId);
    expect(device).toMatchObject({ firmwareVersion: CERTIFIED_AT_LAST, status: 'Pending', onCpl: true });
    expect(device.trialHistory).toMatchObject([{ trialId: 'T-1', to: expect.any(String) }]);
  }
  expect(await story.trial('T-1')).toMatchObject({ devices: 0, endStatus: 'over' });

  // What others need of it: the flag in ESI-034, and who is left out of performance figures when (R66, R69).
  const night = (await story.readReport(`esi-034/ESI-034-${tomorrow.replaceAll('-', '')}-AMBER.csv`)).split('\r\n');
  expect(night.filter((row) => row.includes(',true,T-1,')).map((row) => row.slice(0, 23))).toEqual(
    expect.arrayContaining([ONE, TWO, THREE, SIX]),
  );
  const { key } = await story.extract('opr');
  const excluded = (await story.readReport(key)).split('\r\n').slice(1, -1);
  expect([...new Set(excluded.map((row) => row.slice(8, 31)))].sort()).toEqual(DEVICES);
  for (const row of excluded) expect(row).toMatch(/^\d{4}-\d\d,[\dA-F-]{23},\d{4}-[^,]+Z,\d{4}-[^,]+Z,T-1$/);
  expect((await story.extract('esi-034i')).rows).toBeGreaterThan(0);

  const deadLetters = (await story.ports.queueDepths()).map(({ deadLetters: dead }) => dead);
  expect(deadLetters).toEqual([0, 0, 0]);
});
