import { createHmac, randomBytes } from 'node:crypto';

/** What someone signs requests with. */
export type KeyPair = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** The caller that everyone outside the pipeline is: whoever holds the credentials of `run.json`. */
export const CLIENT = 'client';

/** The key pairs of one run, made when it starts: one for every client outside, one for each function. */
export class RunCredentials {
  readonly #secret = randomBytes(32);
  /** What stands for a signature in requests of the run itself; it never leaves the process. */
  readonly #mark = randomBytes(32).toString('hex');
  readonly #pairs = new Map<string, { readonly caller: string; readonly pair: KeyPair }>();

  /** What a client outside the pipeline signs with, as `run.json` has it. */
  readonly client = this.#issue(`LOCAL${randomBytes(8).toString('hex').toUpperCase()}`, CLIENT);

  /** What a function signs with; its access key is its name. */
  ofFunction(name: string): KeyPair {
    return this.#pairs.get(name)?.pair ?? this.#issue(name, name);
  }

  /** Whose access key one is, and the secret that belongs to it; undefined for one that was never issued. */
  holderOf(accessKeyId: string): { readonly caller: string; readonly pair: KeyPair } | undefined {
    return this.#pairs.get(accessKeyId);
  }

  /** The `Authorization` header of a request that the run itself makes on someone's behalf. */
  inProcess(caller: string, service: string, region: string): string {
    return `AWS4-HMAC-SHA256 Credential=${caller}/20200101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=${this.#mark}`;
  }

  /** Whether a signature is that of a request which the run itself makes. */
  isInProcess(signature: string): boolean {
    return signature === this.#mark;
  }

  #issue(accessKeyId: string, caller: string): KeyPair {
    const secretAccessKey = createHmac('sha256', this.#secret).update(`secret of ${accessKeyId}`).digest('base64url');
    const pair = { accessKeyId, secretAccessKey };
    this.#pairs.set(accessKeyId, { caller, pair });
    return pair;
  }
}
