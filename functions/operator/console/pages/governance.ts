import { counted } from '../../../domain/words/counted.ts';
import { settingInWords } from '../../../domain/settings/settings-change.ts';
import type { ActiveFile } from '../../../contracts/governance.ts';
import { type Html, html } from '../../../email/html.ts';
import { auditView } from '../../views/audit.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, facts, link, section, table, tag } from '../parts.ts';
import { moment } from '../time.ts';

export const GOVERNANCE_PAGES: readonly PageModule[] = [
  { path: '/operations/governance', place: 'operations', show: governancePage },
  { path: '/operations/governance/audit', place: 'operations', show: auditPage },
];

const FILES = [
  ['agreedList', 'Agreed list of trials', 'empty'],
  ['gbcsRegister', 'GBCS register', 'the default register'],
  ['versionCombinations', 'Version combinations', 'the default combinations'],
  ['settings', 'Settings', 'the default settings'],
  ['certificates', 'Certificates', 'none known'],
] as const;

async function governancePage({ source }: Look): Promise<Page> {
  const { ports } = source.access;
  const [active, settings] = await Promise.all([ports.ledger.get('activeGovernance'), ports.governance.settings()]);
  const rows = FILES.map(([kind, name, otherwise]) => ({ key: kind, cells: fileCells(name, active[kind], otherwise) }));
  return {
    title: 'What the pipeline goes by',
    main: html`${section(
      'files',
      'Governance files in force',
      table('Governance files', ['File', 'In force', 'Received', 'Activated'], rows, ''),
      html`<p class="hint">
        A new file replaces the old one completely: ${link('/lists/check', 'check it before you upload it')}.
        ${link('/operations/governance/audit', 'Audit the record of decisions')}.
      </p>`,
    )}
    ${section('settings', 'Settings in force', facts(settingsOf(settings)))}`,
  };
}

function fileCells(name: string, file: ActiveFile | undefined, otherwise: string): (Html | string)[] {
  if (file === undefined) return [name, otherwise, '', ''];
  return [
    name,
    link(at('/lists', file.uploadId), `version ${file.version}`),
    moment(file.receivedAt),
    moment(file.activatedAt),
  ];
}

/** Every setting by its name, nested ones with a dot. */
function settingsOf(settings: object, before = ''): [string, string][] {
  return Object.entries(settings).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
      return settingsOf(value, `${before}${name}.`);
    return [[`${before}${name}`, inWords(value)]];
  });
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : settingInWords(JSON.stringify(value));
}

const AUDIT_SHOWN = 100;

/** Reads every decision there was: asked for, never on the way. */
async function auditPage({ source }: Look): Promise<Page> {
  const { access } = source;
  const { verdict, decisions, troubles } = await auditView({ ledger: access.ports.ledger, archive: access.archive });
  const rows = decisions.slice(0, AUDIT_SHOWN).map(({ sequence, decidedAt, cause }) => ({
    key: String(sequence),
    cells: [sequence, moment(decidedAt), cause.command, cause.about, html`<span class="code">${cause.sentBy}</span>`],
  }));
  const problems = troubles.map(({ sequence, key, problem }) => ({
    key: `${sequence} ${key}`,
    cells: [sequence, key, problem],
  }));
  return {
    title: verdict === 'intact' ? 'The record of decisions is intact' : 'The record of decisions is broken',
    above: [['/operations/governance', 'Governance']],
    main: html`${section(
      'verdict',
      'What was compared',
      html`<p>
        ${tag(verdict, verdict === 'intact' ? 'good' : 'bad')} We compared ${counted(decisions.length, 'decision')} with
        the hash that the next decision has of each, and with the receipts and files that they stored.
      </p>`,
      table(
        'What is not as it was written',
        ['Decision', 'Object', 'Problem'],
        problems,
        'Everything is as it was written.',
      ),
    )}
    ${section('decisions', 'Decisions, newest first', table('Decisions', ['Number', 'Decided', 'By', 'About', 'Sent by'], rows, 'None yet.'))}`,
  };
}
