import { type SynthesizedStacks, synthesize } from '../support/synthesized.ts';
import type { Verdict } from './verdict.ts';
import type { Guard } from './guard.ts';
import { conditionEdits, guardEdits, policyEdits } from './guard-operators.ts';
import { type MutatedRun, mutatedRun, placedMutants } from './mutated-run.ts';
import { grantEdits, narrowingEdits } from './policy-edits.ts';
import { settingEdits } from './setting-edits.ts';
import type { TemplateEdit } from './template-edits.ts';
import { filesOf, trialRun } from './trial-run.ts';

/** One kind of thing that keeps others out, and the tests that must notice when one of them is taken away. */
export type GuardKind = {
  readonly kind: string;
  readonly about: string;
  /** Whether the list of them is kept in docs/GUARDS.md. */
  readonly isListed: boolean;
  /** Every way to take one of them away. */
  readonly all: () => Promise<readonly Guard[]>;
  /** Takes each of them away in turn, and says which test noticed, in the same order. */
  readonly tried: (report: (progress: string) => void) => Promise<readonly Verdict[]>;
};

const SIMULATION = 'test/mutation/short-simulation.ts';
const TEMPLATE_TESTS = ['test/infra/{permissions,resource-policies,storage,pipeline,monitoring,alarm-limits}.test.ts'];

/** Everything that `npm run guards` takes away, one at a time. */
export const GUARD_KINDS: readonly GuardKind[] = [
  {
    kind: 'conditions',
    about: 'Conditional writes: each part of each condition, as if it held always, and as if it never did.',
    isListed: true,
    ...inSources({
      sources: ['functions/adapters/*.ts'],
      operators: conditionEdits,
      tests: ['test/contracts/*.test.ts', SIMULATION],
      ownTests: [],
    }),
  },
  {
    kind: 'grants',
    about:
      'Grants: one action on one resource for one principal, taken away from the policies of roles, buckets, queues, ' +
      'topic and key in the synthesized templates.',
    isListed: true,
    ...inTemplates(grantEdits),
  },
  {
    kind: 'policies',
    about: 'What keeps each of those grants narrow, and what forbids, in the synthesized templates.',
    isListed: true,
    ...inTemplates(narrowingEdits),
  },
  {
    kind: 'narrowing',
    about: 'What narrows, forbids or keeps from being lost in the words of the CDK, whatever the stage.',
    isListed: true,
    ...inSources({
      sources: ['infra/stacks/*.ts', 'infra/constructs/*.ts'],
      operators: policyEdits,
      tests: [],
      ownTests: [
        'test/infra/{permissions,resource-policies,storage,survival,pipeline,inventory-export,other-accounts}.test.ts',
      ],
    }),
  },
  {
    kind: 'settings',
    about: 'Settings of queues, event sources, rules, schedules, functions, buckets, tables, mail, logs and alarms.',
    isListed: false,
    ...inTemplates(settingEdits),
  },
  {
    kind: 'guards',
    about: 'Every `if` of a function outside the domain whose only outcome is to leave.',
    isListed: false,
    ...inSources({
      sources: ['functions/{intake,dsp-ingestion,srv-events,watch,reports,email,runtime,adapters,contracts}/**/*.ts'],
      operators: guardEdits,
      tests: [
        'test/{intake,dsp-ingestion,srv-events,watch,reports,email,runtime,adapters,domain,contracts}/**/*.test.ts',
        SIMULATION,
      ],
      // They read archives while they are loaded.
      ownTests: ['test/intake/cpl/{workbook*,unreadable-workbook,zip-archive}.test.ts'],
    }),
  },
  {
    kind: 'constructs',
    about: 'Every `if` of the stacks and constructs whose only outcome is to leave.',
    isListed: false,
    ...inSources({
      sources: ['infra/{app,stages}.ts', 'infra/{stacks,constructs}/*.ts'],
      operators: guardEdits,
      tests: [],
      ownTests: ['test/infra/{acknowledge,nag,permissions,stages,storage}.test.ts'],
    }),
  },
  {
    kind: 'operator',
    about: 'Every `if` of the operator CLI and the console whose only outcome is to leave.',
    isListed: false,
    ...inSources({
      sources: ['functions/operator/**/*.ts'],
      operators: guardEdits,
      // Those that need no running pipeline: what it keeps cannot be gone through again and again.
      tests: ['test/operator/!(cli-on-pipeline|cli-on-aws|cli-dead-letters).test.ts', 'test/operator/*/**/*.test.ts'],
      ownTests: [],
    }),
  },
];

/** Guards that are code: each is a mutant of it. */
function inSources(run: Omit<MutatedRun, 'report'>): Pick<GuardKind, 'all' | 'tried'> {
  return {
    all: async () =>
      placedMutants(run.sources, run.operators).map(({ mutant: { file, line, name, operator } }) => ({
        where: file,
        line,
        what: name,
        operator,
      })),
    tried: async (report) => (await mutatedRun({ ...run, report })).map(({ verdict }) => verdict),
  };
}

let templates: Promise<SynthesizedStacks> | undefined;

/** Guards that are part of the synthesized templates: each is an edit of them. */
function inTemplates(edits: (stage: SynthesizedStacks) => readonly TemplateEdit[]) {
  const all = async (): Promise<readonly TemplateEdit[]> => edits(await (templates ??= synthesize('dev')));
  return {
    all: async () => (await all()).map(({ guard }) => guard),
    tried: async (report: (progress: string) => void) =>
      trialRun({
        runner: 'template-run.ts',
        provide: { testFiles: filesOf(TEMPLATE_TESTS), templateEdits: await all() },
        instead: (path, text) =>
          path.includes('/test/infra/')
            ? text.replace("'../support/synthesized.ts'", "'../mutation/edited-templates.ts'")
            : undefined,
        report,
      }),
  };
}
