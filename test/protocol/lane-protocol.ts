import type { Step } from './explore-states.ts';

/** What makes the protocol safe; without any of them it is not. */
export const GUARDS = [
  // The intent is made durable only on the revision of the lane that was read.
  'intent on its revision',
  // So are the cursor and the end of the decision.
  'moves on their revision',
  // What a predecessor left pending is carried out before anything is decided.
  'pending first',
  // A command that is recorded is not decided again.
  'recorded once',
  // The record stands before the decision is settled.
  'record before settling',
  // No attempt writes its log over that of another one.
  'a log for each attempt',
  // The cursor moves past changes only when they are sent.
  'sends before the cursor',
  // The consumer applies a change only over an older one.
  'newer changes only',
  // A run is over before its message can be handed over again: what it writes into the ledger is never late.
  'one run at a time',
] as const;
export type Guard = (typeof GUARDS)[number];

/** What the model is checked with: commands, each with its effects in order, and how much may go wrong. */
export type Protocol = {
  /** `send X`, `wait X`, `release X`, of an entry X. */
  readonly commands: readonly (readonly string[])[];
  readonly kills: number;
  /** Runs that begin while another one is at work, where they may. */
  readonly overlaps: number;
  /** Commands that become dead letters and are put back behind the others. */
  readonly redrives: number;
  /** Changes that the consumer is handed once more after it took them. */
  readonly repeats: number;
  readonly without: readonly Guard[];
};

/** A change on its way to the DSP: the entry, and its order, by decision and place. */
export type Change = { readonly entry: string; readonly order: number };
type Log = { readonly command: number; readonly sends: readonly Change[]; readonly writes: readonly string[] };
/** How many changes the cursor is behind; whether it is behind all of them, and behind the writes with the record too. */
type Pending = {
  readonly log: string;
  readonly sentTo?: number;
  readonly isSent: boolean;
  readonly isWritten?: boolean;
};
type Lane = { readonly revision: number; readonly sequence: number; readonly pending?: Pending };

/** A run of the function: its command, how it knows the lane, the changes it has not sent, and how far it is. */
export type Run = {
  readonly command: number;
  readonly lane: Lane;
  readonly unsent: readonly Change[];
  readonly at: 'takes over' | 'sends' | 'writes' | 'settles' | 'records' | 'looks' | 'decides' | 'intends' | 'done';
  readonly isOwn: boolean;
  /** Whether its cursor may move once more, among the changes or the writes: after some time, or between pages of a re-evaluation. */
  readonly mayMove: boolean;
  readonly log: string;
};

/** All there is: the lane's item, logs, queues, runs by name, the ledger, and what the DSP holds. */
export type State = {
  readonly lane: Lane;
  readonly logs: Readonly<Record<string, Log>>;
  readonly queue: readonly number[];
  readonly runs: Readonly<Record<string, Run>>;
  readonly recorded: readonly number[];
  readonly waiting: readonly string[];
  readonly decided: readonly (Log & { readonly log: string })[];
  readonly sent: readonly Change[];
  readonly held: Readonly<Record<string, number>>;
  readonly wentBack: boolean;
  readonly left: Pick<Protocol, 'kills' | 'overlaps' | 'redrives' | 'repeats'>;
};

/** The pipeline before its first command. */
export function firstState({ commands, kills, overlaps, redrives, repeats }: Protocol): State {
  const nothing = { logs: {}, runs: {}, recorded: [], waiting: [], decided: [], sent: [], held: {}, wentBack: false };
  const queue = commands.map((_, command) => command);
  return { lane: { revision: 0, sequence: 0 }, queue, left: { kills, overlaps, redrives, repeats }, ...nothing };
}

/** All that can happen in a state. */
export function stepsOf(state: State, protocol: Protocol): Step<State>[] {
  const { queue, runs, left, sent } = state;
  const [head] = queue;
  const isBusy = Object.keys(runs).length > 0;
  const mayOverlap = left.overlaps > 0 && protocol.without.includes('one run at a time');
  const free = isBusy && !mayOverlap ? undefined : ['a', 'b'].find((name) => runs[name] === undefined);
  const steps: Step<State>[] = [];
  if (head !== undefined && free !== undefined) {
    const overlaps = isBusy ? left.overlaps - 1 : left.overlaps;
    steps.push(starting({ ...state, left: { ...left, overlaps } }, free, head, protocol));
  }
  if (head !== undefined && left.redrives > 0 && queue.length > 1) {
    const next = { ...state, queue: [...queue.slice(1), head], left: { ...left, redrives: left.redrives - 1 } };
    steps.push({ what: `${head} is put back behind the others`, next });
  }
  for (const [name, run] of Object.entries(runs)) {
    steps.push(...stepsOfRun(state, name, run, protocol));
    const next = { ...ended(state, name), left: { ...left, kills: left.kills - 1 } };
    if (left.kills > 0) steps.push({ what: `${name} is killed`, next });
  }
  for (const change of sent) steps.push(...taking(state, change, protocol));
  return steps;
}

/** A run reads the lane: it takes over what is pending, or goes on to decide. */
export function starting(state: State, name: string, command: number, { without }: Protocol): Step<State> {
  const { lane } = state;
  const run: Run = { command, lane, unsent: [], at: 'looks', isOwn: false, mayMove: true, log: '' };
  const isDrained = lane.pending === undefined || without.includes('pending first');
  return {
    what: `${name} starts ${command}`,
    next: withRun(state, name, isDrained ? run : { ...run, at: 'takes over' }),
  };
}

/** What a run finds whose write depends on a revision that is no longer current. */
export const MOVED_ON = 'finds that the lane has moved on';

/** All that one run can do next. */
export function stepsOfRun(state: State, name: string, run: Run, protocol: Protocol): Step<State>[] {
  const { pending, revision, sequence } = run.lane;
  const has = (guard: Guard): boolean => !protocol.without.includes(guard);
  const step = (what: string, next: State): Step<State>[] => [{ what: `${name} ${what}`, next }];
  /** Puts the lane's item, or fails because the lane has moved on. */
  const put = (what: string, guard: Guard, lane: Lane, next: (state: State) => State): Step<State>[] =>
    has(guard) && state.lane.revision !== revision
      ? step(MOVED_ON, ended(state, name))
      : step(what, next({ ...state, lane }));
  /** The cursor moves on among the writes, which changes nothing but the revision. */
  const movesOn = (): Step<State>[] => {
    if (pending === undefined) return [];
    const lane = { ...run.lane, revision: revision + 1, pending: { ...pending, isWritten: run.at === 'settles' } };
    const moved: Run = { ...run, lane, mayMove: false };
    return run.mayMove ? put('moves', 'moves on their revision', lane, (next) => withRun(next, name, moved)) : [];
  };
  /** After some time the cursor moves behind the first changes, once they are sent. */
  const movesAmongSends = (): Step<State>[] => {
    const all = state.logs[pending?.log ?? '']?.sends ?? [];
    const sentTo = all.length - run.unsent.length;
    const isFirst = all.slice(sentTo).every(({ order }, at) => order === run.unsent[at]?.order);
    const from = pending?.sentTo ?? 0;
    // Behind none more it moves too, where something else stands in the log.
    if (pending === undefined || !isFirst || sentTo < from || !run.mayMove) return [];
    const lane = { ...run.lane, revision: revision + 1, pending: { ...pending, sentTo } };
    const moved: Run = { ...run, lane, mayMove: false };
    return put('moves', 'moves on their revision', lane, (next) => withRun(next, name, moved));
  };
  switch (run.at) {
    case 'takes over': {
      // From here on a predecessor that is still alive cannot move the lane.
      const lane = { ...run.lane, revision: revision + 1 };
      return put('takes over', 'moves on their revision', lane, (next) =>
        withRun(next, name, carrying(next, { ...run, lane })),
      );
    }
    case 'looks': {
      const isDone = state.recorded.includes(run.command) && has('recorded once');
      return step('looks', withRun(state, name, { ...run, at: isDone ? 'done' : 'decides' }));
    }
    case 'decides': {
      const log = has('a log for each attempt') ? `${sequence + 1}-${revision}${name}` : `${sequence + 1}`;
      const logs = { ...state.logs, [log]: logOf(run.command, sequence + 1, protocol) };
      return step('writes its log', withRun({ ...state, logs }, name, { ...run, at: 'intends', log }));
    }
    case 'intends': {
      const intended = logOf(run.command, sequence + 1, protocol);
      const pending = { log: run.log, isSent: intended.sends.length === 0 };
      const lane = { revision: revision + 1, sequence: sequence + 1, pending };
      return put('intends', 'intent on its revision', lane, (next) =>
        withRun(
          { ...next, decided: [...next.decided, { ...intended, log: run.log }] },
          name,
          carrying(next, { ...run, lane, isOwn: true }),
        ),
      );
    }
    case 'sends': {
      if (pending === undefined) return [];
      const ready = run.unsent.filter(({ entry }, at) => run.unsent.findIndex((each) => each.entry === entry) === at);
      const sends = ready.flatMap((change) =>
        step(`sends ${change.entry} ${change.order}`, sending(state, name, run, change)),
      );
      const lane = { ...run.lane, revision: revision + 1, pending: { ...pending, isSent: true } };
      const mayMove = run.unsent.length === 0 || !(has('sends before the cursor') || pending.isSent);
      const moved: Run = { ...run, lane, at: run.unsent.length === 0 ? 'writes' : 'sends' };
      return mayMove
        ? [...sends, ...put('moves', 'moves on their revision', lane, (next) => withRun(next, name, moved))]
        : [...sends, ...movesAmongSends()];
    }
    case 'writes':
      return [...step('writes', writing(state, name, run, has('record before settling'))), ...movesOn()];
    case 'settles': {
      const lane = { revision: revision + 1, sequence };
      const settled: Run = { ...run, lane, log: pending?.log ?? '', at: run.isOwn ? 'done' : 'looks' };
      const settles = put('settles', 'moves on their revision', lane, (next) =>
        withRun(next, name, has('record before settling') ? settled : { ...settled, at: 'records' }),
      );
      return [...settles, ...movesOn()];
    }
    case 'records':
      return step('records', withRun(recording(state, run.log), name, { ...run, at: run.isOwn ? 'done' : 'looks' }));
    case 'done':
      return step('acknowledges', {
        ...ended(state, name),
        queue: state.queue.filter((command) => command !== run.command),
      });
  }
}

/** The consumer takes a change, and applies it if it is newer than what it holds; the queue may hand it over once more. */
export function taking(state: State, change: Change, { without }: Protocol): Step<State>[] {
  const { entry, order } = change;
  const before = state.held[entry] ?? 0;
  const applies = order > before || without.includes('newer changes only');
  const held = applies ? byName({ ...state.held, [entry]: order }) : state.held;
  const next = { ...state, held, wentBack: state.wentBack || (applies && order < before) };
  const what = `consumer ${applies ? 'applies' : 'passes over'} ${entry} ${order}`;
  const taken = { what, next: { ...next, sent: state.sent.filter((each) => each !== change) } };
  const left = { ...state.left, repeats: state.left.repeats - 1 };
  return left.repeats < 0 ? [taken] : [taken, { what: `${what}, and is to take it again`, next: { ...next, left } }];
}

/**
 * What is wrong with a state; `isLast` when nothing can happen in it any more. Where runs may overlap, one that finds its command
 * recorded may leave the settling of a decision, all of whose effects happened, to the next command.
 */
export function brokenBy(state: State, isLast: boolean, { commands, without }: Protocol): string | undefined {
  const { decided, logs, lane, recorded } = state;
  if (new Set(decided.map(({ command }) => command)).size < decided.length) return 'A command was decided twice';
  if (decided.some(({ log, command }) => logs[log]?.command !== command))
    return 'The log of a decision was overwritten';
  if (state.wentBack) return 'The DSP holds something older than it held';
  if (!isLast) return undefined;
  const isOpen = lane.pending !== undefined && !(without.includes('one run at a time') && lane.pending.isSent);
  if (isOpen || decided.length < commands.length || recorded.length < commands.length)
    return 'Something is left undone';
  const newest = new Map(decided.flatMap(({ sends }) => sends.map(({ entry, order }) => [entry, order] as const)));
  if ([...newest].some(([entry, order]) => state.held[entry] !== order))
    return 'The DSP does not hold what was decided last';
  const waiting = decided.reduce<readonly string[]>((waits, { writes }) => waitingAfter(waits, writes), []);
  return waiting.join() === state.waiting.join()
    ? undefined
    : 'Something waits that was released, or nothing that was not';
}

/** A run is over: it is done, has failed or was killed. Logs that nobody can read any more are forgotten. */
export function ended(state: State, name: string): State {
  const { [name]: _, ...runs } = state.runs;
  const read = new Set([...state.decided, ...Object.values(runs)].map(({ log }) => log));
  return { ...state, runs, logs: Object.fromEntries(Object.entries(state.logs).filter(([log]) => read.has(log))) };
}

function withRun(state: State, name: string, run: Run): State {
  return { ...state, runs: byName({ ...state.runs, [name]: run }) };
}

/** A run that goes on with what is pending in the lane as it knows it, from the cursor: behind its changes, or before them. */
function carrying({ logs }: State, run: Run): Run {
  const { pending } = run.lane;
  const sends = logs[pending?.log ?? '']?.sends ?? [];
  if (pending?.isWritten === true) return { ...run, at: 'settles', unsent: [] };
  return sends.length === 0 || pending?.isSent === true
    ? { ...run, at: 'writes', unsent: [] }
    : { ...run, at: 'sends', unsent: sends.slice(pending?.sentTo) };
}

function sending(state: State, name: string, run: Run, change: Change): State {
  const isThere = state.sent.some(({ entry, order }) => entry === change.entry && order === change.order);
  const sent = isThere ? state.sent : [...state.sent, change].toSorted((a, b) => a.order - b.order);
  return withRun({ ...state, sent }, name, { ...run, unsent: run.unsent.filter((each) => each !== change) });
}

/** The ledger's items are written, with the record of the command. */
function writing(state: State, name: string, run: Run, records: boolean): State {
  const waiting = waitingAfter(state.waiting, state.logs[run.lane.pending?.log ?? '']?.writes ?? []);
  const written = withRun({ ...state, waiting }, name, { ...run, at: 'settles' });
  return records ? recording(written, run.lane.pending?.log ?? '') : written;
}

function recording(state: State, log: string): State {
  const command = state.logs[log]?.command;
  if (command === undefined || state.recorded.includes(command)) return state;
  return { ...state, recorded: [...state.recorded, command].toSorted((a, b) => a - b) };
}

/** The order of a change: by decision, then by its place in it. */
export function orderOf(sequence: number, place: number): number {
  return sequence * 1_000 + place;
}

function logOf(command: number, sequence: number, { commands }: Protocol): Log {
  const effects = commands[command] ?? [];
  const sends = effects.flatMap((effect, at) =>
    effect.startsWith('send ') ? { entry: effect.slice(5), order: orderOf(sequence, at) } : [],
  );
  return { command, sends, writes: effects.filter((effect) => /^(wait|release) /.test(effect)) };
}

function waitingAfter(waiting: readonly string[], writes: readonly string[]): readonly string[] {
  const after = new Set(waiting);
  for (const write of writes) {
    if (write.startsWith('wait ')) after.add(write.slice(5));
    else after.delete(write.slice(8));
  }
  return [...after].toSorted();
}

function byName<T>(named: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
