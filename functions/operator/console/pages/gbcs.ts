import { type Html, html } from '../../../email/html.ts';
import { counted, dayInWords, inFigures } from '../../../email/words.ts';
import { type GbcsLine, gbcsView } from '../../views/gbcs.ts';
import type { Look, Page, PageModule } from '../page.ts';
import { link, section, table, tag, type Tone } from '../parts.ts';

export const GBCS_PAGES: readonly PageModule[] = [{ path: '/gbcs', place: 'entries', show: gbcsPage }];

const STATES: Readonly<Record<GbcsLine['state'], readonly [word: string, tone: Tone]>> = {
  'in-force': ['in force', 'good'],
  'not-yet-in-force': ['not yet in force', 'warn'],
  expired: ['expired', 'warn'],
  'not-recognised': ['not recognised', 'bad'],
  'not-in-register': ['not in the register', 'bad'],
};

/** The versions of the register with what is next and what depends on each; what nothing is to be done about last. */
async function gbcsPage({ source }: Look): Promise<Page> {
  const { ports } = source.access;
  const [lines, look] = await Promise.all([gbcsView(ports), ports.ledger.get('listLook')]);
  const rows = lines
    .toSorted((a, b) => (a.nextChange?.daysLeft ?? 1e9) - (b.nextChange?.daysLeft ?? 1e9))
    .map((line) => ({
      key: line.gbcsVersion,
      cells: [
        html`<strong>${line.gbcsVersion}</strong>`,
        tag(...STATES[line.state]),
        nextHtml(line),
        inFigures(line.entries),
        inFigures(line.models),
        inFigures(line.manufacturers),
      ],
    }));
  const number = (head: string) => ({ head, kind: 'number' as const });
  return {
    title: 'GBCS versions',
    main: section(
      'versions',
      'What comes next, and what depends on it',
      table(
        'GBCS versions',
        [
          'GBCS',
          'State',
          { head: 'Next change', kind: 'wide' },
          number('Current entries'),
          number('Device Models'),
          number('Manufacturers'),
        ],
        rows,
        'The register is empty.',
      ),
      html`<p class="hint">
        ${look === undefined ? 'Counted now, over the list in force.' : 'Counted by the watch when list or register last changed.'}
        A new register is a governance file: ${link('/lists/check', 'check it before it counts')}.
      </p>`,
    ),
  };
}

function nextHtml({ nextChange }: GbcsLine): Html | string {
  if (nextChange === null) return 'none known';
  const { change, day, daysLeft } = nextChange;
  return `${change} ${daysLeft === 0 ? 'today' : `in ${counted(daysLeft, 'day')}`} (${dayInWords(day)})`;
}
