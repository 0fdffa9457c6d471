import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';

/** A word that is not ours, where it may stand all the same, and the word to use. */
type Unwanted = {
  readonly word: RegExp;
  readonly better: string;
  /** Pieces of text that are somebody else's word, or another word that looks like it. */
  readonly except?: readonly RegExp[];
};

const UNWANTED: readonly Unwanted[] = [
  {
    word: /\b(?:un)?(?:tell|tells|told|telling)\b|\b(?:told|tell)[A-Z]|[a-z](?:Told|Tells|Teller)\b/i,
    better: 'report, notify, send, show or distinguish',
  },
  { word: /\bjudg(?:e|es|ed|ing|e?ment)\b|\bjudg(?:e|ed)[A-Z]/i, better: 'check, evaluate, assess or classify' },
  { word: /\b[Ss]tandings?\b|[a-z]Standing|_?STANDING/, better: 'status' },
  { word: /\bmend(?:s|ed|ing)?\b/i, better: 'fix' },
  { word: /\banew\b/i, better: 'again' },
  { word: /\bgravest\b/i, better: 'most urgent or most severe' },
  { word: /\bobey(?:s|ed)?\b/i, better: 'execute or carry out' },
  { word: /\bfates?\b/i, better: 'outcome' },
  {
    word: /flight|\bland(?:ed|ing)\b/i,
    better: 'dispatch (of a decision) or undelivered (of a change); in flight is a word of SQS',
    except: [
      // What SQS calls a message that was received and not deleted: in its metrics, its emulator and our tables of queues.
      /\bin ?flight\b(?! (?:change|decision))/gi,
      /approximateInflightCount/g,
    ],
  },
  { word: /sweep|\bswept\b/i, better: 're-evaluation' },
  // The outbox protocol and the outbox folder of the local run are not meant.
  { word: /\bpark(?:s|ed|ing)?\b|\bOUTBOX\b/, better: 'defer, DEFERRED-MAIL' },
  { word: /\blately\b/i, better: 'recently' },
  { word: /\bin vain\b/i, better: 'failed attempts, without success' },
  { word: /\bneedless/i, better: 'unused or unnecessary' },
  { word: /\bthe leave\b|\bleave for\b/i, better: 'permission' },
  { word: /\b(?:runs?|has|have|is|are|does|listed|firmware|flag) no more\b(?! than)/i, better: 'no longer' },
  {
    word: /\bis no (?:valid )?(?:date|day|time|EUI-64|entry|port|folder)\b(?! is)/i,
    better: 'is not a valid …',
    except: [/\bthere is no\b/gi],
  },
  { word: /\bSays whether\b/, better: 'Whether' },
  { word: /\bSay: /, better: 'Usage:' },
];

/** More words that the pages and texts do not have that people meet first: mails, alarms, findings, the CLI, the console. */
const UNWANTED_BY_READERS: readonly Unwanted[] = [
  { word: /\bby (?:itself|themselves)\b/i, better: 'automatically, alone, or nothing' },
  { word: /\b(?:some|any|every)body\b/i, better: 'someone, anyone or everyone' },
  { word: /\bwhoever\b/i, better: 'the person who, or their role' },
  { word: /\bbut for\b/i, better: 'except' },
  { word: /\bpass(?:es|ed)? over\b/i, better: 'ignore or skip' },
  { word: /\bstands?\b/i, better: 'is', except: [/^ *'stand',$/g] },
  { word: /\bElse\b/, better: 'Otherwise' },
  { word: /\b(?:cut off|thrown away|shut out)\b/i, better: 'stopped, deleted or superseded' },
];

/** What people meet first; the page of security names tests by their titles. */
const FOR_READERS = [
  'README.md',
  ...globSync('docs/*.md').filter(
    (file) => !['COST', 'GUARDS', 'MUTATION', 'SECURITY'].includes(basename(file, '.md')),
  ),
  ...globSync('functions/{email,operator,domain/findings,domain/incidents}/**/*.{ts,md}'),
  ...globSync('infra/constructs/{service-alarms,runbook-alarm,monitoring}.ts'),
].toSorted();

/** This list, which names the words. */
const ITSELF = 'test/language.test.ts';

const CHECKED = ['README.md', ...globSync('{functions,infra,docs,test}/**/*.{ts,js,md,json,html,css}')]
  .filter((file) => file !== ITSELF)
  .toSorted();

/** Every unwanted word of a text, with its place and the word to use. */
function unwantedIn(file: string, text: string, unwanted = UNWANTED): string[] {
  return text.split('\n').flatMap((line, index) =>
    unwanted.flatMap(({ word, better, except = [] }) => {
      const ours = except.reduce((rest, other) => rest.replaceAll(other, ''), line);
      const found = word.exec(ours);
      return found === null ? [] : [`${file}:${index + 1}: “${found[0]}” in “${line.trim()}”: use ${better}`];
    }),
  );
}

describe('the language of names, comments, titles of tests, errors, mails and docs', () => {
  test('has the words of the glossary alone', () => {
    expect(CHECKED.length).toBeGreaterThan(1200);
    expect(CHECKED.flatMap((file) => unwantedIn(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  test('is plainer still where people meet it first', () => {
    expect(FOR_READERS.length).toBeGreaterThan(150);
    const read = (file: string): string => readFileSync(file, 'utf8');
    expect(FOR_READERS.flatMap((file) => unwantedIn(file, read(file), UNWANTED_BY_READERS))).toEqual([]);
    const better = unwantedIn('page.md', 'whoever reads this, but for somebody', UNWANTED_BY_READERS);
    expect(better.map((found) => /[^ ]+$/.exec(found)?.[0])).toEqual(['everyone', 'role', 'except']);
  });

  test.each([
    ['const told = new Map();', 'report'],
    ['const limitStanding = 1;', 'status'],
    ['/** Says whether it is open. */', 'Whether'],
    ['A decision is in flight until each change in flight is there: the flight has landed.', 'dispatch'],
    ['throw new Error(`${text} is no date`)', 'not a valid'],
    ['the pipeline runs no more', 'no longer'],
    ['a mail that is parked', 'defer'],
  ])('names the place of a word that is put back, and the word to use: %s', (text, better) => {
    expect(unwantedIn('file.ts', `\n${text}`)).toEqual([
      expect.stringMatching(new RegExp(`^file\\.ts:2: .*${better}`)),
    ]);
  });

  test.each([
    'Messages in flight: ApproximateNumberOfMessagesNotVisible; visible + inFlight',
    'A correction that is outstanding; no more than ten of them',
    'the outbox protocol',
    'stops when there is no time left',
  ])('leaves the words of AWS and of the field alone: %s', (text) => {
    expect(unwantedIn('file.ts', text)).toEqual([]);
  });
});
