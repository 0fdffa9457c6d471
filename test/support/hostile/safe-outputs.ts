import { parse } from 'csv-parse/sync';
import { sesMailer } from '../../../functions/adapters/ses-mailer.ts';
import type { Mail } from '../../../functions/contracts/mail.ts';
import { printable } from '../../../functions/domain/findings/printable.ts';
import type { FakeLane } from '../fake-lane.ts';
import { simulatedClient } from '../simulated-client.ts';

const TAGS = 'html head meta title style body div table tr td th thead tbody caption p h1 h2 ol ul li span'.split(' ');
const ATTRIBUTES =
  'lang charset name content class style role width height cellpadding cellspacing border align valign scope aria-hidden'.split(
    ' ',
  );
/** As many bytes as RFC 5322 lets a line of a header have. */
const MOST_HEADER_BYTES = 998;
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u;

/** What is unsafe in all that left a lane: mails, and what lies in the archive for people to open. */
export async function unsafeOutputs(lane: FakeLane): Promise<string[]> {
  const mails = await Promise.all([...lane.mails.values()].map(unsafeMail));
  const tables = [...lane.archive.objects.keys()].filter((key) => key.endsWith('.findings.csv'));
  return [...mails.flat(), ...tables.flatMap((key) => unsafeCells(lane.archive.textOf(key)))];
}

/** What is unsafe in a mail: headers that are not one line, markup that is not ours, cells that are formulas. */
export async function unsafeMail(mail: Mail): Promise<string[]> {
  const faults: string[] = [];
  const client = simulatedClient<Parameters<typeof sesMailer>[0]>(async () => ({}));
  await sesMailer(client, { from: 'cpl@example.org', configurationSet: 'mail' }).send(mail);
  for (const header of [mail.subject, mail.mailId, ...mail.attachments.map(({ fileName }) => fileName)]) {
    if (printable(header) !== header)
      faults.push(`Header of several lines or with controls: ${JSON.stringify(header)}`);
    if (Buffer.byteLength(header) > MOST_HEADER_BYTES) faults.push(`Header too long: ${header.slice(0, 60)}…`);
  }
  for (const text of [mail.text, mail.html]) {
    const visible = text.replaceAll(/[\r\n]/g, ' ');
    if (printable(visible) !== visible) faults.push(`Controls in ${mail.mailId}`);
  }
  faults.push(...foreignMarkup(mail.html));
  const tables = mail.attachments.filter(({ fileName }) => fileName.endsWith('.csv'));
  return [...faults, ...tables.flatMap(({ content }) => unsafeCells(new TextDecoder().decode(content)))];
}

function foreignMarkup(html: string): string[] {
  const page = html.replace('<!doctype html>', '').replaceAll(/<!--\[if mso\]>.*?<!\[endif\]-->/gs, '');
  return [...page.matchAll(/<\/?(?<name>[^\s/>]*)(?<rest>[^>]*)>?/g)].flatMap(({ 0: tag, groups = {} }) => {
    const names = [...(groups['rest'] ?? '').matchAll(/(?<name>[\w-]+)\s*=\s*"[^"]*"/g)].map(
      (one) => one.groups?.['name'] ?? '',
    );
    const left = (groups['rest'] ?? '').replaceAll(/[\w-]+\s*=\s*"[^"]*"/g, '').trim();
    const ours =
      TAGS.includes(groups['name'] ?? '') &&
      ['', '/'].includes(left) &&
      names.every((name) => ATTRIBUTES.includes(name));
    return ours ? [] : [`Foreign markup: ${tag.slice(0, 80)}`];
  });
}

/** Cells of a CSV that a spreadsheet would run, or that hold what nobody sees. */
function unsafeCells(csv: string): string[] {
  const rows: string[][] = parse(csv, { bom: true });
  const cells = rows.flat();
  return [
    ...cells.filter((cell) => FORMULA.test(cell)).map((cell) => `Formula: ${cell.slice(0, 80)}`),
    ...cells
      .filter((cell) => printable(cell, '\t\r\n') !== cell)
      .map((cell) => `Unseen: ${JSON.stringify(cell.slice(0, 80))}`),
  ];
}
