import { NothingCame } from './wait-for-fact.ts';

/** What the SDK's clients have in common, as far as a failed request is named by it. */
type Client = {
  readonly middlewareStack: {
    // A method, so that the stack of every client is one, whatever its requests and answers are.
    add(middleware: Middleware, options: { readonly step: 'initialize'; readonly name: string }): void;
  };
};
type Handler = (args: { readonly input: object }) => Promise<{ readonly response: unknown; readonly output: object }>;
type Middleware = (next: Handler, context: { readonly clientName?: string; readonly commandName?: string }) => Handler;

/** Which request each fault is the answer to: the SDK's errors do not say. */
const requests = new WeakMap<object, string>();

/** Makes a client remember of each fault which request it answers, such as `S3 GetObject`. */
export function naming<C extends Client>(client: C): C {
  client.middlewareStack.add(
    (next, { clientName = '', commandName = '' }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          const request = `${clientName.replace(/Client$/, '')} ${commandName.replace(/Command$/, '')}`;
          if (typeof error === 'object' && error !== null && !requests.has(error)) requests.set(error, request);
          throw error;
        }
      },
    { step: 'initialize', name: 'nameFaults' },
  );
  return client;
}

/** Clients of a pipeline on this machine do not name their requests: all of them fail alike, once it is gone. */
const NOT_RUNNING =
  'The pipeline of .local/run.json no longer runs, and was not ended in order: start one with npm start';

/** The words of IAM for an action that a policy does not allow. */
const NOT_AUTHORISED = /is not authorized to perform: (?<action>[\w:]+)(?: on resource: (?<resource>\S+))?/;

const KINDS: readonly { readonly of: RegExp; readonly says: string }[] = [
  {
    of: /^(?:CredentialsProviderError|ProviderError|TokenProviderError)$/,
    says: 'There are no usable AWS credentials: sign in (aws sso login) or name a profile (AWS_PROFILE)',
  },
  {
    of: /Expired|RequestTimeTooSkewed|TokenRefreshRequired/,
    says: 'The AWS credentials have expired: sign in again (aws sso login)',
  },
  {
    of: /^(?:UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken)/,
    says: 'AWS does not know these credentials: check the profile (AWS_PROFILE)',
  },
  {
    of: /^(?:ResourceNotFound|NoSuchBucket|QueueDoesNotExist|NonExistentQueue|.*NonExistentQueue|StackNotFound)/,
    says: 'AWS does not have what the outputs file names: is the file from this account, region and stage?',
  },
  {
    of: /^(?:ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|EHOSTUNREACH|TimeoutError|NetworkingError)$/,
    says: 'No answer from AWS: check the network and the region',
  },
];

/**
 * A fault of AWS, or of waiting for it, as one line for an operator: what went wrong, at which request, and what to do.
 * Undefined for anything else, which is a fault of this program.
 */
export function faultInWords(error: unknown): string | undefined {
  if (error instanceof NothingCame) return error.message;
  if (!(error instanceof Error)) return undefined;
  if (error.message === 'Region is missing') {
    return 'No AWS region: the outputs file names none in its queues, so set AWS_REGION';
  }
  const request = requests.get(error);
  if (request === undefined) return 'code' in error && error.code === 'ECONNREFUSED' ? NOT_RUNNING : undefined;
  return `${inWords(error)} (${request}: ${oneLine(error.message) || error.name})`;
}

function inWords(error: Error): string {
  const denied = NOT_AUTHORISED.exec(error.message)?.groups;
  if (denied !== undefined || /AccessDenied|NotAuthorized|AuthorizationError|^403$/.test(error.name)) {
    const action = denied?.['action'] ?? 'this request';
    return `AWS does not allow ${action}: attach the policy of the output OperatorPolicyArn to your role`;
  }
  const names = [error.name, 'code' in error ? String(error.code) : ''];
  return KINDS.find(({ of }) => names.some((name) => of.test(name)))?.says ?? 'AWS did not do what was asked';
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
