import type { IncomingMessage } from 'node:http';
import { isForeign } from './foreign-request.ts';
import type { RunCredentials } from './run-credentials.ts';
import { claimOf, isSignedWith } from './signed-request.ts';

/** Why a request is not let in. */
export type Refusal = 'foreign' | 'unsigned' | 'unknown key' | 'wrong signature';

const WORDS: Readonly<Record<Refusal, string>> = {
  foreign: 'The local run answers programs of this machine only, at its own address',
  unsigned: 'Request is missing Authentication Token: sign it with the credentials of run.json',
  'unknown key': 'The security token included in the request is invalid: this run has other credentials (run.json)',
  'wrong signature':
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
};

/** A request that is not let in, in the words of AWS. */
export class NotAdmitted extends Error {
  override readonly name = 'NotAdmitted';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(WORDS[refusal]);
    this.refusal = refusal;
  }
}

/** Lets in to the services of a run who has its credentials, and nobody from elsewhere. */
export class Door {
  readonly #credentials: RunCredentials;

  constructor(credentials: RunCredentials) {
    this.#credentials = credentials;
  }

  /**
   * Who asks: the name of a function, or `client`.
   *
   * @param body what came with the request, where its signature covers that
   * @throws NotAdmitted for a request from another site's page or of nobody who has the run's credentials.
   */
  async admit(request: IncomingMessage, body?: Buffer): Promise<string> {
    const { method = '', url = '/' } = request;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(',') : (value ?? ''),
      ]),
    );
    const claim = claimOf({ url, headers });
    if (claim !== undefined && this.#credentials.isInProcess(claim.signature)) return claim.accessKeyId;
    if (isForeign(request)) throw new NotAdmitted('foreign');
    if (claim === undefined) throw new NotAdmitted('unsigned');
    const holder = this.#credentials.holderOf(claim.accessKeyId);
    if (holder === undefined) throw new NotAdmitted('unknown key');
    if (!(await isSignedWith(holder.pair, { method, url, headers, body }, claim)))
      throw new NotAdmitted('wrong signature');
    return holder.caller;
  }
}
