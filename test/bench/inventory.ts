import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { buildWork } from './extracts/build.ts';
import type { Figure } from './figure.ts';

const Measured = z.object({ rows: z.number(), requests: z.number(), cpuSeconds: z.number(), peakMb: z.number() });
const DEVICES = 2_000_000;
/** The SMI of Great Britain at the end of 2022. */
const WHOLE_SMI = 60_000_000;
/** Minutes of a run in which it reads, and the runs that a daily report has: infra/stacks/pipeline.ts, READING_SHARE. */
const RUN_MINUTES = 11.25;
const RUNS = 6;
/** How much slower than this core the whole processor may be that Lambda gives at 1,769 MB. */
const SLOWER = 1.5;

/**
 * What an extract of 2,000,000 devices takes in processor time and requests, what that comes to for the whole SMI, and how
 * much more memory than one of half as many: each row is written as it is read, so that the number does not matter.
 */
export async function inventoryFigures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'inventory-'));
  try {
    await buildWork(folder, [join(import.meta.dirname, 'inventory', 'work.ts')]);
    const run = (report: string, devices: number) =>
      Measured.parse(
        JSON.parse(
          execFileSync(process.execPath, [join(folder, 'work.cjs'), report, String(devices)], { encoding: 'utf8' }),
        ),
      );
    const [half, whole, opr] = [run('esi-034', DEVICES / 2), run('esi-034', DEVICES), run('opr', DEVICES)];
    if (whole.rows !== DEVICES) throw new Error(`ESI-034 has ${whole.rows} rows of ${DEVICES}`);
    const perDevice = (whole.cpuSeconds - half.cpuSeconds) / (whole.rows - half.rows);
    const minutes = (SLOWER * perDevice * WHOLE_SMI) / 60;
    console.log(
      `${DEVICES.toLocaleString('en-GB')} devices: ESI-034 ${whole.cpuSeconds.toFixed(1)} s of a processor, ${whole.requests} requests and ${whole.peakMb.toFixed(0)} MB, OPR exclusions ${opr.cpuSeconds.toFixed(1)} s and ${opr.peakMb.toFixed(0)} MB; 60 million: ${minutes.toFixed(0)} minutes in ${Math.ceil(minutes / RUN_MINUTES)} runs`,
    );
    return [
      { name: 'reports.esi034.cpuMicrosPerDevice', value: perDevice * 1e6, atMost: 30 },
      { name: 'reports.esi034.requestsPer1000Devices', value: (1000 * whole.requests) / whole.rows, atMost: 1 },
      { name: 'reports.esi034.runsFor60Million', value: Math.ceil(minutes / RUN_MINUTES), atMost: RUNS },
      { name: 'reports.extract.residentMb', value: whole.peakMb, atMost: 500 },
      { name: 'reports.extract.residentMbGrowth', value: whole.peakMb - half.peakMb, atMost: 32 },
      { name: 'reports.oprExclusions.residentMb', value: opr.peakMb, atMost: 300 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
