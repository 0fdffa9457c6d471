import { upperCase } from '../cpl/upper-case.ts';

const DASHED = /^[\dA-F]{2}(?:-[\dA-F]{2}){7}$/;
const BARE = /^[\dA-F]{16}$/;

/**
 * The EUI-64 as every record writes it: upper case, eight pairs joined by dashes (DOMAIN 2). Takes the spellings
 * people and systems use (dashes, colons, none; any case); anything else is not an EUI-64.
 */
export function normaliseEui(text: string): string | undefined {
  const upper = upperCase(text.trim());
  if (DASHED.test(upper)) return upper;
  const bare = upper.replaceAll(/[-:]/g, '');
  const joined = upper.length === 16 || /^[\dA-F]{2}(?::[\dA-F]{2}){7}$/.test(upper);
  return joined && BARE.test(bare) ? bare.replaceAll(/..(?=.)/g, '$&-') : undefined;
}

/** The EUI-64 as DUIS allows it: pairs joined by dashes in either case, nothing else; in upper case. */
export function duisEui(text: string): string | undefined {
  const upper = upperCase(text);
  return DASHED.test(upper) ? upper : undefined;
}

/** A device as mails name it: enough to distinguish a few, not to find one (R76). */
export function shortDeviceId(deviceId: string): string {
  return `…${deviceId.slice(-5)}`;
}
