import { inject, test } from 'vitest';
import type { Case, Collected } from './collecting.ts';
import type { Fate } from './fate.ts';
import type { TemplateEdit } from './template-edits.ts';
import { ending, loaded } from './worlds.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Edits of the templates, each of which is to be told by a test. */
    templateEdits: readonly TemplateEdit[];
  }
}

type World = Collected & { readonly file: string };

test('every edit of the templates is tried', async ({ task }) => {
  const worlds: World[] = [];
  for (const file of inject('testFiles')) worlds.push({ ...(await loaded(file)), file });
  const wrong = await toldBy(worlds, undefined);
  if ('by' in wrong) throw new Error(`This test fails without any edit: ${wrong.by}`);
  const fates: Fate[] = [];
  for (const [index, edit] of inject('templateEdits').entries()) {
    if (index % 100 === 0) console.log(`${index} of ${inject('templateEdits').length} edits`);
    fates.push(await toldBy(worlds, edit));
  }
  task.meta.fates = fates;
});

/** Which test tells of an edit: each has its templates made anew, with the edit in them. */
async function toldBy(worlds: readonly World[], edit: TemplateEdit | undefined): Promise<Fate> {
  globalThis.templateEdit = edit;
  for (const { file, before, cases } of worlds) {
    const beginning: Case = {
      name: 'it cannot even begin',
      run: async () => {
        for (const one of before) await one();
      },
    };
    for (const one of [beginning, ...cases]) {
      if ((await ending(one.run)) !== 'passed')
        return { fate: 'killed', by: `${file.slice(file.indexOf('/test/') + 1)} > ${one.name}` };
    }
  }
  return { fate: 'survived' };
}
