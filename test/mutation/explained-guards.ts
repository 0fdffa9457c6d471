import type { Guard } from './guard.ts';

/** Guards without which nothing that can be told is different, and why they stand there. */
const EXPLAINED: readonly {
  readonly where: string;
  /** As `npm run guards` prints it. */
  readonly what: string;
  readonly because: string;
}[] = [
  {
    where: 'functions/adapters/s3-writer.ts',
    what: 's3Writer.makeRoom: wanted <= part.byteLength → false',
    because: 'It only saves the copying into a buffer that has room already.',
  },
];

/** The reason why no test tells of a guard, if there is one. */
export function reasonFor({ where, what }: Guard): string | undefined {
  return EXPLAINED.find((each) => each.where === where && each.what === what)?.because;
}
