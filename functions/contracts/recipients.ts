/** The roles that mail is addressed to, each with its name as people write it. */
export const READERS = {
  secas: 'SECAS',
  dccOperations: 'DCC operations',
  dccServiceTeam: 'DCC Service team',
  dspServiceTeam: 'DSP Service team',
  ssc: 'SSC',
} as const;

/** A role that mail is addressed to. */
export type Reader = keyof typeof READERS;

/** The addresses of each role. */
export type Recipients = Readonly<Record<Reader, readonly string[]>>;

/** The addresses of some roles, each address once. */
export function addressesOf<R extends Reader>(
  readers: readonly R[],
  recipients: Pick<Recipients, R>,
): readonly string[] {
  return [...new Set(readers.flatMap((reader) => recipients[reader]))];
}
