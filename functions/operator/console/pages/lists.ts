import { type Html, html } from '../../../email/html.ts';
import { counted } from '../../../email/words.ts';
import type { UploadCounts, UploadKind } from '../../../contracts/upload.ts';
import { countsInWords } from '../../../email/count-words.ts';
import { uploadsPage, type UploadLine } from '../../views/uploads.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { at, link, NOTHING, pager, type Row, search, table, tag, type Tone } from '../parts.ts';
import { moment, timeLeft } from '../time.ts';

export const LIST_PAGES: readonly PageModule[] = [{ path: '/lists', place: 'lists', show: listsPage }];

/** Files on one page, and files that one page of a search reads at most. */
const SHOWN = 50;
const MOST_SEARCHED = 1000;

const KINDS: Readonly<Record<UploadKind, string>> = {
  cpl: 'list',
  certificates: 'certificates',
  'agreed-list': 'agreed list of trials',
  'gbcs-register': 'GBCS register',
  'version-combinations': 'version combinations',
  settings: 'settings',
};

const STATES: Readonly<Record<UploadLine['state'], readonly [word: string, tone: Tone]>> = {
  draining: ['on its way', 'busy'],
  blocked: ['some entries blocked', 'warn'],
  uploaded: ['in the DSP', 'good'],
  held: ['held', 'bad'],
  refused: ['refused', 'bad'],
  superseded: ['superseded', 'plain'],
  repeat: ['repeat', 'plain'],
  active: ['active', 'good'],
};

/** What a file is, as people say it. */
export function kindInWords(kind: UploadKind): string {
  return KINDS[kind];
}

/** The state of a file as a tag. */
export function stateTag({ state, counts }: Pick<UploadLine, 'state' | 'counts'>): Html {
  const [word, tone] = STATES[state];
  if (state === 'uploaded' && counts.quarantined > 0)
    return tag(`${word}, ${counted(counts.quarantined, 'row')} quarantined`, 'warn');
  return tag(word, tone);
}

async function listsPage(look: Look): Promise<Page> {
  const text = (look.query.get('q') ?? '').trim().toLowerCase();
  const { uploads, next } = await found(look, text);
  const rows = uploads.map((line) => row(line, look.now));
  return {
    title: 'Files received',
    main: html`<section aria-label="Files received">
      ${search(look, 'q', 'File name, issue or kind')}
      ${table(
        'Files received, newest first',
        [
          'File',
          { head: 'Kind', kind: 'extra' },
          { head: 'State', kind: 'wide' },
          'Received',
          'What became of it',
          { head: 'Findings', kind: 'number' },
        ],
        rows,
        text === '' ? 'Nothing has arrived yet.' : 'No file fits.',
      )}
      ${pager(look, next, `${counted(rows.length, 'file')} on this page, newest first`)}
    </section>`,
  };
}

/** One page of files; a search reads on until the page is full, within its bound. */
async function found({ source, query }: Look, text: string) {
  const { ports } = source.access;
  const uploads: UploadLine[] = [];
  let next = query.get('after') ?? undefined;
  for (let read = 0; read < MOST_SEARCHED && uploads.length < SHOWN; read += SHOWN) {
    const page = await uploadsPage(ports, SHOWN, next);
    uploads.push(
      ...page.uploads.filter((line) =>
        `${line.key} ${line.version} ${kindInWords(line.kind)}`.toLowerCase().includes(text),
      ),
    );
    next = page.next;
    if (next === undefined) break;
  }
  return { uploads, ...(next === undefined ? {} : { next }) };
}

function row(line: UploadLine, now: string): Row {
  const { uploadId, key, kind, version, state, deadline, findings, receivedAt } = line;
  const runs = deadline !== null && (state === 'held' || state === 'draining' || state === 'blocked');
  return {
    key: uploadId,
    cells: [
      html`${link(at('/lists', uploadId), key.replace(/^[^/]*\//, ''))}${version === '' ? NOTHING : html`<br /><small>${kind === 'cpl' ? 'issue' : 'version'} ${version}</small>`}`,
      kindInWords(kind),
      html`${stateTag(line)}${runs ? html`<br /><small>${timeLeft(deadline, now)}</small>` : NOTHING}`,
      moment(receivedAt),
      becameHtml(line),
      findings.length === 0 ? '' : link(`${at('/lists', uploadId)}#findings`, String(findings.length)),
    ],
  };
}

/** Nothing became of a list that was refused or superseded; of one that is held, what would. */
function becameHtml({ kind, state, counts }: UploadLine): Html | string {
  if (kind !== 'cpl' || state === 'refused' || state === 'superseded') return '';
  return state === 'held' ? html`<small>if it is approved:</small> ${countsHtml(counts)}` : countsHtml(counts);
}

/** What became of the Device Models of a list, without what there is none of. */
export function countsHtml(counts: UploadCounts & { readonly waiting?: number }): Html {
  const waiting = counts.waiting ?? 0;
  const all = [...countsInWords(counts), ...(waiting === 0 ? [] : [['Waiting now', waiting] as const])];
  return html`<ul class="counts">
    ${all.map(([label, number]) => html`<li>${label} <strong>${number}</strong></li>`)}
  </ul>`;
}
