import { beforeAll, describe, expect, test } from 'vitest';
import { STAGES } from '../../infra/stages.ts';
import { actionsOf, inWords, list, named, type SynthesizedStatement } from '../support/synthesized-policies.ts';
import { type Synthesized, type SynthesizedResource, synthesize } from '../support/synthesized.ts';

let stage: Synthesized;
beforeAll(async () => {
  stage = await synthesize('dev');
});

const statementsOf = (policy: SynthesizedResource): readonly SynthesizedStatement[] =>
  policy.properties.PolicyDocument.Statement;

/** What a role may do, or who has a policy for people, one line a resource. */
function may(path: string): string[] {
  const actions = new Map<string, Set<string>>();
  const type = path.endsWith('Policy') ? 'AWS::IAM::ManagedPolicy' : 'AWS::IAM::Policy';
  for (const statement of statementsOf(stage.pipeline.at(type, path))) {
    const partitions = statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
    const of = partitions === undefined ? '' : ` of ${list(partitions).join(' ')}`;
    for (const resource of list(statement.Resource).map((each) => `${named(each)}${of}`)) {
      const known = actions.get(resource) ?? new Set();
      for (const action of actionsOf(statement)) known.add(action.replace(/^\w+:/, ''));
      actions.set(resource, known);
    }
  }
  return [...actions].map(([resource, those]) => `${resource}: ${[...those].sort().join(' ')}`).sort();
}

describe('every role', () => {
  test('is given named actions on named resources, wildcards only for the objects under a prefix', () => {
    const policies = stage.all.filter(({ type }) => type === 'AWS::IAM::Policy');
    expect(policies).toHaveLength(7);
    for (const statement of policies.flatMap(statementsOf)) {
      expect(statement.Effect).toBe('Allow');
      for (const action of actionsOf(statement)) expect(action).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
      for (const resource of list(statement.Resource)) {
        expect(resource).not.toBe('*');
        expect(JSON.stringify(resource).replace(/\/\*"\]\]\}$/, '')).not.toContain('*');
      }
    }
  });

  test('has no policy that AWS manages, and none inline beside its own', () => {
    for (const { properties } of stage.pipeline.ofType('AWS::IAM::Role')) {
      expect(properties).not.toHaveProperty('ManagedPolicyArns');
      expect(properties).not.toHaveProperty('Policies');
    }
  });

  test('belongs to one function, or to the schedules of one', () => {
    const functions = stage.pipeline.ofType('AWS::Lambda::Function');
    expect(new Set(functions.map(({ properties }) => JSON.stringify(properties.Role))).size).toBe(functions.length);
    const schedules = stage.pipeline.ofType('AWS::Scheduler::Schedule');
    expect(new Set(schedules.map(({ properties }) => JSON.stringify(properties.Target.RoleArn))).size).toBe(2);
  });

  test('of a function is taken on by Lambda only, that of a schedule by the Scheduler for this account only', () => {
    const takenOn = (path: string): string[] =>
      stage.pipeline.at('AWS::IAM::Role', path).properties.AssumeRolePolicyDocument.Statement.map(inWords);
    for (const path of ['Intake', 'DspIngestion', 'SrvEvents', 'Watch', 'Reports']) {
      expect(takenOn(path)).toEqual(['sts:AssumeRole for lambda.amazonaws.com']);
    }
    for (const path of ['RunWatch', 'RunReports']) {
      expect(takenOn(path)).toEqual([
        'sts:AssumeRole for scheduler.amazonaws.com if StringEquals aws:SourceAccount AWS::AccountId',
      ]);
    }
    expect(stage.all.filter(({ type }) => type === 'AWS::IAM::Role')).toHaveLength(7);
  });

  test('sends mail from the one address that is ours, to the recipients of its stage and nobody else', () => {
    const sending = stage.pipeline
      .ofType('AWS::IAM::Policy')
      .flatMap(statementsOf)
      .filter((statement) => actionsOf(statement).some((action) => action.startsWith('ses:')));
    expect(sending).toHaveLength(3);
    const recipients = sending.map(({ Condition = {} }) => {
      const { StringEquals, 'ForAllValues:StringEquals': all, ...rest } = Condition;
      expect([StringEquals, rest]).toEqual([{ 'ses:FromAddress': 'cpl-pipeline@dev.example.org' }, {}]);
      return all?.['ses:Recipients'];
    });
    const { secas, dccOperations, dccServiceTeam, dspServiceTeam, ssc } = STAGES.dev.recipients;
    const service = [...secas, ...dccOperations, ...dccServiceTeam, ...dspServiceTeam];
    const addressed = [[...service, ...ssc], service, ssc].map((each) => [...new Set(each)].join());
    expect(new Set(recipients.map((each) => list(each).join()))).toEqual(new Set(addressed));
  });
});

/** Everything that each role may do. A line that is added or taken away here is a decision, not a detail. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  Intake: [
    'Archive/changesets/*: AbortMultipartUpload GetObject PutObject',
    'Archive/governance/*: GetObject PutObject',
    'Archive/lists/*: AbortMultipartUpload GetObject PutObject',
    'Archive/receipts/*: PutObject',
    'DspUpdatesQueue: SendMessage',
    'InboxBucket/cpl/*: GetObject GetObjectVersion',
    'InboxBucket/governance/*: GetObjectVersion',
    'InboxBucket: ListBucket',
    'IntakeLog: CreateLogStream PutLogEvents',
    'LaneDeadLetters: SendMessage',
    'LaneQueue: DeleteMessage GetQueueAttributes ReceiveMessage',
    'MailerConfigurationSet: SendEmail SendRawEmail',
    'MailerIdentity: SendEmail SendRawEmail',
    'Reports/letters/*: PutObject',
    'SrvEventsQueue: SendMessage',
    'TablesDeviceModels/index/byModel: Query',
    'TablesDevices/index/byFirmware: Query',
    'TablesDevices/index/byTrial: Query',
    'TablesLedger of LANE GOVERNANCE UPLOADS WAITING OVERTAKEN MARKS CORRECTIONS INCIDENTS INCIDENT#* DISPATCHES REEVALUATIONS SUSPENSIONS#* SSC-DECISIONS DEFERRED-MAIL MAIL#*: PutItem',
    'TablesLedger of WAITING CORRECTIONS MARKS REEVALUATIONS: DeleteItem',
    'TablesLedger: GetItem Query',
  ],
  DspIngestion: [
    'DspIngestionLog: CreateLogStream PutLogEvents',
    'DspUpdatesQueue: DeleteMessage GetQueueAttributes ReceiveMessage',
    'LaneQueue: SendMessage',
    'SrvEventsQueue: SendMessage',
    'TablesDeviceModels: UpdateItem',
    'TablesDevices: GetItem',
  ],
  SrvEvents: [
    'Archive/governance/*: GetObject',
    'SrvEventsDeadLetters: SendMessage',
    'SrvEventsLog: CreateLogStream PutLogEvents',
    'SrvEventsQueue: DeleteMessage GetQueueAttributes ReceiveMessage',
    'TablesDevices: BatchGetItem PutItem',
    'TablesLedger of GOVERNANCE: GetItem',
  ],
  Watch: [
    'Archive/changesets/*: GetObject',
    'Archive/governance/*: GetObject',
    'Archive/lists/*: GetObject',
    'Archive/news/*: GetObject PutObject',
    'LaneQueue: SendMessage',
    'LostRuns: SendMessage',
    'MailerConfigurationSet: SendEmail SendRawEmail',
    'MailerIdentity: SendEmail SendRawEmail',
    'Reports/letters/*: PutObject',
    'TablesDeviceModels/index/byModel: Query',
    'TablesDeviceModels: BatchGetItem',
    'TablesDevices/index/byFirmware: Query',
    'TablesDevices/index/byTrial: Query',
    'TablesDevices: BatchGetItem',
    'TablesLedger of EXPIRED DEFERRED-MAIL DISPATCHES: DeleteItem',
    'TablesLedger of NEWS NOTICES EXPIRED LIST-LOOK DEFERRED-MAIL MAIL#*: PutItem',
    'TablesLedger of NOTICES: BatchGetItem',
    'TablesLedger: GetItem Query',
    'WatchLog: CreateLogStream PutLogEvents',
  ],
  Reports: [
    'Archive/governance/*: GetObject',
    'LostRuns: SendMessage',
    'MailerConfigurationSet: SendEmail SendRawEmail',
    'MailerIdentity: SendEmail SendRawEmail',
    'Reports/esi-034/*: AbortMultipartUpload GetObject PutObject',
    'Reports/esi-034i/*: AbortMultipartUpload GetObject PutObject',
    'Reports/opr/*: AbortMultipartUpload GetObject PutObject',
    'Reports/ssc/*: GetObject PutObject',
    'Reports: ListBucket',
    'ReportsLog: CreateLogStream PutLogEvents',
    'TablesDeviceModels: Scan',
    'TablesDevices/index/byFirmware: Query',
    'TablesDevices/index/byTrial: Query',
    'TablesDevices: BatchGetItem Scan',
    'TablesLedger of REPORTS MAIL#*: PutItem',
    'TablesLedger: GetItem Query',
  ],
  BackfillPolicy: [
    'Archive/governance/*: GetObject',
    'TablesDevices: BatchGetItem PutItem',
    'TablesLedger of GOVERNANCE: GetItem',
  ],
  RunWatch: ['LostRuns: SendMessage', 'WatchFunction: InvokeFunction'],
  RunReports: ['LostRuns: SendMessage', 'ReportsFunction: InvokeFunction'],
};

describe('each policy for people', () => {
  /** IAM takes managed policies of so many characters, white space not counted. */
  const MOST_CHARACTERS = 6144;
  /** What a reference comes to, at the most: the name of a resource with that of its stack. */
  const reference = 'x'.repeat(64);
  const resolved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolved);
    if (typeof value !== 'object' || value === null) return value;
    if ('Fn::Join' in value)
      return list(list(value['Fn::Join'])[1])
        .map((part) => String(resolved(part)))
        .join('');
    if ('Ref' in value || 'Fn::GetAtt' in value || 'Fn::ImportValue' in value) {
      return JSON.stringify(value).includes('AWS::')
        ? '123456789012'
        : `arn:aws:dynamodb:eu-west-2:123456789012:${reference}`;
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part)]));
  };

  test.each(['OperatorPolicy', 'DoctorPolicy'])(
    '%s fits into a managed policy, and allows no deletion and no write of a table',
    (path) => {
      const policy = stage.pipeline.at('AWS::IAM::ManagedPolicy', path);
      expect(JSON.stringify(resolved(policy.properties.PolicyDocument)).length).toBeLessThan(MOST_CHARACTERS);
      const actions = statementsOf(policy).flatMap(actionsOf);
      expect(actions.filter((action) => /:(?:Put(?!Object$)|Update|Delete(?!Message$)|Create)/.test(action))).toEqual(
        [],
      );
      for (const key of ['Users', 'Roles', 'Groups']) expect(policy.properties).not.toHaveProperty(key);
    },
  );
});

describe('each function', () => {
  test.each(['Intake', 'DspIngestion', 'SrvEvents', 'Watch', 'Reports'])(
    '%s may use what its environment names',
    (path) => {
      const { Variables } = stage.pipeline.at('AWS::Lambda::Function', path).properties.Environment;
      const names = Object.values(Variables)
        .map(named)
        .filter((name) => /^(Inbox|Archive|Reports|Lane|DspUpdates|SrvEvents|Tables|Mailer)/.test(name));
      const usable = may(path).map((line) => line.replace(/(?: of |[:/]).*/, ''));
      expect(names.filter((name) => !usable.includes(name))).toEqual([]);
    },
  );
});

describe('what each role may do, and nothing more', () => {
  test.each(Object.entries(PERMISSIONS))('%s', (path, expected) => {
    expect(may(path)).toEqual(expected);
  });
});
