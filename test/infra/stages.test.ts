import { describe, expect, test } from 'vitest';
import { isStageName, STAGES, type StageSettings } from '../../infra/stages.ts';
import { pipelineApp } from '../../infra/app.ts';

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

test('a stage that is not there is refused by name', async () => {
  expect(isStageName('toString')).toBe(false);
  process.env['CDK_CONTEXT_JSON'] = JSON.stringify({ stage: 'nowhere' });
  try {
    await expect(pipelineApp()).rejects.toThrow('No stage nowhere; there are dev, prod');
  } finally {
    delete process.env['CDK_CONTEXT_JSON'];
  }
});
