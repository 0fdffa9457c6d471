import { describe, expect, test } from 'vitest';
import { addresses } from '../../functions/email/letters.ts';
import { isStageName, STAGES, type StageSettings } from '../../infra/stages.ts';
import { pipelineApp } from '../../infra/app.ts';
import { synthesizedTopology } from '../support/synthesized-topology.ts';

const stages: readonly [string, StageSettings][] = Object.entries(STAGES);

describe.each(stages)('the stage %s', (_, settings) => {
  test('has someone to write to for each kind of mail', () => {
    for (const to of [settings.uploaderRecipients, settings.operationsRecipients, settings.sscRecipients]) {
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
    for (const arn of [...settings.cplUploaders, ...settings.governanceUploaders])
      expect(arn).toMatch(/^arn:aws:iam::/);
  });
});

test('the functions write to each address of the stage, and to those alone whom the kind of mail is for', async () => {
  const { functions } = await synthesizedTopology('prod');
  const readAs = (construct: string, variable: string): readonly string[] =>
    functions
      .filter(({ logicalId }) => logicalId.startsWith(construct))
      .flatMap(({ properties }) => addresses(properties.Environment?.Variables[variable] ?? ''));
  const { uploaderRecipients, operationsRecipients, sscRecipients } = STAGES.prod;
  for (const construct of ['Intake', 'Watch']) {
    expect(readAs(construct, 'UPLOADER_RECIPIENTS')).toEqual(uploaderRecipients);
    expect(readAs(construct, 'OPERATIONS_RECIPIENTS')).toEqual(operationsRecipients);
  }
  expect(readAs('Reports', 'SSC_RECIPIENTS')).toEqual(sscRecipients);
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
