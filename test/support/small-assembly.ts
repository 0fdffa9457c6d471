import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { STACK_OUTPUTS } from '../../functions/contracts/outputs.ts';

/** Folder of the synthetic handlers. */
export const HANDLERS = join(import.meta.dirname, '..', 'fixtures', 'local', 'handlers');

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };
type Stack = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
};

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of a test's own, until its process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cpl-local-'));
  folders.push(folder);
  return folder;
}

/** Writes a small cloud assembly: hand-made stacks, and each handler of the fixtures as an asset `<name>.zip`. */
export function smallAssembly(stacks: Readonly<Record<string, Stack>>): string {
  const directory = temporaryFolder();
  const artifacts = Object.fromEntries(
    Object.keys(stacks).map((name) => [
      name,
      { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json`, stackName: name } },
    ]),
  );
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts }));
  const files = Object.fromEntries(
    ['notebook', 'broken', 'environment'].map((handler) => {
      mkdirSync(join(directory, handler));
      copyFileSync(join(HANDLERS, `${handler}.cjs`), join(directory, handler, 'index.cjs'));
      return [handler, { source: { path: handler }, destinations: { here: { objectKey: `${handler}.zip` } } }];
    }),
  );
  const outputs = Object.fromEntries(STACK_OUTPUTS.map((output) => [output, { Value: 'none' }]));
  for (const [name, stack] of Object.entries(stacks)) {
    const template = { ...stack, Outputs: { ...outputs, ...stack.Outputs } };
    writeFileSync(join(directory, `${name}.template.json`), JSON.stringify(template));
    writeFileSync(join(directory, `${name}.assets.json`), JSON.stringify({ files }));
  }
  return directory;
}

/** A function of the fixtures. */
export function handlerFunction(
  handler: 'notebook' | 'broken' | 'environment',
  properties: Readonly<Record<string, unknown>> = {},
): Resource {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Code: { S3Bucket: 'assets', S3Key: `${handler}.zip` },
      Role: 'arn:aws:iam::000000000000:role/any',
      Timeout: 60,
      ...properties,
    },
  };
}

const NotedRecord = z.looseObject({
  body: z.string(),
  messageId: z.string(),
  attributes: z.record(z.string(), z.string()),
});

/** What one invocation of the notebook handler noted. */
export const Note = z.object({
  event: z.looseObject({ Records: z.array(NotedRecord).optional() }),
  invocations: z.number(),
  now: z.string(),
  remaining: z.number(),
  functionName: z.string(),
});
export type Note = z.infer<typeof Note>;

/** A file in which the notebook handler notes its invocations. */
export function notebook(): { readonly file: string; readonly notes: () => readonly Note[] } {
  const file = join(temporaryFolder(), 'notebook');
  writeFileSync(file, '');
  return {
    file,
    notes: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => Note.parse(JSON.parse(line))),
  };
}
