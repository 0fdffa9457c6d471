import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { awsPipeline } from '../find-pipeline.ts';
import { WrongUse } from '../wrong-use.ts';
import { awsSource } from './aws-source.ts';
import { isForeign } from './foreign-request.ts';
import { keyHolder } from './key-holder.ts';
import { RequestTrouble } from './requests.ts';
import { consolePages } from './server.ts';

const DEFAULT_PORT = 4381;

const USAGE = `npm run console -- --aws [--outputs FILE] [--act] [--port N]
  --aws           the deployed pipeline, by the file that "cdk deploy --outputs-file" wrote
  --outputs FILE  that file (outputs.json)
  --act           take acts too: without it the console only reads
  --port N        port on this machine's loopback address (${DEFAULT_PORT}); 0 takes any that is free
The console of a pipeline on this machine is part of it: npm start`;

/** How the console was asked to run. @throws WrongUse with the usage for what it does not know. */
function askedFor(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        aws: { type: 'boolean' },
        outputs: { type: 'string' },
        act: { type: 'boolean' },
        port: { type: 'string' },
      },
    });
    const port = Number(values.port ?? DEFAULT_PORT);
    if (values.aws !== true || !Number.isInteger(port) || port < 0 || port > 65_535) throw new WrongUse(USAGE);
    return { outputs: values.outputs, mayAct: values.act === true, port };
  } catch (cause) {
    throw cause instanceof WrongUse ? cause : new WrongUse(USAGE, { cause });
  }
}

/**
 * Serves the console of a deployed pipeline on this machine's loopback address, to who has the printed address.
 *
 * @throws WrongUse with the usage for what it does not know.
 */
export async function serveConsole(words: readonly string[], print: (text: string) => void): Promise<Server> {
  const { outputs, mayAct, port } = askedFor(words);
  const { access, deployment } = awsPipeline(outputs);
  const region = deployment?.region ?? {};
  const where = region.region ?? process.env['AWS_REGION'] ?? 'the region of your profile';
  const pages = consolePages(awsSource(access, `AWS, in ${where}`, mayAct, new CloudWatchClient(region)));
  const holder = keyHolder(randomBytes(24).toString('base64url'));
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else if (error instanceof RequestTrouble) refuse(response, error.status, error.message);
      else refuse(response, 500, 'That did not work');
    });
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForeign(request)) return refuse(response, 403, 'The console answers its own pages only');
    if (!holder.admits(request, response)) return;
    if (!(await pages(request, response))) refuse(response, 404, 'There is nothing here');
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const taken = typeof address === 'string' ? port : (address?.port ?? port);
  const what = mayAct ? 'reads and acts, under your credentials' : 'only reads; start it with --act to act';
  print(`The console ${what}. Open this address. Anyone who has it can use the console:`);
  print(`ready ${holder.address(`http://127.0.0.1:${taken}`)}`);
  return server;
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}

if (import.meta.main) {
  try {
    await serveConsole(process.argv.slice(2), (text) => console.log(text));
  } catch (error) {
    console.error(error instanceof WrongUse ? error.message : error);
    process.exitCode = error instanceof WrongUse ? 2 : 1;
  }
}
