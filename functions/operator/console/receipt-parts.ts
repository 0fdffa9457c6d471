import { MOST_REMOVED_MODELS, type Receipt } from '../../contracts/receipt.ts';
import { remedyFor } from '../../domain/incidents/incident-remedy.ts';
import { devicesInWords, supplierIdsInWords } from '../../email/device-words.ts';
import { entryKeyInWords } from '../../email/entry-words.ts';
import { type Html, html } from '../../email/html.ts';
import { counted, inFigures } from '../../email/words.ts';
import type { GovernanceRehearsal } from '../governance-rehearsal.ts';
import { at, folded, link, NOTHING, points, section, table, tag } from './parts.ts';
import { moment } from './time.ts';

/** Lines that a page names of one kind; the receipt has all. */
const SHOWN = 200;

type Finding = Receipt['findings'][number];

/** What is wrong in a file: what refuses it first, then rows, then remarks. */
export function findingsHtml(findings: readonly Finding[], total: number, ...more: readonly Html[]): Html {
  if (findings.length === 0) return NOTHING;
  const items = findings.slice(0, SHOWN).map(
    ({ line, field, value, message, severity, code }) =>
      html`<li>
        ${severityTag(severity, code)}
        <span class="where">${line > 0 ? `Line ${line}` : 'The file'}${field === '' ? '' : `, ${field}`}</span>
        ${value === '' ? NOTHING : html`<code>${value}</code>`}
        <p>${message} <span class="quiet code">${code}</span></p>
      </li>`,
  );
  const one = findings.length === total ? '' : ` One of each kind is shown; there are ${inFigures(total)} in all.`;
  return section(
    'findings',
    `What was found in it: ${counted(findings.length, 'kind')} of finding`,
    html`<p class="hint">The most severe first.${one}</p>`,
    html`<ol class="findings">
      ${items}
    </ol>`,
    ...more,
  );
}

function severityTag(severity: Finding['severity'], code: string): Html {
  if (code === 'CPL-DUPLICATE') return tag('duplicate refused', 'warn');
  switch (severity) {
    case 'file':
      return tag('refuses the file', 'bad');
    case 'row':
      return tag('row quarantined', 'warn');
    case 'warning':
      return tag('please check', 'plain');
  }
}

/** The lines that are blocked, by the cause that they wait for, with who must do what. */
export function blockedHtml(
  { blocked }: Pick<Receipt, 'blocked'>,
  would: 'are' | 'would be',
  ...more: readonly Html[]
): Html {
  if (blocked.length === 0) return NOTHING;
  const causes = [...Map.groupBy(blocked, ({ reason }) => reason)];
  return section(
    'blocked',
    `${counted(blocked.length, 'entry', 'entries')} ${would === 'are' ? 'blocked by it' : 'would be blocked'}`,
    ...causes.map(([reason, lines]) => {
      const { steps, meanwhile } = remedyFor(reason);
      const rows = lines.slice(0, SHOWN).map((line) => ({
        key: line.entryKey,
        cells: [
          html`<span class="code">${line.entryNumber}</span>`,
          link(at('/entries', line.entryKey), entryKeyInWords(line.entryKey)),
          line.declaredGbcsVersion,
          moment(line.deadline),
        ],
      }));
      return html`<h3>${reason}</h3>
        ${points(steps)}
        <p class="hint">${meanwhile}</p>
        ${table(`Blocked: ${reason}`, ['Entry', 'Device Model', 'GBCS declared', 'The DSP must hold it by'], rows, '')}`;
    }),
    ...more,
  );
}

/** The Device Models that lose their entry by a list, with the devices that run them: what an approver answers for. */
export function removedHtml({ removed }: Pick<Receipt, 'removed'>, isDone: boolean): Html {
  if (removed.length === 0) return NOTHING;
  const atLeast = removed.length === MOST_REMOVED_MODELS ? ' or more' : '';
  const byMaker = [...Map.groupBy(removed, ({ entryKey }) => entryKey.split('/')[1] ?? '')].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  const rows = removed.slice(0, SHOWN).map(({ entryKey, entryNumber, devices, suppliers }) => ({
    key: entryKey,
    cells: [
      html`<span class="code">${entryNumber}</span>`,
      link(at('/entries', entryKey), entryKeyInWords(entryKey)),
      devicesInWords(devices),
      supplierIdsInWords(suppliers),
    ],
  }));
  return section(
    'removed',
    `${inFigures(removed.length)}${atLeast} Device ${removed.length === 1 ? 'Model' : 'Models'} ${isDone ? 'lost' : 'would lose'} ${removed.length === 1 ? 'its' : 'their'} entry`,
    html`<p>
      By manufacturer: ${byMaker.map(([maker, of]) => `${maker} ${of.length}`).join(', ')}. Devices that run them are
      not able to join any more, and may be suspended.
    </p>`,
    table(
      'Device Models that lose their entry',
      ['Entry', 'Device Model', { head: 'Devices', kind: 'wide' }, 'Suppliers'],
      rows,
      '',
    ),
  );
}

/** What a governance file would do once it is active. */
export function governanceHtml({
  flags,
  released,
  waiting,
  noLongerRecognised,
  mails,
  letters,
}: GovernanceRehearsal): Html {
  const lines = (of: GovernanceRehearsal['released'], caption: string): Html =>
    table(
      caption,
      ['Device Model', 'GBCS', 'Why'],
      of.map(({ entryKey, gbcsVersion, why }) => ({
        key: entryKey,
        cells: [entryKeyInWords(entryKey), gbcsVersion, why],
      })),
      'None.',
    );
  const flagRows = flags.map(({ firmware, from, to, devices, atLeast, deviceIds }) => ({
    key: firmware,
    cells: [
      html`<span class="code">${firmware}</span>`,
      from ?? 'no trial',
      to ?? 'no trial',
      `${atLeast ? 'at least ' : ''}${inFigures(devices)}`,
      deviceIds.slice(0, 3).join(' '),
    ],
  }));
  return section(
    'effects',
    'What it would do',
    html`<h3>Trial flags that would change</h3>
      ${table('Trial flags that would change', ['Firmware', 'From', 'To', 'Devices', 'The first of them'], flagRows, 'None.')}
      <h3>Would go to the DSP: ${inFigures(released.length)}</h3>
      ${lines(released, 'Would go to the DSP')}
      <h3>Would still wait: ${inFigures(waiting.length)}</h3>
      ${lines(waiting, 'Would still wait')}`,
    noLongerRecognised.length === 0
      ? NOTHING
      : html`<p class="said warn">
          No longer recognised:
          ${noLongerRecognised.map(({ gbcsVersion, entries }) => `GBCS ${gbcsVersion} (${counted(entries, 'entry', 'entries')})`).join(', ')}.
        </p>`,
    folded(
      'mails',
      `${counted(mails.length, 'mail')} would be sent, ${counted(letters.length, 'letter')} made ready`,
      points([...mails.map(({ to, subject }) => `To ${to.join(', ')}: ${subject}`), ...letters]),
    ),
  );
}
