import { conditionEdits, guardEdits, policyEdits } from './guard-operators.ts';
import type { MutatedRun } from './mutated-run.ts';

/** One kind of thing that keeps others out: where it stands, and the tests that must tell when it is taken away. */
export type GuardKind = Omit<MutatedRun, 'tell'> & {
  readonly kind: 'conditions' | 'policies' | 'guards';
  readonly about: string;
  /** Whether the list of them is kept in docs/GUARDS.md. */
  readonly isListed: boolean;
  /** How many of them no test told of at the last look, and no reason is given why: it only goes down. */
  readonly allowance: number;
};

const SIMULATION = 'test/mutation/short-simulation.ts';

/** Everything that `npm run guards` takes away, one at a time. */
export const GUARD_KINDS: readonly GuardKind[] = [
  {
    kind: 'conditions',
    about: 'Conditional writes: each part of each condition, as if it held always, and as if it never did.',
    isListed: true,
    allowance: 0,
    sources: ['functions/adapters/*.ts'],
    operators: conditionEdits,
    tests: ['test/contracts/*.test.ts', SIMULATION],
    ownTests: [],
  },
  {
    kind: 'policies',
    about:
      'What narrows a grant or forbids: conditions of roles and of the policies of buckets, queues, topic and key.',
    isListed: true,
    allowance: 0,
    sources: ['infra/stacks/*.ts', 'infra/constructs/*.ts'],
    operators: policyEdits,
    tests: [],
    ownTests: ['test/infra/{permissions,storage,pipeline,inventory-export}.test.ts'],
  },
  {
    kind: 'guards',
    about: 'Every `if` of a function outside the domain whose only outcome is to leave.',
    isListed: false,
    allowance: 5,
    sources: ['functions/{intake,dsp-ingestion,srv-events,watch,reports,email,runtime,adapters}/*.ts'],
    operators: guardEdits,
    tests: [
      'test/{intake,dsp-ingestion,srv-events,watch,reports,email,runtime,adapters,domain,contracts}/**/*.test.ts',
      SIMULATION,
    ],
    ownTests: [],
  },
];
