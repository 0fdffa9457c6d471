import type { Oracle } from './oracle.ts';
import type { RunBook } from './run-book.ts';
import { signatureOf } from './signing.ts';
import { type PutFile, storedBytes } from './inbox-files.ts';
import type { Deed } from './workload.ts';
import type { World } from './world.ts';

/** Senders, operators and EventBridge: what reaches the pipeline from outside. */
export class People {
  /** Events that EventBridge has not delivered yet. */
  readonly bus: string[] = [];
  readonly #world: World;
  readonly #oracle: Oracle;
  readonly #runs: RunBook;
  #commands = 0;

  constructor(world: World, oracle: Oracle, runs: RunBook) {
    this.#world = world;
    this.#oracle = oracle;
    this.#runs = runs;
  }

  /** EventBridge hands one of its events to the lane, and keeps one that it will hand over twice. */
  deliver(at: number, twice: boolean): void {
    const { tally, queues, now } = this.#world;
    const event = this.bus[at];
    if (event === undefined) return;
    if (twice) tally.happened('event delivered twice');
    else this.bus.splice(at, 1);
    if (at > 0) tally.happened('event overtaken by a later one');
    queues.lane.send({ body: event, group: 'lane' }, now);
  }

  /** Does one deed. */
  do(deed: Deed): void {
    const world = this.#world;
    switch (deed.deed) {
      case 'put':
        return this.put(deed.file);
      case 'srv':
        if (deed.event === undefined) this.#oracle.poison.add(deed.body);
        else this.#oracle.devices.push(deed.event);
        return world.queues['srv-events'].send({ body: deed.body }, world.now);
      case 'approve':
        for (const operator of ['one', 'another'])
          this.#command({ command: 'approve', reason: 'agreed', by: operator });
        return;
      case 'refuse':
        return this.#command({ command: 'refuse', reason: 'not meant', by: 'one' });
      case 'speak':
        return this.speak();
      case 'reconsider':
        return this.#command({ command: 'reconsider', by: 'one' });
      case 'watch':
        return this.#runs.add('watch', {});
      case 'report': {
        this.#oracle.reports += 1;
        const input = { report: 'ssc', requestId: deed.requestId };
        return this.#runs.add('reports', input);
      }
      case 'extract': {
        const { report, requestId } = deed;
        const by = requestId === undefined ? { scheduledTime: new Date(world.now).toISOString() } : { requestId };
        this.#oracle.extracts.asked = true;
        return this.#runs.add('reports', { report, ...by });
      }
      case 'sign':
        return this.#sign(deed.key, deed.bytes);
      case 'later':
        return world.pass(deed.hours * 3_600_000);
      case 'nonsense':
        this.#oracle.poison.add('no command');
        return world.queues.lane.send({ body: 'no command', group: 'lane' }, world.now);
    }
  }

  #command({
    command,
    by,
    ...more
  }: {
    readonly command: string;
    readonly by: string;
    readonly reason?: string;
  }): void {
    this.#commands += 1;
    const commandId = `command-${this.#commands}`;
    const uploadId = this.#oracle.lane.held.at(-1)?.uploadId ?? 'none';
    const body = JSON.stringify({ command, commandId, uploadId, requestedBy: by, ...more });
    this.#world.queues.lane.send({ body, group: 'lane', id: commandId }, this.#world.now);
  }

  /** An operator says something of an incident that there is, and now and then says it again. */
  speak(): void {
    const { choices, tables, queues, now } = this.#world;
    const incidents = [...tables.ledger.items.values()].filter(({ pk }) => pk === 'INCIDENTS');
    const incident = incidents[choices.below(incidents.length)];
    if (incident === undefined) return;
    const incidentId = String(incident['incidentId']);
    const note = `note ${this.#oracle.notes.size + 1}`;
    this.#oracle.notes.set(note, incidentId);
    const act = {
      note,
      ...(choices.happens(0.5) ? { confirm: { category: 1 + choices.below(5), reason: 'agreed' } } : {}),
      ...(choices.happens(0.3) ? { fixExpected: `2026-12-0${1 + choices.below(9)}` } : {}),
      ...(choices.happens(0.2) ? { deployExpected: `2027-01-0${1 + choices.below(9)}` } : {}),
      ...(choices.happens(0.2) ? { suppliers: [`Synthetic Supplier ${1 + choices.below(3)}`] } : {}),
    };
    const times = choices.happens(0.2) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      this.#commands += 1;
      const commandId = `command-${this.#commands}`;
      const body = JSON.stringify({ command: 'update-incident', commandId, incidentId, act, requestedBy: 'one' });
      queues.lane.send({ body, group: 'lane', id: commandId }, now);
    }
  }

  /** Puts a file into the inbox, of which S3 notifies EventBridge. */
  put(file: PutFile): void {
    const world = this.#world;
    const version = this.#store(file.key, storedBytes(file));
    this.#oracle.files.set(`${file.key} ${version}`, {
      ...file,
      receivedAt: `${new Date(world.now).toISOString().slice(0, 19)}.000Z`,
    });
  }

  /** Puts a signature beside the place of an extract. */
  #sign(key: string, bytes: Uint8Array): void {
    this.#store(`${key}.sig`, Buffer.from(signatureOf(bytes)));
    this.#oracle.signatures.push({ key, at: this.#world.now, bytes });
  }

  /** Puts bytes into the inbox, of which S3 notifies EventBridge; the version of the object. */
  #store(key: string, bytes: Uint8Array): string {
    const world = this.#world;
    const version = world.buckets.inbox.put(key, bytes, world.now);
    world.note(`somebody puts ${key} (${version}) into the inbox`);
    const sequencer = version.slice(1).padStart(8, '0');
    const object = { key, size: bytes.byteLength, 'version-id': version, sequencer };
    this.bus.push(
      JSON.stringify({
        id: `event-${version}`,
        'detail-type': 'Object Created',
        source: 'aws.s3',
        time: `${new Date(world.now).toISOString().slice(0, 19)}Z`,
        detail: { bucket: { name: 'inbox' }, object },
      }),
    );
    return version;
  }
}
