/** What a theme of the domain is tried with, and how many survivors without an explanation it may have. */
export type Theme = {
  readonly theme: string;
  /** Folders of tests, besides those of the whole domain, that go through the theme's rules. */
  readonly alsoTestedIn: readonly string[];
  /** What was left at the last look: it only goes down. The command fails on one more. */
  readonly allowance: number;
};

/** The themes of `functions/domain`. */
export const THEMES: readonly Theme[] = [
  { theme: 'calendar', alsoTestedIn: [], allowance: 0 },
  { theme: 'cpl', alsoTestedIn: [], allowance: 0 },
  { theme: 'csv', alsoTestedIn: [], allowance: 0 },
  { theme: 'devices', alsoTestedIn: ['srv-events', 'reports'], allowance: 0 },
  { theme: 'extract', alsoTestedIn: [], allowance: 0 },
  { theme: 'findings', alsoTestedIn: [], allowance: 0 },
  { theme: 'gbcs', alsoTestedIn: ['watch'], allowance: 0 },
  { theme: 'incidents', alsoTestedIn: ['watch', 'email'], allowance: 0 },
  { theme: 'settings', alsoTestedIn: [], allowance: 0 },
  { theme: 'trials', alsoTestedIn: ['reports', 'watch'], allowance: 0 },
];
