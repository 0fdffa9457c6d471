import { expect } from 'vitest';
import { readWorkbook } from '../../functions/intake/cpl/workbook.ts';
import { WORKBOOK_LIMITS, type WorkbookLimits } from '../../functions/intake/cpl/workbook-trouble.ts';
import { LIST_FILE, cplWorkbookParts, zippedWorkbook } from './cpl-workbook.ts';
import { type RawPart, rawZip } from './raw-zip.ts';

const LIST_ROWS = Array.from({ length: 20 }, (_, row) => ['Version 9.001', `${row}`.padStart(6, '0'), `text ${row}`]);

/** The files of a sound workbook of invented rows, to be broken. */
export const PARTS = cplWorkbookParts({ listRows: LIST_ROWS, publishedRows: LIST_ROWS });

/** The same files as an archive keeps them unpacked. */
export const RAW: readonly RawPart[] = Object.entries(PARTS).map(([name, xml]) => ({ name, packed: Buffer.from(xml) }));

/** The workbook with one file of another content. */
export function withPart(name: string, content: string | Uint8Array): Uint8Array {
  return zippedWorkbook({ ...PARTS, [name]: content });
}

/** The workbook with the sheet of the list kept otherwise in the archive. */
export function withRaw(change: Partial<RawPart>): Uint8Array {
  return rawZip(RAW.map((part) => (part.name === LIST_FILE ? { ...part, ...change } : part)));
}

/** What refuses a file as a workbook, as `code: message`: one finding of the whole file. */
export function refusal(bytes: Uint8Array, limits: Partial<WorkbookLimits> = {}): string {
  const { workbook, findings } = readWorkbook(bytes, { ...WORKBOOK_LIMITS, ...limits });
  expect(workbook).toBeUndefined();
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ severity: 'file', line: 1, field: '', value: '' });
  return `${findings[0]?.code}: ${findings[0]?.message}`;
}

/** The list of a sound workbook as CSV, without its last line end. */
export function listOf(bytes: Uint8Array, limits: Partial<WorkbookLimits> = {}): string {
  const { workbook, findings } = readWorkbook(bytes, { ...WORKBOOK_LIMITS, ...limits });
  expect(findings).toEqual([]);
  return Buffer.from(workbook?.listCsv ?? [])
    .toString()
    .replace(/\r\n$/, '');
}

/** What the list of the sound workbook is. */
export const SOUND = listOf(zippedWorkbook(PARTS));
