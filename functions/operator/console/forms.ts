import { type Html, html } from '../../email/html.ts';
import { NOTHING, saidAt } from './parts.ts';
import type { Look } from './page.ts';

/** A field of a form. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind?: 'text' | 'long' | 'day' | 'file';
  readonly optional?: boolean;
  /** What it holds before anyone types; choices are offered as a list. */
  readonly value?: string;
  readonly choices?: readonly (readonly [value: string, text: string])[];
  /** Endings of the files that are offered first. */
  readonly accept?: string;
};

/** A form by which a person does something: its name is that of the act, its button says what. */
export type FormOf = {
  readonly name: string;
  readonly title?: string;
  readonly button: string;
  readonly fields: readonly Field[];
  /** What the act does, and who hears of it. */
  readonly effect?: string;
  readonly tone?: 'plain' | 'primary' | 'danger';
  /** What is said of the name that is asked for, where it is not kept with the act. */
  readonly nameLabel?: string;
  /** Whether a name is not asked for: an act that nobody answers for, such as a check. */
  readonly unsigned?: boolean;
};

/** A form at the place where its outcome is said; words instead of it where the console may not act. */
export function actForm(look: Look, form: FormOf): Html {
  const { name, title, button, fields, effect, tone = 'plain', unsigned = false } = form;
  const { nameLabel = 'Your name, kept with it' } = form;
  const typed = look.said?.form === name ? look.said.typed : new Map<string, string>();
  const signed = unsigned ? fields : [...fields, { name: 'name', label: nameLabel, value: look.operator } as const];
  const isUpload = fields.some(({ kind }) => kind === 'file');
  const heading = title === undefined ? NOTHING : html`<h3>${title}</h3>`;
  if (!look.source.mayAct && !unsigned) {
    return html`<div class="act" id="act-${name}">
      ${heading}
      <p class="none">This console only reads: start it with <code>--act</code> to do this here.</p>
    </div>`;
  }
  return html`<form
    class="act"
    id="act-${name}"
    method="post"
    ${isUpload ? html`enctype="multipart/form-data"` : NOTHING}
  >
    ${heading}${saidAt(name, look.said)}
    <input type="hidden" name="act" value="${name}" />
    ${signed.map((field) => fieldHtml(name, field, typed.get(field.name)))}
    ${effect === undefined ? NOTHING : html`<p class="hint">${effect}</p>`}
    <button class="${tone}">${button}</button>
  </form>`;
}

function fieldHtml(form: string, field: Field, typed: string | undefined): Html {
  const id = `${form}-${field.name}`;
  const hint = field.hint === undefined ? NOTHING : html`<span class="hint" id="${id}-hint">${field.hint}</span>`;
  const described = field.hint === undefined ? NOTHING : html`aria-describedby="${id}-hint"`;
  return html`<div class="field">
    <label for="${id}">${field.label}${field.optional === true ? ' (optional)' : ''}</label>
    ${hint}${inputHtml(id, field, typed ?? field.value ?? '', described)}
  </div>`;
}

function inputHtml(id: string, { name, kind = 'text', choices, accept = '' }: Field, value: string, more: Html): Html {
  if (choices !== undefined) {
    return html`<select id="${id}" name="${name}" ${more}>
      ${choices.map(([each, text]) =>
        each === value
          ? html`<option value="${each}" selected>${text}</option>`
          : html`<option value="${each}">${text}</option>`,
      )}
    </select>`;
  }
  switch (kind) {
    case 'long':
      return html`<textarea id="${id}" name="${name}" rows="3" ${more}>${value}</textarea>`;
    case 'file':
      return html`<input type="file" id="${id}" name="${name}" accept="${accept}" ${more} />`;
    case 'day':
      // Not a date control: its order of day and month would be the browser's.
      return html`<input id="${id}" name="${name}" value="${value}" placeholder="dd/mm/yyyy" ${more} />`;
    case 'text':
      return html`<input id="${id}" name="${name}" value="${value}" ${more} />`;
  }
}
