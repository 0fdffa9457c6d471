import type { MetricName, MetricValues } from '../../contracts/metrics.ts';
import type { Upload } from '../../contracts/upload.ts';
import type { LanePorts } from '../ports.ts';

/** What each decision about a list counts as; an approval decides about the same file once more. */
const OF_LIST = {
  accepted: 'ExtractsAccepted',
  active: 'ExtractsAccepted',
  refused: 'ExtractsRefused',
  held: 'ExtractsHeld',
  superseded: 'ExtractsNotApplied',
  repeat: 'ExtractsNotApplied',
} as const satisfies Readonly<Record<Upload['decision'], MetricName<'intake'>>>;

/** What a decision about another file counts as, where it counts. */
const OF_GOVERNANCE: Readonly<Partial<Record<Upload['decision'], MetricName<'intake'>>>> = {
  active: 'GovernanceActivated',
  refused: 'GovernanceRefused',
};

/**
 * Counts what the lane does to the world, at the ports through which it does it: what a crashed predecessor decided is
 * counted by the one that carries it out.
 */
export function laneTally(ports: LanePorts) {
  const counts = new Map<MetricName<'intake'>, number>();
  const count = (name: MetricName<'intake'>, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  const of = (name: MetricName<'intake'>): number => counts.get(name) ?? 0;
  const tallied: LanePorts = {
    ...ports,
    ledger: {
      ...ports.ledger,
      async put(...written) {
        await ports.ledger.put(...written);
        const [kind, item] = written;
        if (kind === 'waitingLines') count('EntriesBlocked');
        const decided = kind === 'uploads' ? (item.kind === 'cpl' ? OF_LIST : OF_GOVERNANCE)[item.decision] : undefined;
        if (decided !== undefined) count(decided);
      },
    },
    dspUpdates: {
      ...ports.dspUpdates,
      async send(changes) {
        await ports.dspUpdates.send(changes);
        count('ChangesSent', changes.length);
      },
    },
    deadLetters: {
      async send(message, reason) {
        await ports.deadLetters.send(message, reason);
        count('PoisonMessages');
      },
    },
    mailOnce: {
      async sendOnce(mail) {
        const outcome = await ports.mailOnce.sendOnce(mail);
        if (outcome === 'sent') count('MailsSent');
        return outcome;
      },
    },
  };
  const metrics = (): MetricValues<'intake'> => ({
    ExtractsAccepted: of('ExtractsAccepted'),
    ExtractsRefused: of('ExtractsRefused'),
    ExtractsHeld: of('ExtractsHeld'),
    ExtractsNotApplied: of('ExtractsNotApplied'),
    GovernanceActivated: of('GovernanceActivated'),
    GovernanceRefused: of('GovernanceRefused'),
    ChangesSent: of('ChangesSent'),
    EntriesBlocked: of('EntriesBlocked'),
    PoisonMessages: of('PoisonMessages'),
    MailsSent: of('MailsSent'),
  });
  return { ports: tallied, metrics };
}
