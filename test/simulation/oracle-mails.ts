import { Effect } from '../../functions/contracts/effect.ts';
import { Incident } from '../../functions/contracts/incident.ts';
import { WaitingLine } from '../../functions/contracts/waiting-line.ts';
import type { Ended } from './oracle-lane.ts';
import type { SimulatedBucket } from './simulated-objects.ts';

const DAY_MS = 86_400_000;

/** Invariant 5: each fact that calls for a report is reported, at least once, and a repeat is the same mail. */
export function endOfMails({ world, oracle }: Ended): string[] {
  const broken: string[] = [];
  const sent = new Map<string, string>();
  for (const { mailId, subject, text } of world.sent) {
    const before = sent.get(mailId);
    if (before !== undefined && before !== subject + text) broken.push(`Mail ${mailId} was sent with another text`);
    if (!subject.includes(mailId) && !text.includes(mailId)) broken.push(`Mail ${mailId} does not show its id`);
    sent.set(mailId, subject + text);
  }
  for (const { effects } of oracle.decisions) {
    for (const effect of effects) {
      if (effect.effect === 'mail' && !sent.has(effect.mail.mailId))
        broken.push(`Mail ${effect.mail.mailId} was never sent`);
    }
  }
  const ledger = [...world.tables.ledger.items.values()];
  const levels = new Map(
    ledger.filter((item) => item['pk'] === 'NOTICES').map((item) => [String(item['sk']), Number(item['level'])]),
  );
  for (const fact of levels.keys()) {
    if (!world.sent.some(({ text }) => text.includes(fact)))
      broken.push(`${fact} is noted as reported, and in no mail`);
  }
  for (const [fact, mails] of mailsOfFacts(world.buckets.archive, sent)) {
    if (mails.length > 1)
      broken.push(`${fact} is reported in different mails: ${mails.map(({ mailId }) => mailId).join(', ')}`);
  }
  const incidents = ledger.filter(({ pk }) => pk === 'INCIDENTS').map((item) => Incident.parse(item));
  for (const item of ledger.filter(({ pk }) => pk === 'WAITING')) {
    const line = WaitingLine.parse(item);
    const isLate = world.now - Date.parse(line.publishedAt) > DAY_MS;
    // The letters of an incident are mails of decisions, each of which must have been sent: see above.
    const isReported =
      levels.get(`deadline/${line.order}/${line.entry.entryKey}`) === 2 || incidents.some((each) => saysSo(each, line));
    if (isLate && !isReported) broken.push(`Nobody was notified that ${line.entry.entryKey} is in breach`);
  }
  if (ledger.some(({ pk }) => pk === 'DEFERRED-MAIL')) broken.push('A mail is still deferred');
  const reported = [...sent.keys()].filter((mailId) => mailId.includes('SSC-')).length;
  if (oracle.reports > 0 && reported === 0) broken.push('The SSC has no report');
  for (const { messages } of [world.queues['lane-dead'], world.queues['srv-events-dead']]) {
    for (const { reason, body } of messages)
      if (reason === undefined) broken.push(`${body} is a dead letter without a reason`);
  }
  const dead = [world.queues['lane-dead'], world.queues['srv-events-dead']].flatMap(({ messages }) => messages);
  const kept = new Set(dead.map(({ body }) => body));
  for (const body of oracle.poison) if (!kept.has(body)) broken.push(`«${body}» is in no dead-letter queue`);
  return broken;
}

/** In which of the mails that were sent each fact at its level is reported, by the logs of the watch's news. */
function mailsOfFacts(archive: Pick<SimulatedBucket, 'keys' | 'text'>, sent: ReadonlyMap<string, string>) {
  const reported = [...archive.keys()].flatMap((key) => {
    if (!key.startsWith('news/')) return [];
    const effect = Effect.parse(JSON.parse(archive.text(key)));
    if (effect.effect !== 'mail' || !sent.has(effect.mail.mailId)) return [];
    const { mailId } = effect.mail;
    return (effect.notices ?? []).map(({ factId, level }) => ({ fact: `${factId}@${level}`, mailId }));
  });
  return Map.groupBy(reported, ({ fact }) => fact);
}

/** Whether a letter of an incident said that the hours of a line are over: of the first lines of its cause. */
function saysSo(
  { state, cause, firstPublishedAt, assessment }: Incident,
  { reason, publishedAt }: WaitingLine,
): boolean {
  return (
    state !== 'resolved' && cause === reason && publishedAt <= firstPublishedAt && assessment.status === 'breached'
  );
}
