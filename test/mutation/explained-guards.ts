import type { Guard } from './guard.ts';

/** Guards without which nothing that a test can observe is different, and why they are there. */
const EXPLAINED: readonly {
  readonly where: string;
  /** As `npm run guards` prints it. */
  readonly what: string;
  readonly because: string;
}[] = [
  {
    where: 'functions/srv-events/srv-message.ts',
    what: 'firstIssue: issue === undefined → false',
    because: 'An error of zod has at least one issue: this satisfies the type checker.',
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
