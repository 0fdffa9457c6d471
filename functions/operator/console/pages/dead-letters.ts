import type { DeadLetter } from '../../../adapters/sqs-queue-look.ts';
import { type Html, html } from '../../../email/html.ts';
import { counted, inFigures, momentInWords } from '../../../email/words.ts';
import { readLetter } from '../../dead-letters/letter-fault.ts';
import { groupIdOf, type LetterGroup, letterGroups } from '../../dead-letters/letter-groups.ts';
import { QUEUE_NAMES, type QueueName } from '../../pipeline-access.ts';
import { discard, isMeant, queueOf, redrive } from '../dead-letter-acts.ts';
import { discardForm, foldedLetter, jobHtml, letterHtml, redriveForm } from '../dead-letter-parts.ts';
import type { Download, Look, Page, PageModule } from '../page.ts';
import { at, facts, link, NOTHING, pager, section, table, tag } from '../parts.ts';
import { moment } from '../time.ts';

const DESK = '/operations/dead-letters';
const place = 'operations';
const acts = { redrive, discard };

export const DEAD_LETTER_PAGES: readonly PageModule[] = [
  { path: DESK, place, show: deskPage },
  { path: `${DESK}/:queue`, place, show: queuePage, acts },
  { path: `${DESK}/:queue/:group`, place, show: groupPage, acts },
  { path: `${DESK}/:queue/:group/:message`, place, show: letterPage, acts },
  { path: `${DESK}/:queue/:group/:message/body`, place, show: bodyOf },
];

/** Messages of a reason that are on one page. */
const ON_ONE_PAGE = 10;

async function deskPage({ source, desk }: Look): Promise<Page> {
  const depths = await source.access.ports.queueDepths();
  const total = depths.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  const sections: Html[] = [];
  const deadOf = (queue: QueueName): number => depths.find((each) => each.queue === queue)?.deadLetters ?? 0;
  for (const queue of QUEUE_NAMES.toSorted((a, b) => Number(deadOf(b) > 0) - Number(deadOf(a) > 0))) {
    const dead = deadOf(queue);
    const groups = dead === 0 ? [] : letterGroups(await desk.letters(queue));
    sections.push(
      section(
        queue,
        `${queue}: ${dead === 0 ? 'none' : counted(dead, 'message')}`,
        jobHtml(desk.job(queue), queue),
        dead === 0 ? html`<p class="none">Nothing lies there.</p>` : groupTable(queue, groups),
        html`<p>
          ${link(at(DESK, queue), dead === 0 ? 'What was discarded' : `All of ${queue}: move back or discard`)}
        </p>`,
      ),
    );
  }
  return {
    title: total === 0 ? 'No dead letters' : `${counted(total, 'dead letter')}: messages that could not be handled`,
    main: html`${sections}`,
  };
}

function groupTable(queue: QueueName, groups: readonly LetterGroup[]): Html {
  return table(
    `Dead letters of ${queue} by their reason`,
    [{ head: 'Reason', kind: 'wide' }, { head: 'Messages', kind: 'number' }, 'First seen', 'Last seen', 'Whose fault'],
    groups.map(({ id, reason, letters, first, firstAt, lastAt }) => ({
      key: id,
      cells: [
        link(at(DESK, queue, id), reason),
        inFigures(letters.length),
        moment(firstAt),
        moment(lastAt),
        faultTag(queue, first),
      ],
    })),
    'Someone else is reading or moving them. Look again in a moment.',
  );
}

function faultTag(queue: QueueName, letter: DeadLetter): Html {
  const whose = readLetter(queue, letter).isSenders ? tag('its sender’s', 'warn') : tag('the pipeline’s', 'bad');
  return html`<span class="whose">${whose}</span>`;
}

async function queuePage(look: Look): Promise<Page | undefined> {
  const queue = queueOf(look);
  if (queue === undefined) return undefined;
  const { source, desk } = look;
  const [letters, depths, discarded] = await Promise.all([
    desk.letters(queue),
    source.access.ports.queueDepths(),
    source.access.discarded(queue),
  ]);
  const dead = depths.find((each) => each.queue === queue)?.deadLetters ?? 0;
  const behind = Math.max(0, dead - letters.length);
  const all = dead === 1 ? 'the message' : `all ${counted(dead, 'message')}`;
  return {
    title: dead === 0 ? `No dead letters of ${queue}` : `${counted(dead, 'dead letter')} of ${queue}`,
    above: [[DESK, 'Dead letters']],
    main: html`${jobSection(look, queue)}
    ${section(
      'groups',
      'By their reason',
      dead === 0 ? html`<p class="none">Nothing lies there.</p>` : groupTable(queue, letterGroups(letters)),
      behind === 0
        ? NOTHING
        : html`<p class="hint">
            ${counted(behind, 'more message')} behind them: SQS shows ten of each message group at one time.
          </p>`,
    )}
    ${dead === 0 ? NOTHING : actsHtml(look, queue, all)}
    ${section(
      'discarded',
      'Discarded before',
      table(
        'Acts of discarding, the newest first',
        [
          'When',
          'By',
          { head: 'Messages', kind: 'number' },
          { head: 'Why', kind: 'wide' },
          'Kept in the archive under',
        ],
        discarded.map(({ actId, folder, first, messages, atLeast }) => ({
          key: actId,
          cells: [
            moment(first.discardedAt),
            first.discardedBy,
            `${inFigures(messages)}${atLeast ? ' or more' : ''}`,
            first.why,
            html`<code>${folder}</code>`,
          ],
        })),
        'Nothing was discarded.',
      ),
    )}`,
  };
}

function jobSection({ desk }: Look, queue: QueueName): Html {
  const job = desk.job(queue);
  return job === undefined ? NOTHING : section('job', 'What was done last', jobHtml(job, queue));
}

function actsHtml(look: Look, queue: QueueName, which: string): Html {
  return html`<div class="two">
    ${section('move-back', `Move back ${which}`, redriveForm(look, queue, which))}
    ${section('take-away', `Discard ${which}`, discardForm(look, which))}
  </div>`;
}

async function groupPage(look: Look): Promise<Page | undefined> {
  const queue = queueOf(look);
  if (queue === undefined) return undefined;
  const group = letterGroups(await look.desk.letters(queue)).find(({ id }) => id === look.of['group']);
  if (group === undefined) return emptyPage(look, queue);
  const { id, reason, letters, first, firstAt, lastAt } = group;
  const read = readLetter(queue, first);
  const others = letters.slice(1);
  const from = Number(look.query.get('after') ?? 0) || 0;
  const shown = others.slice(from, from + ON_ONE_PAGE);
  const next = from + ON_ONE_PAGE < others.length ? String(from + ON_ONE_PAGE) : undefined;
  const which = letters.length === 1 ? 'this message' : `all ${counted(letters.length, 'message')} of this reason`;
  const addressOf = ({ messageId }: DeadLetter): string => at(DESK, queue, id, messageId);
  return {
    title: reason,
    above: aboveOf(queue),
    main: html`${jobSection(look, queue)}
    ${section(
      'about',
      'What they have in common',
      facts([
        ['Messages', inFigures(letters.length)],
        ['First seen', moment(firstAt)],
        ['Last seen', moment(lastAt)],
        ['Whose fault', faultTag(queue, first)],
        ['What to do', read.todo],
      ]),
    )}
    ${section('first', 'The first of them', letterHtml(queue, first, addressOf(first), false))}
    ${actsHtml(look, queue, which)}
    ${
      others.length === 0
        ? NOTHING
        : section(
            'messages',
            'The others, the oldest first',
            html`${shown.map((letter) => foldedLetter(queue, letter, addressOf(letter)))}`,
            pager(look, next, `${from + 1} to ${from + shown.length} of ${inFigures(others.length)}`),
          )
    }`,
  };
}

async function letterPage(look: Look): Promise<Page | undefined> {
  const queue = queueOf(look);
  if (queue === undefined) return undefined;
  const letter = (await look.desk.letters(queue)).find(isMeant(look));
  if (letter === undefined) return emptyPage(look, queue);
  const address = at(DESK, queue, groupIdOf(letter), letter.messageId);
  return {
    title: `A message of ${queue}, of ${momentInWords(letter.sentAt)}`,
    above: [...aboveOf(queue), [at(DESK, queue, groupIdOf(letter)), 'Those of this reason']],
    main: html`${jobSection(look, queue)}
    ${section('messages', 'The message', letterHtml(queue, letter, address, true))}
    ${actsHtml(look, queue, 'this message')}`,
  };
}

/** Where there were messages, and are none now: they were moved, discarded, or are hidden while someone reads them. */
function emptyPage(look: Look, queue: QueueName): Page {
  return {
    title: `The dead-letter queue of ${queue} has no such message now`,
    above: aboveOf(queue),
    main: html`${jobSection(look, queue)}
      <section>
        <p>
          They were moved back or discarded, or someone else is reading them now.
          ${link(at(DESK, queue), `The dead letters of ${queue}`)}
        </p>
      </section>`,
  };
}

function aboveOf(queue: QueueName): (readonly [string, string])[] {
  return [
    [DESK, 'Dead letters'],
    [at(DESK, queue), queue],
  ];
}

async function bodyOf(look: Look): Promise<Download | undefined> {
  const queue = queueOf(look);
  const letters = queue === undefined ? [] : await look.desk.letters(queue);
  const letter = letters.find(isMeant(look));
  if (letter === undefined) return undefined;
  return { type: 'text/plain; charset=utf-8', body: letter.body, fileName: `${letter.messageId}.txt` };
}
