import { sequenceKey } from './change-order.ts';
import type * as z from 'zod/mini';
import { DeviceSuspension } from './device-suspension.ts';
import { ExpiredEntry } from './expired-entry.ts';
import { Dispatch } from './dispatch.ts';
import { ActiveGovernance } from './governance.ts';
import { Incident, IncidentEvent } from './incident.ts';
import { EMPTY_LANE, LaneState } from './lane-state.ts';
import { ListLook } from './list-look.ts';
import { MailClaim } from './mail-claim.ts';
import { NewsState, NO_NEWS } from './news-state.ts';
import { Notice } from './notice.ts';
import { DeferredMail } from './deferred-mail.ts';
import { ReportSent } from './report-sent.ts';
import { SscDecision } from './ssc-decision.ts';
import { ReevaluationDue } from './reevaluation.ts';
import { Upload } from './upload.ts';
import { CorrectionOutstanding, EntryMark, OvertakenLine, WaitingLine } from './waiting-line.ts';

/** Where an item stands in the ledger table. */
type Place = { readonly pk: string; readonly sk: string };

/** A kind of item in the ledger: its schema, and its place by what identifies it. */
type Kind<T, P extends readonly unknown[], K extends readonly unknown[], I> = {
  readonly schema: z.ZodMiniType<T>;
  readonly partition: (...of: P) => string;
  readonly place: (...of: K) => Place;
  readonly placeOf: (item: T) => Place;
  /** What a reader gets where there is no item. */
  readonly initial: I;
  /** Whether a list begins with the item whose key sorts last. */
  readonly newestFirst: boolean;
  /** The instant from which an item is kept for `KEPT_DAYS`; an item without one is kept until it is removed. */
  readonly keptFrom: (item: T) => string | undefined;
};

/** Days after which DynamoDB takes an item away that expires: far longer than what it is about may be repeated. */
export const KEPT_DAYS = 400;

const options = { newestFirst: false, keptFrom: () => undefined };

/** A kind of which there is one item. */
function one<T, I = undefined>(schema: z.ZodMiniType<T>, pk: string, sk: string, initial: I): Kind<T, [], [], I> {
  const place = () => ({ pk, sk });
  return { ...options, schema, partition: () => pk, place, placeOf: place, initial };
}

/** A kind of which there are many, in one partition. */
function many<K, T extends K>(
  schema: z.ZodMiniType<T>,
  pk: string,
  sk: (of: K) => string,
  more: Partial<Pick<Kind<T, [], [K], undefined>, 'newestFirst' | 'keptFrom'>> = {},
): Kind<T, [], [K], undefined> {
  const place = (of: K) => ({ pk, sk: sk(of) });
  return { ...options, schema, partition: () => pk, place, placeOf: place, initial: undefined, ...more };
}

/** A kind of which there are many, in a partition for each of what they belong to. */
function manyOf<P, K extends P, T extends K>(
  schema: z.ZodMiniType<T>,
  partition: (of: P) => string,
  sk: (of: K) => string,
  more: Partial<Pick<Kind<T, [P], [K], undefined>, 'keptFrom'>> = {},
): Kind<T, [P], [K], undefined> {
  const place = (of: K) => ({ pk: partition(of), sk: sk(of) });
  return { ...options, schema, partition, place, placeOf: place, initial: undefined, ...more };
}

const by =
  <F extends string>(field: F) =>
  (of: Readonly<Record<F, string>>): string =>
    of[field];

type LineKey = { readonly order: string; readonly entry: { readonly entryKey: string } };

const kinds = {
  /** The state of the lane; changed by `replace` alone. */
  lane: one(LaneState, 'LANE', 'STATE', EMPTY_LANE),
  /** Which governance files are active; every kind absent before the first activation. */
  activeGovernance: one<ActiveGovernance, ActiveGovernance>(ActiveGovernance, 'GOVERNANCE', 'ACTIVE', { revision: 0 }),
  /** Every file that arrived, newest first. */
  uploads: many(Upload, 'UPLOADS', by('uploadId'), { newestFirst: true }),
  /** Lines that are published but blocked, in their original order. */
  waitingLines: many(WaitingLine, 'WAITING', ({ order, entry }: LineKey) => `${order}#${entry.entryKey}`),
  /** Lines that a later line made unnecessary before they were ever sent. */
  overtakenLines: many(OvertakenLine, 'OVERTAKEN', ({ order, entry }: LineKey) => `${entry.entryKey}#${order}`),
  /** Entries whose row is quarantined or whose line disappeared. */
  marks: many(EntryMark, 'MARKS', ({ mark, entryKey }: Pick<EntryMark, 'mark' | 'entryKey'>) => `${mark}#${entryKey}`),
  /** Option B: entries the DSP holds under a substituted GBCS version. */
  corrections: many(CorrectionOutstanding, 'CORRECTIONS', by('entryKey')),
  incidents: many(Incident, 'INCIDENTS', by('incidentId')),
  /** What happened to an incident, in the order in which the lane decided. */
  incidentEvents: manyOf(
    IncidentEvent,
    ({ incidentId }: Pick<IncidentEvent, 'incidentId'>) => `INCIDENT#${incidentId}`,
    ({ eventId }: Pick<IncidentEvent, 'incidentId' | 'eventId'>) => eventId,
  ),
  /** Decisions whose changes are not all known to have reached the DSP. */
  dispatches: many(Dispatch, 'DISPATCHES', ({ sequence }: Pick<Dispatch, 'sequence'>) => sequenceKey(sequence)),
  /** Re-evaluations to be made once more; each is there until it was. */
  reevaluationsDue: many(ReevaluationDue, 'REEVALUATIONS', by('requestId')),
  /** Every suspension that the DSP was asked for, trial by trial, in the order of the devices. */
  suspensions: manyOf(
    DeviceSuspension,
    ({ trialId }: Pick<DeviceSuspension, 'trialId'>) => `SUSPENSIONS#${trialId}`,
    ({ requestId }: Pick<DeviceSuspension, 'trialId' | 'requestId'>) => requestId,
  ),
  /** What the SSC decided about CPL entries, every decision in the order in which they were recorded. */
  sscDecisions: many(
    SscDecision,
    'SSC-DECISIONS',
    ({ at, commandId }: Pick<SscDecision, 'at' | 'commandId'>) => `${at}#${commandId}`,
  ),
  /** Mails that the watch is to send. */
  deferredMails: many(DeferredMail, 'DEFERRED-MAIL', by('mailId')),
  /** The report that the SSC was sent last. */
  reportSent: one(ReportSent, 'REPORTS', 'SSC', undefined),
  /** Active entries under an expired GBCS version; written by the watch alone. */
  expiredEntries: many(ExpiredEntry, 'EXPIRED', by('entryKey')),
  /** By what those were last looked for. */
  listLook: one(ListLook, 'LIST-LOOK', 'LAST', undefined),
  /** Who is sending which mail, or has. */
  mailClaims: manyOf(
    MailClaim,
    ({ mailId }: Pick<MailClaim, 'mailId'>) => `MAIL#${mailId}`,
    () => 'CLAIM',
    { keptFrom: ({ at }) => at },
  ),
  /** What the watch decided to report last; changed by `replace` alone. */
  news: one(NewsState, 'NEWS', 'STATE', NO_NEWS),
  /** The facts that the watch reported; one that still holds when its notice expires is reported again. */
  notices: many(Notice, 'NOTICES', by('factId'), { keptFrom: ({ reportedAt }) => reportedAt }),
};

type Kinds = typeof kinds;

/** The name of a kind of item in the ledger. */
export type KindName = keyof Kinds;
/** An item of a kind. */
export type ItemOf<N extends KindName> = Parameters<Kinds[N]['placeOf']>[0];
/** What identifies an item of a kind: nothing where there is but one. */
export type KeyOf<N extends KindName> = Parameters<Kinds[N]['place']>;
type PartitionOf<N extends KindName> = Parameters<Kinds[N]['partition']>;
type InitialOf<N extends KindName> = Kinds[N]['initial'];
type KindOf<N extends KindName> = Kind<ItemOf<N>, PartitionOf<N>, KeyOf<N>, InitialOf<N>>;

/** All kinds of items in the ledger table. The lane is the one writer of most; the rest say who writes them. */
export const LEDGER_KINDS: { readonly [N in KindName]: KindOf<N> } = kinds;

/** Reading some kinds of items of the ledger, consistently. */
export type LedgerReader<N extends KindName = KindName> = {
  /** One item; what the kind has initially where there is none. */
  readonly get: <M extends N>(kind: M, ...of: KeyOf<M>) => Promise<ItemOf<M> | InitialOf<M>>;
  /** All items of a kind, in the order of their keys. */
  readonly list: <M extends N>(kind: M, ...of: PartitionOf<M>) => Promise<ItemOf<M>[]>;
};

/** Some items of a kind, in the order of their keys, and the key after which the others begin, if there are any. */
export type LedgerPage<N extends KindName> = { readonly items: readonly ItemOf<N>[]; readonly next?: string };

/** Reading kinds of items of which there may be very many, without reading all of them. */
export type LedgerPager<N extends KindName = KindName> = {
  /** At most `limit` items of a partition, from the first or after a key, whether there is an item under it or not. */
  readonly page: <M extends N>(
    kind: M,
    limit: number,
    after: string | undefined,
    ...of: PartitionOf<M>
  ) => Promise<LedgerPage<M>>;
  /** The item with which a list ends, if there is any. */
  readonly last: <M extends N>(kind: M, ...of: PartitionOf<M>) => Promise<ItemOf<M> | undefined>;
  /** How many items of a kind there are, without any of them. */
  readonly count: <M extends N>(kind: M, ...of: PartitionOf<M>) => Promise<number>;
  /** How many items of a kind there are whose key begins like this, without any of them. */
  readonly countOf: <M extends N>(kind: M, begins: string, ...of: PartitionOf<M>) => Promise<number>;
};

/** Writing some kinds of items of the ledger. Each write may be repeated without harm. */
export type LedgerWriter<N extends KindName = KindName> = {
  /** Puts an item in the place of what stands under its key. */
  readonly put: (...of: { [M in N]: [kind: M, item: ItemOf<M>] }[N]) => Promise<void>;
  readonly remove: (...of: { [M in N]: [kind: M, ...of: KeyOf<M>] }[N]) => Promise<void>;
};

/** The states that are moved on by whoever owns them: the lane by itself, the news by the watch. */
export type StateName = 'lane' | 'news';

/** Moving a state on. */
export type LedgerMover<N extends StateName = StateName> = {
  /**
   * Replaces a state, if it still has the revision before that of `next`.
   *
   * @throws when another invocation was quicker: what was to be done must be done again, by what is there now.
   */
  readonly replace: (...of: { [M in N]: [kind: M, next: ItemOf<M>] }[N]) => Promise<void>;
};
