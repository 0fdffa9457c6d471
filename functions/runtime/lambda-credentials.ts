/** Credentials as the AWS SDK signs with them. */
export type SessionCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/**
 * Takes the place of the SDK's default credential chain in a bundle. Lambda always hands a function the credentials
 * of its role in the environment, fresh with each execution environment, so the chain's other links (profiles, SSO,
 * instance and container metadata) are a fifth of the bundle that could never run.
 *
 * @throws when the environment has none: outside Lambda this module is in nobody's way, since only bundles use it.
 */
export const defaultProvider = () => async (): Promise<SessionCredentials> => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error('The environment of the function has no credentials');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
};
