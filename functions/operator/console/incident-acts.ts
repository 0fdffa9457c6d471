import { randomUUID } from 'node:crypto';
import { IncidentAct, isEmptyAct } from '../../contracts/incident-act.ts';
import { isoDayOf } from '../../domain/cpl/cpl-words.ts';
import { actOnIncident } from '../act-on-incident.ts';
import type { IncidentDetails } from '../views/incident.ts';
import { WrongUse } from '../wrong-use.ts';
import { actForm } from './forms.ts';
import { type Html, html } from '../../email/html.ts';
import type { Act, Done, Look, PageModule } from './page.ts';
import { folded, NOTHING } from './parts.ts';

/** What an operator can say of an incident, by the names of the forms. */
export const INCIDENT_ACTS: NonNullable<PageModule['acts']> = {
  confirm: (act) => {
    if (act.field('reason') === '') throw new WrongUse('Say why: a category is confirmed with a reason');
    const confirm = { category: Number(act.field('category')), reason: act.field('reason') };
    return recorded(
      act,
      { confirm },
      `Category ${confirm.category} is confirmed. SECAS and the DSP hear of it by mail.`,
    );
  },
  note: (act) => recorded(act, { note: act.field('note') }, 'The note is in the timeline.'),
  expected: (act) =>
    recorded(
      act,
      { ...dayOf(act, 'fixExpected', 'The fix'), ...dayOf(act, 'deployExpected', 'The deployment') },
      'What is expected is recorded, and mailed to who waits for it.',
    ),
  numbers: (act) =>
    recorded(act, { ...textOf(act, 'dccIncident'), ...textOf(act, 'dspChange') }, 'The numbers are recorded.'),
  suppliers: (act) => {
    const suppliers = act
      .field('suppliers')
      .split(/[;\n]/)
      .flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
    return recorded(act, { suppliers: [...new Set(suppliers)] }, 'The suppliers are recorded.');
  },
  severity1: (act) =>
    recorded(
      act,
      { severity1Fix: { entryKey: act.field('entryKey').toUpperCase(), reference: act.field('reference') } },
      'The fix of a Severity 1 incident is recorded.',
    ),
};

async function recorded({ of, source, field }: Act, said: object, sentence: string): Promise<Done> {
  const act = IncidentAct.safeParse(said);
  if (!act.success) {
    const what = act.error.issues.map(({ path, message }) => `${WORDS[String(path[0])] ?? String(path[0])} ${message}`);
    throw new WrongUse(`This cannot be recorded: ${what.join('; ')}`);
  }
  if (isEmptyAct(act.data)) throw new WrongUse('Nothing was entered');
  const incidentId = of['id'] ?? '';
  const outcome = await actOnIncident(
    { incidentId, act: act.data, requestedBy: field('name'), commandId: randomUUID() },
    source.access,
  );
  return { said: outcome === 'recorded' ? sentence : 'This was recorded before: nothing is new in it.' };
}

const WORDS: Readonly<Record<string, string>> = {
  note: 'the note',
  confirm: 'the category or its reason',
  dccIncident: "the DCC's number",
  dspChange: "the DSP's number",
  suppliers: 'the list of suppliers',
  severity1Fix: 'the entry or its incident',
};

function dayOf({ field }: Act, name: string, what: string): Readonly<Record<string, string>> {
  const text = field(name);
  if (text === '') return {};
  const day = isoDayOf(text);
  if (day === undefined) throw new WrongUse(`${what}: ${text} is not a date such as 30/11/2026`);
  return { [name]: day };
}

function textOf({ field }: Act, name: string): Readonly<Record<string, string>> {
  return field(name) === '' ? {} : { [name]: field(name).toUpperCase() };
}

const CATEGORIES = ['1, the most severe', '2', '3', '4', '5'];

/** The forms by which an operator says something of an incident. */
export function incidentForms(look: Look, found: IncidentDetails): Html {
  const isOver = found.state === 'resolved';
  const confirm = actForm(look, {
    name: 'confirm',
    title: found.confirmed ? 'Change the category' : 'Confirm the category',
    button: 'Confirm',
    tone: found.confirmed ? 'plain' : 'primary',
    fields: [
      {
        name: 'category',
        label: 'Category',
        value: String(found.category),
        choices: CATEGORIES.map((text, index) => [String(index + 1), text]),
      },
      { name: 'reason', label: 'Why', kind: 'long', hint: 'Others read it in the timeline and in the mail.' },
    ],
  });
  const more = html`${actForm(look, {
    name: 'numbers',
    title: 'Numbers elsewhere',
    button: 'Record',
    fields: [
      {
        name: 'dccIncident',
        label: 'Incident of the DCC',
        hint: 'Such as INC000000435732',
        optional: true,
        value: found.dccIncident ?? '',
      },
      {
        name: 'dspChange',
        label: 'Change of the DSP',
        hint: 'Such as TR03743',
        optional: true,
        value: found.dspChange ?? '',
      },
    ],
  })}${actForm(look, {
    name: 'suppliers',
    title: 'Suppliers affected',
    button: 'Record',
    fields: [{ name: 'suppliers', label: 'Names', hint: 'Separated by semicolons', value: found.suppliers.join('; ') }],
  })}${actForm(look, {
    name: 'severity1',
    title: 'An entry is the fix of a Severity 1 incident',
    button: 'Record',
    fields: [
      { name: 'entryKey', label: 'Entry', hint: 'As its page names it: ESME/FA05/B1CD/010A/0A10410C' },
      { name: 'reference', label: 'Number of that incident' },
    ],
  })}`;
  return html`${confirm}
  ${actForm(look, {
    name: 'note',
    title: 'Note',
    button: 'Add the note',
    fields: [{ name: 'note', label: 'What happened, or was agreed', kind: 'long' }],
  })}
  ${
    isOver
      ? NOTHING
      : actForm(look, {
          name: 'expected',
          title: 'What is expected',
          button: 'Record',
          fields: [
            { name: 'fixExpected', label: 'Fix', kind: 'day', optional: true, value: dayText(found.fixExpected) },
            {
              name: 'deployExpected',
              label: 'Deployment',
              kind: 'day',
              optional: true,
              value: dayText(found.deployExpected),
            },
          ],
        })
  }
  ${folded('more-acts', 'Numbers elsewhere, suppliers, Severity 1', more)}`;
}

/** A day as its field takes it: `30/11/2026`. */
function dayText(day: string | null): string {
  return day === null ? '' : day.split('-').reverse().join('/');
}
