import { describe, expect, test } from 'vitest';
import { history } from '../../functions/operator/commands/history.ts';
import { incident } from '../../functions/operator/commands/incident.ts';
import { incidents, status } from '../../functions/operator/commands/lists.ts';
import { entryOf, orderOf, waitingOf } from '../support/fake-operator-ports.ts';
import { fakePipeline } from '../support/fake-pipeline.ts';
import { incidentOf } from '../support/incidents.ts';

const entry = entryOf('0B010A0C', { gbcsVersion: '9.9' });
const seen = { incidents: [incidentOf()], waitingLines: [waitingOf(entry, orderOf(1), 'u1')] };

describe('what a command says of a thing', () => {
  test('ends with the page of the console that shows it, where it is known where the console is', async () => {
    const { run } = fakePipeline(seen, { consoleAddress: 'http://127.0.0.1:4380' });
    expect((await run(incident, ['INC-20261102-ab12cd34'])).text).toMatch(
      /\n\nIn the console: http:\/\/127\.0\.0\.1:4380\/incidents\/INC-20261102-ab12cd34$/,
    );
    expect((await run(history, [entry.entryKey])).text).toMatch(/\/entries\/ESME%2FFA01%2FB00D%2F010A%2F0B010A0C$/);
    expect((await run(incidents, [])).text).toMatch(/console: http:\/\/127\.0\.0\.1:4380\/incidents$/);
    expect((await run(status, [])).text).toMatch(/console: http:\/\/127\.0\.0\.1:4380\/$/);
  });

  test('names no page for a stage that names no address of its console', async () => {
    const { run } = fakePipeline(seen);
    expect((await run(incident, ['INC-20261102-ab12cd34'])).text).not.toContain('console');
  });
});
