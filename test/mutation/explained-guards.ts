/** Every guard without which nothing that can be told is different, and why it stands there. */
export const EXPLAINED_GUARDS: readonly {
  readonly file: string;
  /** Names as `npm run guards` prints them. */
  readonly guards: readonly string[];
  readonly because: string;
}[] = [
  {
    file: 'functions/adapters/s3-writer.ts',
    guards: ['s3Writer.makeRoom: wanted <= part.byteLength → false'],
    because: 'It only saves the copying into a buffer that has room already.',
  },
  {
    file: 'functions/email/receipt-mail.ts',
    guards: ['blockedBlocks: blocked.length === 0 → false'],
    because: 'No lines make no groups, and no groups make no blocks.',
  },
  {
    file: 'functions/intake/accept-extract.ts',
    guards: ["acceptExtract: compared.outcome === 'refused' → false"],
    because: 'Only an extract that was judged sound comes here; the type says that it might not be.',
  },
  {
    file: 'functions/intake/arrival.ts',
    guards: ['kindOf: known !== undefined → false'],
    because:
      'The guesses below it come to the same kind for each of the three known names; the table is exact, they are not.',
  },
  {
    file: 'functions/reports/make-extract.ts',
    guards: ["written: text === '' → false"],
    because: 'An empty text has no rows and writes nothing.',
  },
  {
    file: 'functions/runtime/environment.ts',
    guards: ['readEnvironment: !has(values) → false'],
    because: 'Whatever is missing was refused above; this only tells the type checker.',
  },
  {
    file: 'functions/srv-events/duis-xml.ts',
    guards: ['readDuisXml: root === undefined → false'],
    because: 'The parser refuses a document without a root element before; this only tells the type checker.',
  },
  {
    file: 'functions/watch/keep-watch.ts',
    guards: ['newsAmong: facts.length === 0 → false'],
    because: 'No facts have no news; it saves a look into the book of notices.',
  },
];
