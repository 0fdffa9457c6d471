import { agreedListCsv } from '../agreed-list-text.ts';
import { agreedListOf, registerWith } from '../inbox-files.ts';
import { fileOf, listOf } from '../list-files.ts';
import { FIRMWARE, type SimulatedEvent, srvDeed } from '../srv-storm.ts';
import type { Deed } from '../workload.ts';

/** A small workload of which every accident and every order is played. */
export type ExploredWorkload = {
  readonly name: string;
  readonly deeds: () => readonly Deed[];
  /** How often each queue hands a message over before it is a dead letter. */
  readonly maxReceives: { readonly lane: number; readonly dspUpdates: number; readonly srvEvents: number };
  /**
   * Whether a run of the lane may be stalled until all other work is done, its message long since worked off by another. On
   * AWS it is ended before its message comes back, and what it writes late rests on that (docs/decisions/0080).
   */
  readonly laneStalls: boolean;
};

const TWICE = { lane: 3, dspUpdates: 2, srvEvents: 2 };
const BLOCKED = { gbcs: 'GBCS Version 9.9' };

const put = (file: ReturnType<typeof fileOf>): Deed => ({ deed: 'put', file });
const list = (...given: Parameters<typeof listOf>): Deed => put(fileOf(listOf(...given)));
const known = (...versions: string[]): Deed => put(registerWith(new Map(versions.map((version) => [version, '']))));
const trial = (trialId: string, firmware: string): Deed => put(agreedListOf(agreedListCsv([{ trialId, firmware }])));

const DEVICE = '00-DB-12-34-56-78-90-A0';
const event = (what: SimulatedEvent['what'], day: string, firmware: string): Deed =>
  srvDeed({ prenotified: 0, firmware: 3, status: 4 }[what], {
    id: `event-${what}-${day}`,
    at: `2026-11-${day}T00:00:00.000Z`,
    deviceId: DEVICE,
    firmware,
  });
const [FIRST, SECOND] = FIRMWARE;

/** The workloads, by what they are about. */
export const WORKLOADS: readonly ExploredWorkload[] = [
  {
    name: 'two issues, a block and its release',
    deeds: () => [list('1.9', [BLOCKED, {}]), list('1.10', [BLOCKED, { hash: 'BB'.repeat(32) }]), known('4.1', '9.9')],
    maxReceives: TWICE,
    laneStalls: false,
  },
  {
    name: 'a removal overtakes a blocked line',
    deeds: () => [list('1.9', [BLOCKED, {}]), list('1.10', [{ ...BLOCKED, status: 'Removed' }, { status: 'Removed' }])],
    maxReceives: TWICE,
    laneStalls: false,
  },
  {
    name: 'agreed lists change amid events',
    deeds: () => [
      event('prenotified', '01', FIRST),
      trial('T1', FIRST),
      event('firmware', '02', SECOND),
      trial('T2', SECOND),
    ],
    maxReceives: TWICE,
    laneStalls: false,
  },
  {
    name: 'a report and its mail',
    deeds: () => [
      event('prenotified', '01', FIRST),
      trial('T1', FIRST),
      { deed: 'report', requestId: 'asked-for' },
      event('status', '02', FIRST),
      { deed: 'report', requestId: 'asked-for' },
    ],
    maxReceives: TWICE,
    laneStalls: false,
  },
  {
    name: 'dead letters are put back behind newer changes',
    deeds: () => [list('1.9', [{}, {}]), list('1.10', [{ hash: 'BB'.repeat(32) }, { hash: 'CC'.repeat(32) }])],
    maxReceives: { lane: 1, dspUpdates: 1, srvEvents: 1 },
    laneStalls: true,
  },
];
