import { stacks, type Synthesized, synthesize as synthesizeAsIs } from '../support/synthesized.ts';
import { edited, type TemplateEdit } from './template-edits.ts';

declare global {
  /** The edit that is made in all templates, if any is. */
  var templateEdit: TemplateEdit | undefined;
}

const asTheyAre = new Map<string, Promise<Synthesized>>();

/** Stands for the synthesis of a stage while edits are tried: each stage is made once, and edited as often as asked. */
export async function synthesize(...stage: Parameters<typeof synthesizeAsIs>): Promise<Synthesized> {
  const key = stage.join(' ');
  const made = asTheyAre.get(key) ?? synthesizeAsIs(...stage);
  asTheyAre.set(key, made);
  const { app, storage, pipeline } = await made;
  const edit = globalThis.templateEdit;
  const texts = { storage: storage.text, pipeline: pipeline.text };
  return {
    app,
    ...stacks(edit === undefined ? texts : { ...texts, [edit.place.stack]: edited(texts[edit.place.stack], edit) }),
  };
}
