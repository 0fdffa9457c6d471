import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetAccountCommand, GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { DeployedStage } from './deployed-stage.ts';
import { type Check, each, look, ok, type Point, wrong } from './point.ts';

/** Copies of functions that may run at once, at least: the queues alone may ask for thirty. */
const ENOUGH_COPIES = 100;
/** Share of SES's daily quota from which there is too little left for a bad day. */
const MOST_OF_QUOTA = 0.8;
const SOUND_STACK = /^(?:CREATE|UPDATE|IMPORT)_COMPLETE$/;
/** Domains that nobody has: the placeholders in a stage's settings. */
const PLACEHOLDER = /@(?:[\w-]+\.)*example\.(?:org|com|net)$/;

/** Who asks, and in which account. */
const account: Check<DeployedStage> = {
  about: 'Account',
  async look({ clients, accountId }) {
    const { Account = '', Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
    return accountId === undefined || Account === accountId
      ? ok('Account', `${Account}, signed in as ${Arn}`)
      : wrong(
          'Account',
          `the outputs are of ${accountId}, you are signed in to ${Account}`,
          'sign in to the account of the stage, or name the outputs of another one (--outputs)',
        );
  },
};

/** That both stacks are complete, and the outputs file is theirs. */
const stacks: Check<DeployedStage> = {
  about: 'Stacks',
  async look({ clients, stacks: expected }) {
    return Promise.all(
      expected.map(async ([name, outputs]): Promise<Point> => {
        const { Stacks = [] } = await clients.cloudformation.send(new DescribeStacksCommand({ StackName: name }));
        const { StackStatus = 'unknown', Outputs = [] } = Stacks[0] ?? {};
        if (!SOUND_STACK.test(StackStatus)) {
          return wrong(
            `Stack ${name}`,
            StackStatus,
            'read the events of the stack in CloudFormation, and deploy again',
          );
        }
        const now = new Map(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
        const drifted = Object.entries(outputs).filter(([key, value]) => now.get(key) !== value);
        return drifted.length === 0
          ? ok(`Stack ${name}`, `${StackStatus}, the outputs are those of the file`)
          : wrong(
              `Stack ${name}`,
              `the outputs file is of an earlier deployment: ${drifted.map(([key]) => key).join(', ')}`,
              'write it again: npm run deploy -- --outputs-file outputs.json',
            );
      }),
    );
  },
};

const lambdaQuota: Check<DeployedStage> = {
  about: 'Lambda concurrency',
  async look({ clients }) {
    const { AccountLimit } = await clients.lambda.send(new GetAccountSettingsCommand({}));
    const copies = AccountLimit?.ConcurrentExecutions ?? 0;
    return copies >= ENOUGH_COPIES
      ? ok('Lambda concurrency', `${copies} copies at once`)
      : wrong(
          'Lambda concurrency',
          `${copies} copies at once, in all functions of the account`,
          `ask for at least ${ENOUGH_COPIES} in Service Quotas (L-B99A9384)`,
        );
  },
};

const mailAccount: Check<DeployedStage> = {
  about: 'SES account',
  async look({ clients }) {
    const { ProductionAccessEnabled, SendingEnabled, EnforcementStatus, SendQuota } = await clients.ses.send(
      new GetAccountCommand({}),
    );
    const { Max24HourSend = 0, SentLast24Hours = 0 } = SendQuota ?? {};
    const quota = `${SentLast24Hours} of ${Max24HourSend} mails in 24 hours`;
    if (ProductionAccessEnabled !== true) {
      return wrong(
        'SES account',
        'in the sandbox: mail to the recipients is refused',
        'ask for production access to SES',
      );
    }
    if (SendingEnabled !== true) return wrong('SES account', 'sending is off', 'turn it on, or ask AWS why it is off');
    if (EnforcementStatus !== 'HEALTHY') {
      return look('SES account', `${EnforcementStatus ?? 'unknown'}, ${quota}`, 'read the case that AWS opened on it');
    }
    return SentLast24Hours > MOST_OF_QUOTA * Max24HourSend
      ? look('SES account', quota, 'ask for a higher sending quota')
      : ok('SES account', `production access, ${quota}`);
  },
};

const mailIdentity: Check<DeployedStage> = {
  about: 'SES domain',
  async look({ clients, resources }) {
    const identities = await resources('AWS::SES::EmailIdentity');
    return Promise.all(
      identities.map(async ({ id: EmailIdentity }): Promise<Point> => {
        const { VerifiedForSendingStatus, DkimAttributes } = await clients.ses.send(
          new GetEmailIdentityCommand({ EmailIdentity }),
        );
        const point = `SES domain ${EmailIdentity}`;
        const { Status = 'unknown', Tokens = [], SigningHostedZone = 'dkim.amazonses.com' } = DkimAttributes ?? {};
        if (VerifiedForSendingStatus === true && Status === 'SUCCESS') return ok(point, 'verified, DKIM records found');
        const records = Tokens.map(
          (token) => `${token}._domainkey.${EmailIdentity} CNAME ${token}.${SigningHostedZone}`,
        );
        return wrong(point, `DKIM is ${Status}`, `have these records published: ${records.join('; ')}`);
      }),
    );
  },
};

/** That functions run as deployed, and write to real people. */
const functions: Check<DeployedStage> = {
  about: 'Functions',
  async look({ clients, resources }) {
    const found = await Promise.all(
      (await resources('AWS::Lambda::Function')).map(async ({ id: FunctionName, name }) => {
        const configuration = await clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
        return { name, configuration };
      }),
    );
    const unready = found.filter(
      ({ configuration: { State, LastUpdateStatus } }) => State !== 'Active' || LastUpdateStatus !== 'Successful',
    );
    const addresses = found.flatMap(({ configuration: { Environment } }) =>
      Object.entries(Environment?.Variables ?? {})
        .filter(([variable]) => /_RECIPIENTS$|^MAIL_FROM$/.test(variable))
        .flatMap(([, value]) => value.split(',')),
    );
    const placeholders = [...new Set(addresses.filter((address) => PLACEHOLDER.test(address)))];
    return [
      each(
        'Functions',
        found.length,
        unready.map(({ name, configuration: { State, LastUpdateStatus } }) => `${name}: ${State}, ${LastUpdateStatus}`),
        'deploy the pipeline stack again',
      ),
      each(
        'Addresses of mail',
        addresses.length,
        placeholders,
        'give the stage its own in infra/stages.ts, and deploy',
      ),
    ];
  },
};

/** What belongs to the account rather than to one resource of the stage. */
export const ACCOUNT_CHECKS: readonly Check<DeployedStage>[] = [
  account,
  stacks,
  lambdaQuota,
  mailAccount,
  mailIdentity,
  functions,
];
