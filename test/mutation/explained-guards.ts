import type { Guard } from './guard.ts';

/** Guards without which nothing that a test can observe is different, and why they are there. */
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
  {
    where: 'functions/srv-events/ahead-of-time.ts',
    what: 'withoutAhead: !mail.arrivals.some((arrival) => isAhead(arrival, atMostHours)) → false',
    because: 'It only saves the copying of what came for a device, when none of it is ahead: the usual case.',
  },
  {
    where: 'functions/srv-events/ahead-of-time.ts',
    what: 'isAhead: event.at < message.sentAt → false',
    because: 'It only saves the parsing of two instants, of each event that is not ahead.',
  },
  {
    where: 'functions/srv-events/wrapped-message.ts',
    what: "encodedText: text.startsWith('<') → false",
    because: 'It only saves a look at the beginning of each request: what begins with a bracket is not base64.',
  },
  {
    where: 'infra/constructs/inbox.ts',
    what: 'sendEventsToEventBridge: !(resource instanceof CfnBucket) → false',
    because: 'The first child of a bucket is its resource: this satisfies the type checker.',
  },
  {
    where: 'functions/operator/rehearsal.ts',
    what: 'rehearse: receipt === undefined → false',
    because: 'The lane answers every file that it decides about; should it ever not, this says so in words.',
  },
];

/** The reason why no test reports a guard, if there is one. */
export function reasonFor({ where, what }: Guard): string | undefined {
  return EXPLAINED.find((each) => each.where === where && each.what === what)?.because;
}
