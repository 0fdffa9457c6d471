import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Token } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ENVIRONMENT } from '../../functions/contracts/environment.ts';
import { addresses } from '../../functions/email/letters.ts';
import { isStageName, placeholdersOf, STAGES, type StageSettings } from '../../infra/stages.ts';
import { pipelineApp } from '../../infra/app.ts';
import { CONTEXT } from '../../infra/context.ts';
import { Pipeline } from '../../infra/stacks/pipeline.ts';
import { Storage } from '../../infra/stacks/storage.ts';
import { temporaryFolder } from '../support/small-assembly.ts';
import { synthesizedTopology } from '../support/synthesized-topology.ts';

const stages: readonly [string, StageSettings][] = Object.entries(STAGES);

describe.each(stages)('the stage %s', (_, settings) => {
  test('has someone to write to in each role', () => {
    for (const to of Object.values(settings.recipients)) {
      expect(to.length).toBeGreaterThan(0);
      for (const address of to) expect(address).toMatch(/^[^@\s,<>]+@[^@\s,<>]+$/);
    }
  });

  test('writes from an address of the domain that it signs for', () => {
    expect(settings.mailFrom.endsWith(`@${settings.mailDomain}`)).toBe(true);
  });

  test('reads its schedules in British time', () => {
    expect(settings.timeZone).toBe('Europe/London');
  });

  test('names uploaders by ARN', () => {
    for (const arn of [...settings.cplUploaders, ...settings.governanceUploaders, ...settings.srvEventSenders])
      expect(arn).toMatch(/^arn:aws:iam::/);
  });
});

test('the functions write to each address of the stage, and to those alone whom the kind of mail is for', async () => {
  const { functions } = await synthesizedTopology('prod');
  const readAs = (construct: string, variable: string): readonly string[] =>
    functions
      .filter(({ logicalId }) => logicalId.startsWith(construct))
      .flatMap(({ properties }) => addresses(properties.Environment?.Variables[variable] ?? ''));
  const { secas, dccOperations, dccServiceTeam, dspServiceTeam, ssc } = STAGES.prod.recipients;
  for (const construct of ['Intake', 'Watch']) {
    expect(readAs(construct, 'SECAS_RECIPIENTS')).toEqual(secas);
    expect(readAs(construct, 'OPERATIONS_RECIPIENTS')).toEqual(dccOperations);
    expect(readAs(construct, 'DCC_SERVICE_TEAM_RECIPIENTS')).toEqual(dccServiceTeam);
    expect(readAs(construct, 'DSP_SERVICE_TEAM_RECIPIENTS')).toEqual(dspServiceTeam);
  }
  for (const construct of ['Intake', 'Reports']) expect(readAs(construct, 'SSC_RECIPIENTS')).toEqual(ssc);
  expect(readAs('Watch', 'SSC_RECIPIENTS')).toEqual([]);
});

/** The template of the pipeline stack of a stage, whose functions do nothing. */
function pipelineTemplate(settings: StageSettings): Template {
  const bundles = temporaryFolder();
  for (const name of Object.keys(ENVIRONMENT)) {
    mkdirSync(join(bundles, name));
    writeFileSync(join(bundles, name, 'index.cjs'), '');
  }
  const app = new App({ postCliContext: CONTEXT });
  const storage = new Storage(app, 'storage', { stackName: 'storage', settings });
  return Template.fromStack(new Pipeline(app, 'pipeline', { stackName: 'pipeline', settings, storage, bundles }));
}

/** The values of an environment variable, of those functions that have it. */
function valuesOf(variable: string, template: Template): readonly unknown[] {
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  return functions.flatMap(({ Properties }) => Properties.Environment.Variables[variable] ?? []);
}

test('intake has the key of its stage by which extracts are checked, or the value none; a weak key stops the synthesis', () => {
  const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
  const keyIn = (settings: StageSettings) => valuesOf('EXTRACT_SIGNING_KEY', pipelineTemplate(settings));
  expect(keyIn(STAGES.dev)).toEqual(['none']);
  const key = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
  expect(keyIn({ ...STAGES.dev, extractSigningKey: key })).toEqual([key]);
  const weak = pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey);
  expect(() => keyIn({ ...STAGES.dev, extractSigningKey: weak })).toThrow('too weak');
});

test('the watch looks for the daily export of a stage that makes one, may read it, and looks for none elsewhere', () => {
  const exportsOf = (settings: StageSettings) => {
    const template = pipelineTemplate(settings);
    const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
    const [, policy] = policies.find(([id]) => id.startsWith('WatchPolicy')) ?? [];
    const text = JSON.stringify(policy?.['Properties'].PolicyDocument.Statement);
    return [valuesOf('WHOLE_INVENTORY_EXPORT', template), text.includes('/export/*'), text.includes('s3:ListBucket')];
  };
  expect(exportsOf(STAGES.dev)).toEqual([['off'], false, false]);
  expect(exportsOf({ ...STAGES.dev, wholeInventoryExport: { hour: 1, minute: 0 } })).toEqual([['on'], true, true]);
});

test('mails, texts of alarms and the CLI link to the console of a stage that says where it is, and to none else', () => {
  const consoleOf = (settings: StageSettings) => {
    const template = pipelineTemplate(settings);
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    const linked = alarms.flatMap(
      ({ Properties }) => /Console: [^\\]*/.exec(JSON.stringify(Properties.AlarmDescription)) ?? [],
    );
    return [valuesOf('CONSOLE_ADDRESS', template), template.findOutputs('ConsoleAddress'), linked.slice(0, 1)];
  };
  expect(consoleOf(STAGES.dev)).toEqual([['none', 'none', 'none'], {}, []]);
  const at = 'http://127.0.0.1:4381';
  expect(consoleOf({ ...STAGES.dev, consoleAddress: at })).toEqual([
    [at, at, at],
    { ConsoleAddress: { Value: at } },
    [`Console: ${at}/operations/alarms/Inbox%20events%20not%20delivered`],
  ]);
});

describe('a stage whose settings are placeholders', () => {
  test('names each of them', () => {
    expect(placeholdersOf(STAGES.prod)).toEqual(
      expect.arrayContaining(['account', 'mailDomain', 'recipients', 'onCall', 'runbookUrl']),
    );
    const own = { ...STAGES.prod, account: '123456789012' };
    expect(placeholdersOf(own)).not.toContain('account');
    expect(placeholdersOf({ ...own, timeZone: 'Europe/London' })).not.toContain('timeZone');
  });

  test('is not deployed where it is protected, and can be looked at', async () => {
    await expect(pipelineApp({ stage: 'prod', forDeployment: true, check: false })).rejects.toThrow(
      /Stage prod is not to be deployed yet: in infra\/stages\.ts give it its own account, /,
    );
    expect(placeholdersOf(STAGES.dev).length).toBeGreaterThan(0);
  });
});

test('a stage that names its account can be deployed to that alone; one without goes where its engineer is signed in', () => {
  const accountOf = (settings: StageSettings): string =>
    new Storage(new App({ context: CONTEXT }), 'storage', { stackName: 'storage', settings }).account;
  expect(accountOf({ ...STAGES.prod, account: '123456789012' })).toBe('123456789012');
  expect(Token.isUnresolved(accountOf(STAGES.dev))).toBe(true);
});

test('a stage that is not there is refused by name', async () => {
  expect(isStageName('toString')).toBe(false);
  process.env['CDK_CONTEXT_JSON'] = JSON.stringify({ stage: 'nowhere' });
  try {
    await expect(pipelineApp()).rejects.toThrow('No stage nowhere; there are dev, prod');
  } finally {
    delete process.env['CDK_CONTEXT_JSON'];
  }
});
