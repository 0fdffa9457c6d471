/** Rules that are tried together, and what with: globs from the root of the repository. */
export type Theme = {
  readonly theme: string;
  readonly sources: readonly string[];
  /** The tests that say its rules. */
  readonly tests: readonly string[];
  /** Tests that go through the theme's rules, beside its own. */
  readonly alsoTestedIn: readonly string[];
};

/** The themes of `functions/domain`, the pure rules of the functions, and what all functions share. */
export const THEMES: readonly Theme[] = [
  ofDomain('calendar'),
  ofDomain(
    'cpl',
    'test/reports/!(handler|*-at-scale|send-ssc-report|*.property).test.ts',
    'test/intake/cpl/{certificates,removal-guard}.test.ts',
  ),
  ofDomain('csv', 'test/domain/cpl/*.test.ts', 'test/domain/list/*.test.ts'),
  ofDomain('devices'),
  ofDomain(
    'list',
    'test/intake/!(million-devices|handler|file-fuzz).test.ts',
    'test/intake/cpl/!(hostile-workbook).test.ts',
    'test/operator/views.test.ts',
  ),
  ofDomain('findings'),
  ofDomain('gbcs'),
  ofDomain('incidents'),
  ofDomain('settings'),
  ofDomain('trials'),
  {
    theme: 'watch',
    sources: ['functions/watch/!(handler|ports).ts'],
    tests: ['test/watch/!(handler|trials-at-scale).test.ts'],
    alsoTestedIn: [],
  },
  {
    theme: 'reports',
    sources: ['functions/reports/!(handler|ports|extract-ports).ts'],
    tests: ['test/reports/!(handler|*-at-scale|send-ssc-report|*.property).test.ts'],
    alsoTestedIn: ['test/reports/{send-ssc-report,named-devices-at-scale}.test.ts'],
  },
  {
    theme: 'srv-events',
    sources: ['functions/srv-events/{duis-*,srv-message,wrapped-message,sort-messages,ahead-of-time}.ts'],
    tests: ['test/srv-events/!(handler).test.ts'],
    alsoTestedIn: [],
  },
  {
    theme: 'intake',
    sources: [
      'functions/intake/{incidents/incident-{changes,steps},cpl/{gate-lines,superseded},governance/release}.ts',
    ],
    tests: [
      'test/intake/{incidents,incident-changes,option-b,block-policy-file,gate-and-release}.test.ts',
      'test/intake/cpl/issue-order.test.ts',
    ],
    alsoTestedIn: [],
  },
  {
    theme: 'workbook',
    sources: ['functions/intake/cpl/{cell-format,shared-strings,sheet-rows,workbook*,zip-archive}.ts'],
    tests: ['test/intake/cpl/{workbook*,unreadable-workbook,cell-format,zip-archive}.test.ts'],
    alsoTestedIn: [],
  },
  {
    theme: 'dsp-ingestion',
    sources: ['functions/dsp-ingestion/!(handler).ts'],
    tests: ['test/dsp-ingestion/!(handler).test.ts'],
    alsoTestedIn: [],
  },
  {
    theme: 'runtime',
    sources: ['functions/runtime/*.ts'],
    tests: ['test/runtime/*.test.ts'],
    alsoTestedIn: [],
  },
  {
    theme: 'contracts',
    sources: ['functions/contracts/*.ts'],
    tests: [
      'test/contracts/{forms,names-and-bounds,device-text,incident-act,asked-suspensions}.test.ts',
      'test/contracts/{effects-log,message-body,settings-file}.test.ts',
      'test/runtime/{embedded-metrics,environment}.test.ts',
      'test/intake/extract-signature.test.ts',
    ],
    alsoTestedIn: [],
  },
  {
    theme: 'adapters',
    sources: ['functions/adapters/*.ts'],
    tests: [
      'test/adapters/!(firmware-feed).test.ts',
      'test/contracts/{redrive,exports}.test.ts',
      'test/email/ses-mailer.test.ts',
    ],
    alsoTestedIn: ['test/contracts/{device-models,devices,inventory,ledger,mail-claims,notice-book}.test.ts'],
  },
];

/** A folder of the domain, tried with the tests of the same folder first. */
function ofDomain(theme: string, ...alsoTestedIn: readonly string[]): Theme {
  return {
    theme,
    sources: [`functions/domain/${theme}/*.ts`],
    tests: [`test/domain/${theme}/*.test.ts`],
    alsoTestedIn,
  };
}
