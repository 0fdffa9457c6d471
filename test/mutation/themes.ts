/** What a theme of the domain is tried with. */
export type Theme = {
  readonly theme: string;
  /** Tests that go through the theme's rules, beside its own: globs below `test`. */
  readonly alsoTestedIn: readonly string[];
};

/** The themes of `functions/domain`. */
export const THEMES: readonly Theme[] = [
  { theme: 'calendar', alsoTestedIn: [] },
  { theme: 'cpl', alsoTestedIn: [] },
  { theme: 'csv', alsoTestedIn: ['domain/cpl/*', 'domain/list/*'] },
  { theme: 'devices', alsoTestedIn: [] },
  {
    theme: 'list',
    alsoTestedIn: ['intake/!(million-devices|handler|file-fuzz)', 'intake/cpl/!(hostile-workbook)', 'operator/views'],
  },
  { theme: 'findings', alsoTestedIn: [] },
  { theme: 'gbcs', alsoTestedIn: [] },
  { theme: 'incidents', alsoTestedIn: [] },
  { theme: 'settings', alsoTestedIn: [] },
  { theme: 'trials', alsoTestedIn: [] },
];
