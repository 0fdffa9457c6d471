import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Synthesized, type SynthesizedResource, synthesize } from '../support/synthesized.ts';

let stage: Synthesized;
beforeAll(async () => {
  stage = await synthesize('prod');
});

const alarms = (): readonly SynthesizedResource[] => stage.pipeline.ofType('AWS::CloudWatch::Alarm');

/** The runbook, as its headings and what stands under each. */
const runbook = new Map(
  readFileSync('docs/RUNBOOK.md', 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => {
      const [heading = '', ...lines] = section.split('\n');
      return [heading, lines.join('\n')];
    }),
);

describe('the alarms', () => {
  test('are named like the headings of the runbook: each alarm has one, and each heading its alarm', () => {
    const names = alarms().map(({ properties }) => String(properties.AlarmName));
    expect(names.toSorted()).toEqual([...runbook.keys()].toSorted());
  });

  test('say who loses what, where the runbook is, where to look, and what missing data means', () => {
    for (const { properties } of alarms()) {
      const text = JSON.stringify(properties.AlarmDescription);
      const anchor = String(properties.AlarmName).toLowerCase().replaceAll(' ', '-');
      for (const part of ['Impact: ', `RUNBOOK.md#${anchor}`, 'Look at: ', 'Missing data: '])
        expect(text).toContain(part);
    }
  });

  test('are told to operations when they start and when they are over', () => {
    for (const { properties } of alarms()) {
      expect(JSON.stringify(properties.AlarmActions)).toContain('OperationsTopic');
      expect(properties.OKActions).toEqual(properties.AlarmActions);
    }
    const subscriptions = stage.storage.ofType('AWS::SNS::Subscription').map(({ properties }) => properties.Endpoint);
    expect(subscriptions).toEqual(['operations@example.org']);
  });

  test('there is one for whatever comes to lie in a queue where nothing should', () => {
    const watched = JSON.stringify(
      alarms()
        .filter(({ properties }) => properties.MetricName === 'ApproximateNumberOfMessagesVisible')
        .map(({ properties }) => properties.Dimensions),
    );
    const endsOfTheLine = stage.all.filter(
      ({ type, properties }) => type === 'AWS::SQS::Queue' && properties.RedrivePolicy === undefined,
    );
    expect(endsOfTheLine).toHaveLength(5);
    for (const { id } of endsOfTheLine) expect(watched).toContain(id);
  });

  test('there is one for the age of the oldest message of each queue of work', () => {
    const ages = alarms().filter(({ properties }) => properties.MetricName === 'ApproximateAgeOfOldestMessage');
    const minutes = ages.map(({ properties }) => [properties.AlarmName, properties.Threshold / 60]);
    expect(Object.fromEntries(minutes)).toEqual({
      'Lane waiting': 30,
      'DSP updates waiting': 30,
      'SRV events waiting': 15,
    });
  });

  test('there are two for each function: it fails, it is throttled', () => {
    for (const metric of ['Errors', 'Throttles']) {
      expect(alarms().filter(({ properties }) => properties.MetricName === metric)).toHaveLength(5);
    }
  });

  test('silence of watch is an alarm, silence of a queue is not', () => {
    for (const { properties } of alarms()) {
      expect(properties.TreatMissingData).toBe(properties.AlarmName === 'watch silent' ? 'breaching' : 'notBreaching');
    }
  });
});

describe('the runbook', () => {
  test.each([...runbook])('%s: what it means, who loses what, look here, do this, over when', (_, text) => {
    const parts = [...text.matchAll(/^- \*\*(.+?)\*\*: /gm)].map((match) => match[1]);
    expect(parts).toEqual(['Means', 'Who loses what', 'Look here', 'Do this', 'Over when']);
  });
});

describe('the dashboard', () => {
  test('shows every queue and every function', () => {
    const body = JSON.stringify(stage.pipeline.ofType('AWS::CloudWatch::Dashboard')[0]?.properties.DashboardBody);
    for (const title of [
      'Lane',
      'DSP updates',
      'SRV events',
      'intake',
      'dsp-ingestion',
      'srv-events',
      'watch',
      'reports',
    ]) {
      expect(body).toContain(`\\"title\\":\\"${title}\\"`);
    }
  });
});
