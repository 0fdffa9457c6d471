import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { buildWork } from './extracts/build.ts';
import type { Figure } from './figure.ts';

const Measured = z.object({ rows: z.number(), seconds: z.number(), peakMb: z.number() });
const DEVICES = 2_000_000;

/**
 * What an extract of 2,000,000 devices takes, and how much more memory than one of half as many: each row is written
 * as it is read, so that the number of devices does not matter.
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
    console.log(
      `${DEVICES.toLocaleString('en-GB')} devices: ESI-034 ${whole.seconds.toFixed(1)} s and ${whole.peakMb.toFixed(0)} MB, OPR exclusions ${opr.seconds.toFixed(1)} s and ${opr.peakMb.toFixed(0)} MB`,
    );
    return [
      { name: 'reports.extract.residentMb', value: whole.peakMb, atMost: 300 },
      { name: 'reports.extract.residentMbGrowth', value: whole.peakMb - half.peakMb, atMost: 32 },
      { name: 'reports.oprExclusions.residentMb', value: opr.peakMb, atMost: 300 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
