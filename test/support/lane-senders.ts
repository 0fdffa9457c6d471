import type { LaneSenders } from '../../functions/intake/ports.ts';

/** Who may send to a lane in memory; its inbox has the name that its events say. */
export const SENDERS: LaneSenders = {
  inboxBucket: 'inbox',
  roleIds: { 'dsp-ingestion': 'AROADSPINGESTION', watch: 'AROAWATCH' },
};

/** The sender of what a person sends. */
export const A_PERSON = 'AIDAOPERATOR';

/** The sender of what a function sends: its role's id, and its own name as that of the session. */
export function senderOf(name: string): string {
  const roleIds = new Map<string, string>(Object.entries(SENDERS.roleIds));
  return `${roleIds.get(name) ?? `AROA${name.toUpperCase()}`}:${name}`;
}
