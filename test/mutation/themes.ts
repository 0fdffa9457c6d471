/** What a theme of the domain is tried with, and how many survivors without an explanation it may have. */
export type Theme = {
  readonly theme: string;
  /** Tests that go through the theme's rules, beside its own: globs below `test`. */
  readonly alsoTestedIn: readonly string[];
  /** What was left at the last look: it only goes down. The command fails on one more. */
  readonly allowance: number;
};

/** The themes of `functions/domain`. */
export const THEMES: readonly Theme[] = [
  { theme: 'calendar', alsoTestedIn: ['domain/gbcs/*', 'domain/incidents/*'], allowance: 0 },
  { theme: 'cpl', alsoTestedIn: ['domain/extract/*', 'domain/gbcs/*', 'domain/trials/*'], allowance: 4 },
  { theme: 'csv', alsoTestedIn: ['domain/cpl/*', 'domain/extract/*'], allowance: 153 },
  { theme: 'devices', alsoTestedIn: ['domain/trials/*', 'srv-events/*', 'reports/*'], allowance: 8 },
  {
    theme: 'extract',
    alsoTestedIn: ['domain/cpl/*', 'intake/{work-lane,accepted-list}', 'operator/views'],
    allowance: 0,
  },
  { theme: 'findings', alsoTestedIn: ['domain/cpl/*', 'domain/gbcs/*', 'domain/trials/*'], allowance: 0 },
  { theme: 'gbcs', alsoTestedIn: ['domain/cpl/*', 'watch/*'], allowance: 2 },
  { theme: 'incidents', alsoTestedIn: ['watch/*', 'email/*'], allowance: 13 },
  { theme: 'settings', alsoTestedIn: ['domain/incidents/*'], allowance: 36 },
  { theme: 'trials', alsoTestedIn: ['domain/devices/*', 'reports/*', 'watch/*'], allowance: 21 },
];
