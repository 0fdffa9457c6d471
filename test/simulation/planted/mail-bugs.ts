import { intake, itemsPut, type PlantedBug, unconditional, watch } from './mutations.ts';

/** Bugs in what people are sent. */
export const MAIL_BUGS: readonly PlantedBug[] = [
  {
    bug: 'mail marked sent before sending',
    schedule: 3,
    mutation: itemsPut((item) => (item['state'] === 'claimed' ? { ...item, state: 'sent' } : item)),
  },
  {
    bug: 'a mail that SES refuses is forgotten',
    schedule: 3,
    mutation: intake((ports) => ({
      ...ports,
      mailOnce: { sendOnce: async (mail) => ports.mailOnce.sendOnce(mail).catch(() => 'already-sent' as const) },
    })),
  },
  {
    bug: 'a fact is noted as reported before it is reported',
    schedule: 42,
    mutation: watch(({ notices }) => ({
      notices: {
        ...notices,
        async levelsReported(factIds) {
          const levels = await notices.levelsReported(factIds);
          const reportedAt = '2026-11-02T09:00:00.000Z';
          await notices.note(factIds.map((factId) => ({ factId, level: 2, reportedAt })));
          return levels;
        },
      },
    })),
  },
  {
    bug: 'a run of the watch that dies leaves its news to chance',
    schedule: 40,
    mutation: itemsPut((item) => (item['pk'] === 'NEWS' ? { ...item, kept: [] } : item)),
  },
  {
    bug: 'two runs of the watch at the same time report the same fact',
    schedule: 356,
    mutation: unconditional('ledger', 'NEWS'),
  },
];
