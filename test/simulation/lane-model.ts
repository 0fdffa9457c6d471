import { londonDay } from '../../functions/domain/calendar/london-time.ts';
import type { PutFile, SimulatedSettings } from './inbox-files.ts';
import { isLaterIssue, IssueModel } from './issue-model.ts';
import { type AcceptedLines, compareByMap, gbcsOf, holding, isSmets1, keyOf, type ListChanges } from './list-model.ts';
import { WaitingModel } from './waiting-model.ts';

type Accepted = {
  readonly uploadId: string;
  readonly issue: string;
  readonly receivedAt: string;
  readonly body: string;
  readonly lines: AcceptedLines;
  /** The lists of the same issue that it corrected. */
  readonly corrected: readonly string[];
};

/** A list that is held for an operator's approval, and what for. */
export type Held = {
  readonly uploadId: string;
  readonly issue: string;
  readonly receivedAt: string;
  readonly by: 'guard' | 'issue';
  /** The limits of the guard when it was held. */
  readonly limits: Pick<SimulatedSettings, 'removalGuardMinimum' | 'removalGuardPercent'>;
};

/** How the signature beside a list stands. */
export type SignatureStatus = 'valid' | 'missing' | 'invalid';

/** A file as the lane decides about it. */
type DecidedFile = PutFile & { readonly uploadId: string; readonly receivedAt: string };
type CplMeaning = Extract<PutFile['meaning'], { kind: 'cpl' }>;

/** A decision of the lane as it stands in its durable log: in words, so that a difference can be read. */
export type Decision = {
  readonly sequence: number;
  readonly since: string;
  readonly file: DecidedFile | undefined;
  readonly approved: boolean;
  readonly refusedByOperator: boolean;
  /** How the signature stood while the file was decided; undefined when it changed meanwhile. */
  readonly signature: SignatureStatus | undefined;
  readonly refused: { readonly order: string; readonly entryKey: string } | undefined;
  readonly isReconsider: boolean;
  /** `send KEY GBCS STATUS`, `wait KEY`, `release ORDER`, … in the order of the log. */
  readonly words: readonly string[];
  readonly outcome: string | undefined;
};

type Expected = { readonly outcome: string | undefined; readonly words: readonly string[] };

/** Days for which the guard remembers what went unapproved, and the least number of Device Models in a mass change. */
const MEMORY_MS = 30 * 86_400_000;
const MASS_CHANGE = { minimum: 20, percent: 20 };

/**
 * The lane, as plainly as it can be said: no bytes, no logs, no cursor. It is given each decision
 * in the order in which the lane made them durable, says what it should have been, and goes on from there.
 */
export class LaneModel {
  readonly #gate = new WaitingModel();
  accepted: Accepted | undefined;
  held: readonly Held[] = [];
  readonly issues = new IssueModel();
  /** What lists took without an approval, and when. */
  losses: readonly { readonly at: string; readonly models: number }[] = [];
  readonly #activeSince = new Map<string, string>();
  #activations = 0;

  /** The settings that are active. */
  get settings(): SimulatedSettings {
    return this.#gate.settings;
  }

  /** What waits, in no order. */
  get waiting(): WaitingModel['waiting'] {
    return this.#gate.waiting;
  }

  /** What a decision should say; the model then goes on from it. */
  expected(decision: Decision): Expected {
    this.#gate.begin();
    if (decision.file !== undefined) return this.#file(decision.file, decision);
    if (decision.refused !== undefined) {
      const lines = [...(this.accepted?.lines.values() ?? [])].map(({ line }) => line);
      return { outcome: undefined, words: this.#gate.takeBack(decision.refused, lines) };
    }
    // What an operator says of an incident is no matter of the DSP.
    return { outcome: undefined, words: decision.isReconsider ? this.#gate.release(decision, false) : [] };
  }

  #file(file: DecidedFile, decision: Decision): Expected {
    const { meaning } = file;
    switch (meaning.kind) {
      case 'cpl':
        return this.#list(file, meaning, decision);
      case 'certificates': {
        const remarks = this.#remarks(decision);
        if (this.#isRefusedUnsigned(remarks)) return { outcome: 'refused', words: remarks };
        const words = this.#certificates(file);
        return { outcome: words.length > 0 ? 'active' : 'superseded', words: [...remarks, ...words] };
      }
      // Whether a list is agreed to depends on the CPL and is proved elsewhere; here it is taken as it comes.
      case 'agreed-list':
        return { outcome: decision.outcome, words: this.#activation(file, decision.outcome) };
      case 'gbcs-register':
      case 'settings':
        return this.#governance(file, meaning, decision);
    }
  }

  #governance(
    file: DecidedFile,
    meaning: Extract<PutFile['meaning'], { kind: 'gbcs-register' | 'settings' }>,
    decision: Decision,
  ): Expected {
    if (!meaning.sound) return { outcome: 'refused', words: [] };
    if (meaning.kind === 'gbcs-register' && this.#drops(meaning.from)) return { outcome: 'refused', words: [] };
    if ((this.#activeSince.get(meaning.kind) ?? '') > file.receivedAt) return { outcome: 'superseded', words: [] };
    if (meaning.kind === 'gbcs-register') this.#gate.register = meaning.from;
    else this.#gate.settings = meaning.settings;
    const words = this.#activation(file, 'active');
    return { outcome: 'active', words: [...words, ...this.#gate.release(decision, meaning.kind === 'gbcs-register')] };
  }

  /** Whether a register leaves out a version that the active one has and a line that holds declares. */
  #drops(from: ReadonlyMap<string, string>): boolean {
    const lines = Map.groupBy(this.accepted?.lines.values() ?? [], ({ line }) => keyOf(line));
    const declared = [...lines.values()].flatMap((of) => {
      const holds = holding(of.map(({ line }) => line));
      return holds === undefined || isSmets1(holds) ? [] : [gbcsOf(holds)];
    });
    return declared.some((version) => this.#gate.register.has(version) && !from.has(version));
  }

  #activation(file: DecidedFile, outcome: string | undefined): string[] {
    if (outcome !== 'active') return [];
    this.#activeSince.set(file.meaning.kind, file.receivedAt);
    this.#activations += 1;
    return [`activate ${this.#activations}`];
  }

  /** Certificates go by arrival. */
  #certificates(file: DecidedFile): string[] {
    if ((this.#activeSince.get('certificates') ?? '') > file.receivedAt) return [];
    this.#activeSince.set('certificates', file.receivedAt);
    this.#activations += 1;
    return [`activate ${this.#activations}`];
  }

  #list(file: DecidedFile, { sound, list }: CplMeaning, decision: Decision): Expected {
    const { accepted } = this;
    const { issue } = list;
    const workbook = (): string[] => (file.packing === 'workbook' ? this.#certificates(file) : []);
    if (decision.refusedByOperator) return this.#refused(file, decision);
    if (file.packing === 'damaged gzip') return this.#ended(file, 'refused', []);
    const remarks = this.#remarks(decision);
    if (this.#isRefusedUnsigned(remarks)) return this.#ended(file, 'refused', remarks);
    if (!sound) {
      this.issues.other(issue);
      return this.#ended(file, 'refused', remarks);
    }
    const soundly = (outcome: string, words: string[]): Expected => {
      this.issues.sound(issue);
      return this.#ended(file, outcome, words);
    };
    if (accepted?.body === file.body) return soundly('repeat', workbook());
    const isNewer =
      accepted === undefined ||
      isLaterIssue(issue, accepted.issue) ||
      (issue === accepted.issue && file.receivedAt > accepted.receivedAt);
    if (!isNewer) return soundly('superseded', []);
    const isAhead = Date.parse(list.issuedOn) > Date.parse(londonDay(file.receivedAt)) + 86_400_000;
    const isReplay = accepted?.corrected.includes(file.body) === true;
    if (!decision.approved && (isAhead || this.issues.isJump(issue) || isReplay)) {
      this.issues.other(issue);
      return this.#ended(file, 'held', remarks, 'issue');
    }
    const changes = compareByMap(accepted?.lines ?? new Map(), list);
    this.losses = this.losses.filter(({ at }) => Date.parse(at) >= Date.parse(decision.since) - MEMORY_MS);
    if (!decision.approved && this.#isGuarded(changes)) {
      this.issues.sound(issue);
      return this.#ended(file, 'held', remarks, 'guard');
    }
    if (!decision.approved && changes.losses > 0) {
      this.losses = [...this.losses, { at: decision.since, models: changes.losses }];
    }
    const { uploadId, receivedAt, body } = file;
    const corrected = accepted?.issue === issue ? [...accepted.corrected, accepted.body] : [];
    this.accepted = { uploadId, issue, receivedAt, body, corrected, lines: changes.next };
    const words = [...remarks, ...this.#gate.gateAll(changes.sent, uploadId, decision), ...workbook()];
    return soundly('accepted', words);
  }

  /** What an operator refuses was held, and is no longer; what was said of it is said again. */
  #refused(file: DecidedFile, { words }: Decision): Expected {
    const isHeld = this.held.some(({ uploadId }) => uploadId === file.uploadId);
    const remarks = words.filter((word) => word.startsWith('remark'));
    return this.#ended(file, isHeld ? 'refused' : 'as it was: nothing of it is held', remarks);
  }

  #isGuarded({ losses, activeBefore, changedInPlace, modelsBefore }: ListChanges): boolean {
    const { removalGuardMinimum, removalGuardPercent } = this.#limits();
    const earlier = this.losses.reduce((sum, { models }) => sum + models, 0);
    const [lost, before] = [losses + earlier, activeBefore + earlier];
    const isLoss = losses > 0 && lost >= removalGuardMinimum && lost * 100 > before * removalGuardPercent;
    const isMass = changedInPlace * 100 > modelsBefore * MASS_CHANGE.percent;
    return isLoss || (changedInPlace >= MASS_CHANGE.minimum && isMass);
  }

  /** While a list is held, the guard is no laxer than when it was. */
  #limits(): Held['limits'] {
    const all = [this.settings, ...this.held.filter(({ by }) => by === 'guard').map(({ limits }) => limits)];
    return {
      removalGuardMinimum: Math.min(...all.map(({ removalGuardMinimum }) => removalGuardMinimum)),
      removalGuardPercent: Math.min(...all.map(({ removalGuardPercent }) => removalGuardPercent)),
    };
  }

  /** The end of a decision about a list: which lists are held after it. */
  #ended(file: DecidedFile, outcome: string, words: string[], by?: Held['by']): Expected {
    const { uploadId, receivedAt, meaning } = file;
    const issue = meaning.kind === 'cpl' ? meaning.list.issue : '';
    const isAccepted = outcome === 'accepted';
    const isSound = isAccepted || by === 'guard';
    const others = this.held.filter((held) => held.uploadId !== uploadId);
    const stay = others.filter((held) => {
      if (held.by === 'issue') return !isAccepted;
      const isOlder = isLaterIssue(issue, held.issue) || (issue === held.issue && receivedAt > held.receivedAt);
      return !(isSound && isOlder);
    });
    this.held = by === undefined ? stay : [...stay, { uploadId, issue, receivedAt, by, limits: this.#limits() }];
    const superseded = others.filter((held) => !stay.includes(held)).map((held) => `supersede ${held.uploadId}`);
    return { outcome, words: [...words, ...superseded] };
  }

  /** What is said of a signature; whatever was said, when it changed while it was looked at. */
  #remarks({ signature, words }: Decision): string[] {
    if (this.settings.signaturePolicy === 'off' || signature === 'valid') return [];
    if (signature !== undefined) return [`remark CPL-SIGNATURE-${signature.toUpperCase()}`];
    return words.filter((word) => word.startsWith('remark'));
  }

  #isRefusedUnsigned(remarks: readonly string[]): boolean {
    return remarks.length > 0 && this.settings.signaturePolicy === 'require';
  }
}
