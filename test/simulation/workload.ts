import type { ExtractKind } from '../../functions/contracts/inventory-extract.ts';
import type { Choices } from './choices.ts';
import { agreedList, type PutFile, register, settingsFile } from './inbox-files.ts';
import { certificatesFile, listFile, Secas } from './list-files.ts';
import { type SimulatedEvent, storm } from './srv-storm.ts';
import { longStory } from './stories.ts';

/** One thing that somebody does to the pipeline. */
export type Deed =
  | { readonly deed: 'put'; readonly file: PutFile }
  | { readonly deed: 'srv'; readonly body: string; readonly event: SimulatedEvent | undefined }
  | { readonly deed: 'approve' }
  | { readonly deed: 'refuse' }
  | { readonly deed: 'reconsider' }
  | { readonly deed: 'speak' }
  | { readonly deed: 'watch' }
  | { readonly deed: 'later'; readonly hours: number }
  | { readonly deed: 'report'; readonly requestId: string }
  | { readonly deed: 'extract'; readonly report: ExtractKind; readonly requestId: string | undefined }
  /** Puts a signature of some bytes beside where an extract is or will be. */
  | { readonly deed: 'sign'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly deed: 'nonsense' };

/** Draws what happens in one schedule: a few files, some storms of SRV messages, operators, and the clockwork. */
export function workload(choices: Choices): Deed[] {
  const deeds: Deed[] = [];
  let events = 0;
  if (choices.happens(0.5)) return [...longStory(choices)];
  const secas = new Secas(choices);
  const put: PutFile[] = [];
  const things = 1 + choices.below(3);
  for (let thing = 0; thing < things; thing += 1) {
    const what = choices.below(20);
    if (what < 8) {
      const [file, late] = choices.happens(0.15) ? twoIssues(secas, choices) : [nextFile(secas, put, choices)];
      put.push(file);
      deeds.push({ deed: 'put', file });
      // An issue that comes after its successor.
      if (late !== undefined) deeds.push({ deed: 'put', file: late });
    } else if (what < 11) deeds.push({ deed: 'put', file: register(choices) });
    else if (what < 14) {
      deeds.push({ deed: 'put', file: settingsFile(choices) });
      if (choices.happens(0.5)) deeds.push({ deed: 'approve' });
    } else if (what < 16) {
      deeds.push({ deed: 'put', file: agreedList(choices) });
      deeds.push(...storm(choices, () => (events += 1), 3));
    } else if (what < 18) deeds.push(...storm(choices, () => (events += 1), 6));
    else if (what < 19)
      deeds.push(
        choices.oneOf<Deed>([
          { deed: 'approve' },
          { deed: 'reconsider' },
          { deed: 'speak' },
          { deed: 'nonsense' },
          { deed: 'refuse' },
        ]),
      );
    else deeds.push({ deed: 'watch' });
  }
  if (choices.happens(0.25)) deeds.push({ deed: 'report', requestId: 'asked-for' });
  if (choices.happens(0.25)) {
    const hours = choices.oneOf([25, 1, 100]);
    deeds.push({ deed: 'later', hours }, { deed: 'watch' }, { deed: 'later', hours: 1 }, { deed: 'watch' });
  }
  return deeds;
}

/** The next issue; now and then one that was sent before, once more, or its published sheet alone. */
function nextFile(secas: Secas, put: readonly PutFile[], choices: Choices): PutFile {
  const before = put[choices.below(put.length)];
  if (before !== undefined && choices.happens(0.1)) return before;
  const list = secas.next();
  return choices.happens(0.04) ? certificatesFile(list) : listFile(list, choices);
}

function twoIssues(secas: Secas, choices: Choices): readonly [PutFile, PutFile] {
  const first = listFile(secas.next(), choices);
  return [listFile(secas.next(), choices), first];
}
