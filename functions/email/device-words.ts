import { statusInWords } from './status-words.ts';
import { counted, inFigures, listed, listedUpTo } from './words.ts';

/** Suppliers that a sentence names: those with the most devices. */
const SUPPLIERS_NAMED = 5;

/** Devices by status: `70 Commissioned and 2 Pending`, `at least 10,000 Commissioned`, `none`. */
export function devicesInWords(byStatus: Readonly<Record<string, number>>, atLeast = false): string {
  const parts = Object.entries(byStatus).map(([status, number]) => `${inFigures(number)} ${statusInWords(status)}`);
  if (parts.length === 0) return 'none';
  return `${atLeast ? 'at least ' : ''}${listed(parts)}`;
}

/**
 * Suppliers by the EUI-64 of their Service User, those with the most devices first, each with its devices:
 * `90-B3-D5-1F-30-01-00-00 (70 devices)`. The id names an organisation, not a home, so letters may carry it.
 */
export function supplierIdsInWords(bySupplier: Readonly<Record<string, number>>): string {
  const suppliers = Object.entries(bySupplier).toSorted(([, a], [, b]) => b - a);
  const names = suppliers.map(
    ([id, devices]) => `${id === '' ? 'supplier not known' : id} (${counted(devices, 'device')})`,
  );
  return names.length === 0 ? 'none' : listedUpTo(SUPPLIERS_NAMED, names);
}
