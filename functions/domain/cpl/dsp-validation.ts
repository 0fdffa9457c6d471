import { type CplEntry, isActive } from './cpl-entry.ts';

/** The form of a GBCS version that the DSP can hold a mapping row for: numbers with dots, such as 4.1 or 4.1.2. */
const DSP_GBCS_VERSION = /^\d{1,3}(?:\.\d{1,3}){1,2}$/;

/**
 * What the DSP's own validation says against a change, or undefined when it takes it. It may differ from our register:
 * that is how the 2018 incident was discovered (CPL18 s3). A removal is always taken.
 *
 * @param gbcsVersion the version that is sent, '' where GBCS does not apply
 */
export function dspRefusal(entry: Pick<CplEntry, 'status'>, gbcsVersion: string): string | undefined {
  if (!isActive(entry) || gbcsVersion === '' || DSP_GBCS_VERSION.test(gbcsVersion)) return undefined;
  return `DSP refused GBCS ${gbcsVersion}: not a version number it can hold`;
}
