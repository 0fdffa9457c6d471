// Serves the console of a run in a process of its own, so that its processor time is measured apart from all else.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LocalRun } from '../../../functions/contracts/local-run.ts';
import { lanePulse } from '../../../functions/operator/console/aws-source.ts';
import { consolePages } from '../../../functions/operator/console/server.ts';
import { localClients, pipelineAccess } from '../../../functions/operator/pipeline-access.ts';
import { mailbox } from '../../../infra/local/console/mailbox.ts';
import { listening } from '../../support/console-pages.ts';

const [runText = '', now = ''] = process.argv.slice(2);
const run = LocalRun.parse(JSON.parse(runText));
const clients = localClients(run);
const read = { requests: 0, items: 0 };
countItems(clients.dynamodb);
const access = pipelineAccess(clients, run.resources, async () => now);
const pages = consolePages({
  access,
  where: 'a bench',
  mayAct: false,
  alarms: async () => [],
  alarmChanges: async () => [],
  metrics: async (queries) => queries.map(() => []),
  pulse: () => lanePulse(access),
  lookEveryMs: 1000,
  local: {
    mails: mailbox(run.outboxDir),
    advance: () => undefined,
    movingTo: () => undefined,
    runReport: async () => undefined,
  },
});

/** Counts requests to DynamoDB, and the items that their answers hold. */
function countItems(client: DynamoDBClient): void {
  client.middlewareStack.add((next) => async (args) => {
    const answer = await next(args);
    const { output } = answer;
    read.requests += 1;
    if ('Items' in output && Array.isArray(output.Items)) read.items += output.Items.length;
    if ('Item' in output && output.Item !== undefined) read.items += 1;
    if ('Responses' in output && typeof output.Responses === 'object' && output.Responses !== null)
      read.items += Object.values(output.Responses).flat().length;
    return answer;
  });
}

const { base } = await listening((request, response) => {
  if (request.url === '/read') {
    response.end(JSON.stringify(read));
    Object.assign(read, { requests: 0, items: 0 });
    return;
  }
  pages(request, response).catch((fault: unknown) => response.writeHead(500).end(String(fault)));
});
console.log(`ready ${base}`);
