import { type Html, html } from '../../../email/html.ts';
import { FINDINGS_COLUMNS } from '../../../email/findings-csv.ts';
import { printable } from '../../../domain/findings/printable.ts';
import { foreseen } from '../../foreseen.ts';
import { inboxKey } from '../../inbox-key.ts';
import { putAndWait } from '../../put-file.ts';
import { rehearse } from '../../rehearsal.ts';
import { WrongUse } from '../../wrong-use.ts';
import { annotatedCopy, type LineFinding } from '../annotated-copy.ts';
import type { CheckedFile } from '../checked-files.ts';
import { actForm } from '../forms.ts';
import type { Act, Done, Download, Look, Page, PageModule } from '../page.ts';
import { at, facts, link, NOTHING, section } from '../parts.ts';
import { blockedHtml, findingsHtml, governanceHtml, removedHtml } from '../receipt-parts.ts';
import { moment } from '../time.ts';
import { countsHtml } from './lists.ts';

export const CHECK_PAGES: readonly PageModule[] = [
  { path: '/lists/check', place: 'lists', show: dropPage, unsigned: { check: checkFile } },
  { path: '/lists/check/:id', place: 'lists', show: outcomePage, acts: { send: sendFile } },
  { path: '/lists/check/:id/to-correct.csv', place: 'lists', show: correctedCopy },
];

const ENDINGS = ['.csv', '.gz', '.xlsx', '.xlsm', '.json'];

async function dropPage(look: Look): Promise<Page> {
  return {
    title: 'Check a file before it counts',
    main: html`<section aria-label="Choose a file">
        <div class="drop">
          ${actForm(look, {
            name: 'check',
            button: 'Check it',
            tone: 'primary',
            unsigned: true,
            fields: [
              {
                name: 'file',
                label: 'A list or a governance file: drop it on this page, or choose it',
                hint: '.csv, .csv.gz, .xlsx, .xlsm or .json, up to 64 MiB. Nothing is sent yet.',
                kind: 'file',
                accept: ENDINGS.join(','),
              },
            ],
          })}
        </div>
      </section>
      ${section(
        'what',
        'What happens then',
        html`<p>
            We check the file with the rules that are in force, and change nothing: you see what would go to the DSP,
            what would be blocked or removed by name, and what to correct. Then you send it, or correct it first.
          </p>
          <p class="hint">
            A file named <code>agreed-list.csv</code>, <code>gbcs-register.csv</code>,
            <code>version-combinations.csv</code> or <code>settings.json</code>, or with the columns of one, is taken as
            a governance file; every other file is a list, or its published sheet.
          </p>`,
      )}`,
  };
}

/** Lets the lane decide about a file with every effect kept back, and keeps the file until it is sent. */
async function checkFile({ form, source, now, files }: Act): Promise<Done> {
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) throw new WrongUse('Choose a file that is not empty');
  const name = printable(file.name);
  if (!/^[^/\\\0]{1,200}\.(?:csv|csv\.gz|xlsx|xlsm|json)$/i.test(name))
    throw new WrongUse(`${name} is not a .csv, .csv.gz, .xlsx, .xlsm or .json file. In Excel: Save As, CSV UTF-8.`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const key = inboxKey(name, bytes);
  const rehearsal = await rehearse(
    { key, size: bytes.byteLength, isSigned: false, bytes: () => once(bytes) },
    source.access.rehearsalBase,
    now,
  );
  const id = files.keep({ name, key, bytes, checkedAt: now, rehearsal });
  return { said: '', go: at('/lists/check', id) };
}

async function outcomePage(look: Look): Promise<Page | undefined> {
  const id = look.of['id'] ?? '';
  const file = look.files.find(id);
  if (file === undefined) return gonePage();
  const { receipt, governance } = file.rehearsal;
  const { decision, counts, kind, findingsTotal } = receipt.upload;
  const would = foreseen(receipt).replace(/\.$/, '');
  return {
    title: `${file.name}: ${would}`,
    above: [['/lists/check', 'Check another file']],
    main: html`<div class="sides">
      <div>
        ${decision === 'refused' || findingsTotal > 0 ? findingsHtml(receipt.findings, findingsTotal, copyLink(file, id)) : NOTHING}
        ${removedHtml(receipt, false)} ${blockedHtml(receipt, 'would be')}
        ${governance === undefined ? NOTHING : governanceHtml(governance)}
        ${section(
          'file',
          'The file',
          facts([
            ['Would lie in the inbox as', html`<span class="code">${file.key}</span>`],
            ['What would become of its Device Models', kind === 'cpl' ? countsHtml(counts) : ''],
            ['Checked', moment(file.checkedAt)],
          ]),
        )}
      </div>
      ${section('send', decision === 'refused' ? 'Correct it first' : 'Send it', sendHtml(look, decision))}
    </div>`,
  };
}

function sendHtml(look: Look, decision: string): Html {
  if (decision === 'refused')
    return html`<p>If you send it as it is, none of it is applied.</p>
      <p>${link('/lists/check', 'Check the corrected file')}</p>`;
  const effect =
    decision === 'held'
      ? 'It is then held until someone approves it. Its 24 hours keep running.'
      : 'It then takes effect, and its sender gets the receipt by mail.';
  return html`${actForm(look, { name: 'send', button: 'Send it', tone: 'primary', fields: [], effect })}
    <p class="hint">Or ${link('/lists/check', 'correct it first')}, and check it again.</p>`;
}

async function sendFile({ of, files, source, field }: Act): Promise<Done> {
  const file = files.find(of['id'] ?? '');
  if (file === undefined) throw new WrongUse('The file is no longer kept: check it again');
  const { key, bytes } = file;
  const { upload, receipt } = await putAndWait(source.access, { key, bytes, sentBy: field('name') });
  return { said: `${file.name} was sent. ${receipt.outcome}`, go: at('/lists', upload.uploadId) };
}

/** The way to the copy with a column that says what to correct. */
function copyLink({ name }: CheckedFile, id: string): Html {
  if (!/\.csv$/i.test(name)) return NOTHING;
  return html`<p>
    ${link(`${at('/lists/check', id)}/to-correct.csv`, 'Download a copy with what to correct beside each row')}
  </p>`;
}

async function correctedCopy({ of, files }: Look): Promise<Download | undefined> {
  const file = files.find(of['id'] ?? '');
  if (file === undefined || !/\.csv$/i.test(file.name)) return undefined;
  return {
    type: 'text/csv; charset=utf-8',
    body: annotatedCopy(file.bytes, everyFinding(file)),
    fileName: file.name.replace(/\.csv$/i, ' to correct.csv'),
  };
}

/** Each finding with its own line, out of the table that comes with a receipt, of which every cell is quoted. */
function everyFinding({ rehearsal }: CheckedFile): LineFinding[] {
  const cells = [...rehearsal.findingsCsv.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) =>
    cell.replaceAll('""', '"'),
  );
  const width = FINDINGS_COLUMNS.length;
  const rows = Array.from({ length: Math.floor(cells.length / width) }, (_, row) =>
    cells.slice(row * width, (row + 1) * width),
  );
  const cellOf = (row: readonly string[], column: (typeof FINDINGS_COLUMNS)[number]): string =>
    row[FINDINGS_COLUMNS.indexOf(column)] ?? '';
  return rows.slice(1).map((row) => ({
    line: Number(cellOf(row, 'line')),
    field: cellOf(row, 'field'),
    message: cellOf(row, 'what it is and what to do'),
  }));
}

async function gonePage(): Promise<Page> {
  return {
    title: 'This file is no longer kept',
    above: [['/lists/check', 'Check a file']],
    main: html`<p>A checked file is kept in memory until the console ends, or until others take its place.</p>`,
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
