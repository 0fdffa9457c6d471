import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { awsSource } from '../../../functions/operator/console/aws-source.ts';
import { fakePipeline } from '../../support/fake-pipeline.ts';
import { simulatedClient } from '../../support/simulated-client.ts';

const AlarmDescription = 'Severity 1: act at once\nImpact: No list reaches the DSP.';

/** The source of a stage whose CloudWatch answers so, one page after the other. */
function sourceOf(...answers: readonly (object | Error)[]) {
  let asked = 0;
  const client = simulatedClient<CloudWatchClient>(async () => {
    const answer = answers[asked];
    asked += 1;
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { ...awsSource(fakePipeline().access, 'AWS', false, client), asked: () => asked };
}

test('the alarms of a stage are those of the account that speak of a severity, page by page, and are read once for several pages', async () => {
  const source = sourceOf(
    {
      MetricAlarms: [
        { AlarmName: 'Lane stuck', AlarmDescription, StateValue: 'ALARM', StateUpdatedTimestamp: new Date(0) },
        { AlarmName: 'Somebody else', AlarmDescription: 'Not ours', StateValue: 'ALARM' },
        { AlarmDescription, StateValue: 'ALARM' },
      ],
      NextToken: 'more',
    },
    { CompositeAlarms: [{ AlarmName: 'Any', AlarmDescription: 'Severity 3: for information' }] },
  );
  const alarms = await source.alarms();
  expect(alarms).toEqual([
    {
      name: 'Lane stuck',
      description: AlarmDescription,
      severity: 1,
      state: 'alarm',
      since: '1970-01-01T00:00:00.000Z',
    },
    { name: 'Any', description: 'Severity 3: for information', severity: 3, state: 'not-evaluated' },
  ]);
  expect([await source.alarms(), source.asked()]).toEqual([alarms, 2]);
});

test('alarms that could not be read are asked for again at once', async () => {
  const source = sourceOf(new Error('Throttled'), { MetricAlarms: [] });
  await expect(source.alarms()).rejects.toThrow('Throttled');
  expect(await source.alarms()).toEqual([]);
});
