import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE } from '../../functions/contracts/metrics.ts';
import { type Synthesized, type SynthesizedResource, synthesize } from '../support/synthesized.ts';

let stage: Synthesized;
beforeAll(async () => {
  stage = await synthesize('prod');
});

const alarms = (): readonly SynthesizedResource[] => stage.pipeline.ofType('AWS::CloudWatch::Alarm');
const whole = (): readonly SynthesizedResource[] => stage.pipeline.ofType('AWS::CloudWatch::CompositeAlarm');
const everyAlarm = (): readonly SynthesizedResource[] => [...alarms(), ...whole()];
const severity = ({ properties }: SynthesizedResource): string | undefined =>
  /Severity (\d)/.exec(JSON.stringify(properties.AlarmDescription))?.[1];

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
    const names = everyAlarm().map(({ properties }) => String(properties.AlarmName));
    expect(names.toSorted()).toEqual([...runbook.keys()].toSorted());
  });

  test('say how urgent they are, who loses what, where the runbook is, where to look, and what missing data means', () => {
    for (const { properties } of everyAlarm()) {
      const text = JSON.stringify(properties.AlarmDescription);
      const anchor = String(properties.AlarmName).toLowerCase().replaceAll(' ', '-');
      for (const part of [
        'Severity ',
        'Impact: ',
        `RUNBOOK.md#${anchor}`,
        'Look at: ',
        'Open: ',
        'When: ',
        'Missing data: ',
      ])
        expect(text).toContain(part);
    }
  });

  test('notify operations when they start and when they are over, each event by one alarm; the composite alarm alone notifies the person on call', () => {
    const notifies = (topic: string, those: readonly SynthesizedResource[]): void => {
      for (const { properties } of those) {
        expect(properties.AlarmActions).toHaveLength(1);
        expect(JSON.stringify(properties.AlarmActions)).toContain(topic);
        const isReported = properties.AlarmName !== 'Upload deadline at risk';
        expect(properties.OKActions).toEqual(isReported ? properties.AlarmActions : undefined);
      }
    };
    notifies('OperationsTopic', alarms());
    notifies('OperationsOnCall', whole());
    const subscriptions = stage.storage.ofType('AWS::SNS::Subscription').map(({ properties }) => properties.Endpoint);
    expect(subscriptions).toEqual(['operations@example.org', 'on-call@example.org']);
  });

  test('open the page of the thing that is affected', () => {
    const pageOf = (name: string): string => {
      const alarm = everyAlarm().find(({ properties }) => properties.AlarmName === name);
      return /Open: (.*?)\\nMissing/.exec(JSON.stringify(alarm?.properties.AlarmDescription))?.[1] ?? '';
    };
    const aws = 'https://eu-west-2.console.aws.amazon.com';
    expect(pageOf('Lane waiting')).toMatch(`${aws}/sqs/v3/home?region=eu-west-2#/queues/https%3A%2F%2Fsqs.eu-west-2`);
    expect(pageOf('Lane waiting')).toContain('LaneQueue');
    expect(pageOf('Lane dead letters')).toContain('LaneDeadLetters');
    expect(pageOf('intake slow')).toMatch(`${aws}/cloudwatch/home?region=eu-west-2#logsV2:log-groups/log-group/`);
    expect(pageOf('intake slow')).toContain('IntakeLog');
    expect(pageOf('Lane stuck')).toContain('WatchLog');
    expect(pageOf('Devices throttled')).toContain('TablesDevices');
    for (const { properties } of everyAlarm()) expect(pageOf(properties.AlarmName)).toMatch(aws);
  });

  test('there is one for whatever comes to lie in a queue where nothing should', () => {
    const watched = JSON.stringify(
      alarms()
        .map(({ properties }) => properties.Metrics)
        .filter((metrics) => JSON.stringify(metrics ?? []).includes('ApproximateNumberOfMessagesNotVisible')),
    );
    const endsOfTheLine = stage.all.filter(
      ({ type, properties }) => type === 'AWS::SQS::Queue' && properties.RedrivePolicy === undefined,
    );
    expect(endsOfTheLine).toHaveLength(5);
    for (const { id } of endsOfTheLine) expect(watched).toContain(id);
  });

  test('silence of the watch and of the feed is an alarm, of other queues it is none, and a gauge that is not read stands as it was', () => {
    for (const { properties } of alarms()) {
      const seen = properties.Namespace === 'CplPipeline' ? 'ignore' : 'notBreaching';
      const silence = ['Gauges unread', 'SRV events silent'].includes(properties.AlarmName);
      expect(properties.TreatMissingData).toBe(silence ? 'breaching' : seen);
    }
  });

  test('on our own metrics know no metric that no function reports', () => {
    const metrics = alarms().filter(({ properties }) => properties.Namespace === METRICS_NAMESPACE);
    expect(metrics).toHaveLength(10);
    for (const { properties } of metrics) {
      expect(properties.Dimensions).toEqual([{ Name: METRICS_DIMENSION, Value: 'watch' }]);
      expect(METRICS.watch).toHaveProperty(properties.MetricName);
    }
  });

  test('those of severity 1, and no others, are what the one over all is made of', () => {
    const [composite, ...others] = whole();
    expect(others).toEqual([]);
    const rule = JSON.stringify(composite?.properties.AlarmRule);
    const severityOne = alarms().filter((alarm) => severity(alarm) === '1');
    expect(severityOne.length).toBeGreaterThan(5);
    for (const alarm of alarms())
      expect([alarm.id, rule.includes(`"${alarm.id}"`)]).toEqual([alarm.id, severityOne.includes(alarm)]);
  });

  test('say how soon each is over once its cause is gone', () => {
    const whenOf = (name: string): string | undefined => {
      const alarm = alarms().find(({ properties }) => properties.AlarmName === name);
      return /When: .*?(?=\\n)/.exec(JSON.stringify(alarm?.properties.AlarmDescription))?.[0];
    };
    expect(whenOf('Upload deadline breached')).toBe(
      'When: it is evaluated every 15 minutes, and ends with the first evaluation within the limit',
    );
    expect(whenOf('Gauges unread')).toBe(
      'When: it is evaluated every 15 minutes; it starts after 3 evaluations in a row, and ends with the first one within the limit',
    );
  });

  test('are of severity 1 where somebody loses something now', () => {
    const severityOne = alarms().filter((alarm) => severity(alarm) === '1');
    expect(severityOne.map(({ properties }) => String(properties.AlarmName)).toSorted()).toEqual([
      'DSP updates dead letters',
      'DSP updates waiting',
      'Gauges unread',
      'Inbox events failing',
      'Inbox events not delivered',
      'Lane dead letters',
      'Lane stuck',
      'Lane waiting',
      'Newer list superseded',
      'Upload deadline breached',
    ]);
  });
});

describe('the runbook', () => {
  test.each([...runbook])('%s: what it means, who loses what, look here, do this, over when', (_, text) => {
    const parts = [...text.matchAll(/^- \*\*(.+?)\*\*: /gm)].map((match) => match[1]);
    expect(parts).toEqual(['Means', 'Who loses what', 'Look here', 'Do this', 'Over when']);
  });
});

describe('the dashboard', () => {
  test('shows the steps of the pipeline from left to right', () => {
    const body = JSON.stringify(stage.pipeline.ofType('AWS::CloudWatch::Dashboard')[0]?.properties.DashboardBody);
    const chapters = [...body.matchAll(/title\\*":\\*"(\d) ([^"\\]+)/g)].map((match) => `${match[1]} ${match[2]}`);
    expect(chapters).toEqual([
      '1 Extracts',
      '2 Blocked',
      '3 Oldest message, seconds',
      '4 Hours from publication to the DSP',
      '5 SRV events',
      '6 Trial devices',
      '7 Reports and mails sent',
      '8 Alarms',
    ]);
    expect(body).toContain('24 hours: a breach beyond (R7)');
  });

  test('lists every alarm', () => {
    const body = JSON.stringify(stage.pipeline.ofType('AWS::CloudWatch::Dashboard')[0]?.properties.DashboardBody);
    for (const { id } of everyAlarm()) expect(body).toContain(`"${id}"`);
  });

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
