import { facts as factsText, table } from '../../functions/operator/table.ts';
import { demoAccess, type DemoFact, demoOutcome, workedOff } from './demo-outcome.ts';
import { DEMO_BEGINS, loadDemo } from './demo-inputs.ts';
import { startPipeline } from './pipeline.ts';

/** Folder of the demo's own pipeline, so that it can run beside one that `npm start` runs. */
const DIRECTORY = '.local/demo';

/** Plays the demo once, prints what happened, and says whether it is what the inputs call for. */
async function demo(): Promise<boolean> {
  const startedAt = performance.now();
  const seconds = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const pipeline = await startPipeline({ directory: DIRECTORY, port: 0, clockFrom: DEMO_BEGINS });
  try {
    console.log(`The pipeline runs (${seconds()}); its inputs are synthetic.`);
    const decided = await loadDemo(pipeline.run);
    const access = demoAccess(pipeline.run, () => pipeline.clock.now());
    // No need to sit out the batching windows of the queues.
    await pipeline.quiet();
    await workedOff(access);
    await pipeline.invoke('ReportsFunction', { report: 'ssc' });
    const { facts, deadLetters } = await demoOutcome(pipeline.run, access, decided);
    console.log(`\n${table(['', 'WHAT', 'FOUND', 'CALLED FOR'], facts.map(row))}`);
    for (const letter of deadLetters) console.log(`\n${factsText([['Dead letter of srv-events', letter]])}`);
    const wrong = facts.filter((fact) => !holds(fact));
    console.log(
      wrong.length === 0
        ? `\nAll ${facts.length} facts are as the inputs call for (${seconds()}).`
        : `\n${wrong.length} of ${facts.length} facts are not as the inputs call for (${seconds()}).`,
    );
    return wrong.length === 0;
  } finally {
    await pipeline.stop();
  }
}

function holds({ expected, found }: DemoFact): boolean {
  return expected === found;
}

function row(fact: DemoFact): string[] {
  return holds(fact) ? ['✓', fact.fact, fact.found, ''] : ['✗', fact.fact, fact.found, fact.expected];
}

process.exit((await demo()) ? 0 : 1);
