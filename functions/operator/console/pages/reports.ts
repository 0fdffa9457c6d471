import { randomUUID } from 'node:crypto';
import { READERS } from '../../../contracts/recipients.ts';
import { ExtractKind } from '../../../contracts/inventory-extract.ts';
import { trialDevicesIn } from '../../../contracts/trial-report.ts';
import { type Html, html } from '../../../email/html.ts';
import { counted, dayInWords, inFigures } from '../../../email/words.ts';
import { WrongUse } from '../../wrong-use.ts';
import { actForm } from '../forms.ts';
import type { Act, Done, Download, Look, Page, PageModule } from '../page.ts';
import { at, facts, lines, link, NOTHING, section, table } from '../parts.ts';
import { fromNow, moment } from '../time.ts';

/** The reports that were made, and the making of one. */
export const REPORT_PAGES: readonly PageModule[] = [
  { path: '/operations/reports', place: 'operations', show: reportsPage, acts: { run } },
  { path: '/operations/reports/:id/report.html', place: 'operations', show: (look) => reportFile(look, 'report.html') },
  { path: '/operations/reports/:id/report.xlsx', place: 'operations', show: (look) => reportFile(look, 'report.xlsx') },
  { path: '/operations/letters/:id', place: 'operations', show: letterPage },
];

const REPORTS = ['ssc', ...ExtractKind.options] as const;

async function reportsPage(look: Look): Promise<Page> {
  const { access } = look.source;
  const [latest, sent, letters] = await Promise.all([
    access.reportPorts.reports.latest(),
    access.ports.ledger.get('reportSent'),
    access.readyLetters.all(),
  ]);
  const rows = letters.map((letter) => ({
    key: letter.letterId,
    cells: [
      link(at('/operations/letters', letter.letterId), letter.subject),
      letter.addressee,
      READERS[letter.sender],
      moment(letter.madeAt),
    ],
  }));
  return {
    title: sent === undefined ? 'No report was sent yet' : `Report to the SSC: sent ${fromNow(sent.sentAt, look.now)}`,
    main: html`<div class="sides">
        ${section(
          'ssc',
          'Last report to the SSC',
          latest === undefined
            ? html`<p class="none">None was made yet.</p>`
            : html`${facts([
                ['Report', html`<span class="code">${latest.reportId}</span>`],
                ['Sent', sent === undefined ? 'not yet' : moment(sent.sentAt)],
                ['Trials in it', latest.trials.length],
                ['Devices in it', inFigures(trialDevicesIn(latest))],
                ['As of', dayInWords(latest.day)],
              ])}
              ${filesHtml(latest.reportId)}`,
        )}
        ${section('run', 'Make one now', runHtml(look))}
      </div>
      ${section(
        'letters',
        'Letters that people send',
        html`<p class="hint">The pipeline drafts these letters. People check and send them.</p>`,
        table(
          'Letters that are ready',
          [{ head: 'Letter', kind: 'wide' }, 'To', 'Sent by', 'Made'],
          rows,
          'None is ready.',
        ),
      )}`,
  };
}

function filesHtml(reportId: string): Html {
  const here = at('/operations/reports', reportId);
  return html`<p>
    ${link(`${here}/report.html`, 'Read it')} · ${link(`${here}/report.xlsx`, 'Download the spreadsheet')}
  </p>`;
}

function runHtml(look: Look): Html {
  if (look.source.local === undefined)
    return html`<p>
      On AWS the function ReportsFunction makes and sends it by its schedule;
      <code>npm run cpl -- report ssc --aws</code> has it made now.
    </p>`;
  return actForm(look, {
    name: 'run',
    button: 'Make it now',
    fields: [
      {
        name: 'report',
        label: 'Report',
        choices: REPORTS.map((name) => [
          name,
          name === 'ssc' ? 'Trial report to the SSC: it is sent' : `${name}: into the reports bucket`,
        ]),
      },
    ],
  });
}

async function run({ source, field }: Act): Promise<Done> {
  const report = REPORTS.find((name) => name === field('report'));
  if (report === undefined || source.local === undefined) throw new WrongUse('There is no such report');
  await source.local.runReport({ report, requestId: randomUUID() });
  return {
    said: report === 'ssc' ? 'The report to the SSC was made and sent.' : `${report} is in the reports bucket.`,
  };
}

async function reportFile({ source, of }: Look, file: 'report.html' | 'report.xlsx'): Promise<Download | undefined> {
  const { reports } = source.access;
  const id = of['id'] ?? '';
  const key = `ssc/${id}/${file}`;
  if (!/^[\w-]+$/.test(id) || (await reports.facts(key)) === undefined) return undefined;
  const body = Buffer.concat(await Array.fromAsync(reports.read(key)));
  return file === 'report.html'
    ? { type: 'text/html; charset=utf-8', body }
    : {
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        body,
        fileName: `${id}.xlsx`,
      };
}

async function letterPage({ source, of }: Look): Promise<Page | undefined> {
  const letter = (await source.access.readyLetters.all()).find(({ letterId }) => letterId === of['id']);
  if (letter === undefined) return undefined;
  return {
    title: letter.subject,
    above: [['/operations/reports', 'Reports and letters']],
    main: html`${section(
        'letter',
        `To ${letter.addressee}, sent by ${READERS[letter.sender]}`,
        lines(letter.text),
        letter.attachment === undefined
          ? NOTHING
          : html`<h3>${letter.attachment.fileName}</h3>
              ${lines(letter.attachment.csv)}`,
      )}
      <p class="quiet">${counted(letter.text.length, 'character')}, made ${moment(letter.madeAt)}</p>`,
  };
}
