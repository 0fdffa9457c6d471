import { inject, test } from 'vitest';
import type { Case, Collected } from './collecting.ts';
import type { Verdict } from './verdict.ts';
import type { TemplateEdit } from './template-edits.ts';
import { ending, loaded } from './worlds.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Edits of the templates, each of which a test must notice. */
    templateEdits: readonly TemplateEdit[];
  }
}

type World = Collected & { readonly file: string };

test('every edit of the templates is tried', async ({ task }) => {
  const worlds: World[] = [];
  for (const file of inject('testFiles')) worlds.push({ ...(await loaded(file)), file });
  const wrong = await verdictOf(worlds, undefined);
  if ('by' in wrong) throw new Error(`This test fails without any edit: ${wrong.by}`);
  const verdicts: Verdict[] = [];
  for (const [index, edit] of inject('templateEdits').entries()) {
    if (index % 100 === 0) console.log(`${index} of ${inject('templateEdits').length} edits`);
    verdicts.push(await verdictOf(worlds, edit));
  }
  task.meta.verdicts = verdicts;
});

/** Which test notices an edit: each has its templates made again, with the edit in them. */
async function verdictOf(worlds: readonly World[], edit: TemplateEdit | undefined): Promise<Verdict> {
  globalThis.templateEdit = edit;
  for (const { file, before, cases } of worlds) {
    const beginning: Case = {
      name: 'it cannot even begin',
      run: async () => {
        for (const one of before) await one();
      },
    };
    for (const one of [beginning, ...cases]) {
      if ((await ending(one)) !== 'passed')
        return { verdict: 'killed', by: `${file.slice(file.indexOf('/test/') + 1)} > ${one.name}` };
    }
  }
  return { verdict: 'survived' };
}
