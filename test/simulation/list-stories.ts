import type { Choices } from './choices.ts';
import { FIRST_SETTINGS, registerWith, settingsWith } from './inbox-files.ts';
import { asWorkbook, certificatesFile, fileOf, listOf, type SimulatedList } from './list-files.ts';
import type { Deed } from './workload.ts';

const put = (file: ReturnType<typeof fileOf>): Deed => ({ deed: 'put', file });
const LINES = Array.from({ length: 25 }, () => ({}));

/** What seldom comes about by chance in lists: holds, block policy file, workbooks, refusals. */
export function listStory(choices: Choices): Deed[] {
  return choices.oneOf([heldStory, heldStory, fileStory, workbookStory, refusedStory])(choices);
}

/** Issues that are held: too much removed or changed at once, a jump, a day to come; approved, refused, or overtaken. */
function heldStory(choices: Choices): Deed[] {
  const first = listOf('1.9', LINES);
  const removed = LINES.map((_, at) => ({ status: at < 12 ? ('Removed' as const) : ('Current' as const) }));
  const changed = LINES.map((line) => ({ ...line, hash: 'BB'.repeat(32) }));
  const second = choices.oneOf([
    listOf('1.10', removed),
    listOf('1.10', changed),
    listOf('1.10', LINES.slice(0, 13)),
    listOf('1.99', LINES.slice(0, 24)),
    { ...listOf('1.10', LINES.slice(0, 24)), issuedOn: '2027-06-01' },
  ]);
  const third = choices.oneOf([listOf('1.11', LINES), listOf('1.10', LINES), listOf('2.000', LINES.slice(0, 23))]);
  const approve: Deed = { deed: 'approve' };
  const refuse: Deed = { deed: 'refuse' };
  const after = choices.oneOf<readonly Deed[]>([
    [approve],
    [approve, put(fileOf(third))],
    [put(fileOf(third)), approve],
    [put(fileOf(third))],
    [refuse, put(fileOf(third))],
    choices.happens(0.5) ? [approve, refuse] : [refuse, approve],
  ]);
  return [put(fileOf(first)), put(choices.happens(0.3) ? asWorkbook(fileOf(second)) : fileOf(second)), ...after];
}

/** Under block policy file, one line that is blocked keeps its file, until it is released or overtaken. */
function fileStory(choices: Choices): Deed[] {
  const policy = put(settingsWith({ ...FIRST_SETTINGS, blockPolicy: 'file' }));
  const [blocked, other] = [{ gbcs: 'GBCS Version 9.9' }, { gbcs: 'GBCS Version 9.8' }];
  const first = listOf('1.9', [blocked, {}, {}]);
  const second = choices.oneOf<SimulatedList>([
    listOf('1.10', [{}, {}, {}]),
    listOf('1.10', [{ ...blocked, status: 'Removed' }, {}, {}]),
    listOf('1.10', [blocked, other, { hash: 'CC'.repeat(32) }]),
    listOf('1.10', [blocked, { status: 'Removed' }, {}]),
  ]);
  const known = put(
    registerWith(
      new Map([
        ['4.1', ''],
        ['9.9', ''],
        ['9.8', choices.oneOf(['', 'no', '2026-11-03'])],
      ]),
    ),
  );
  const entries = put(settingsWith({ ...FIRST_SETTINGS, blockPolicy: 'entry' }));
  const end = choices.oneOf<readonly Deed[]>([[known], [entries, known], [known, entries]]);
  return [policy, put(fileOf(first)), put(fileOf(second)), { deed: 'later', hours: 1 }, { deed: 'watch' }, ...end];
}

/** A substitute that the DSP itself refuses: its line is taken back, and goes once its own version is known. */
function refusedStory(choices: Choices): Deed[] {
  const beta = put(
    registerWith(
      new Map([
        ['4.1', ''],
        ['4.2-beta', ''],
      ]),
    ),
  );
  const known = put(
    registerWith(
      new Map([
        ['4.1', ''],
        ['9.9', ''],
        ['4.2-beta', ''],
      ]),
    ),
  );
  const substitute = put(settingsWith({ ...FIRST_SETTINGS, gbcsSubstitution: { '9.9': '4.2-beta' } }));
  const first = put(fileOf(listOf('1.9', [{ gbcs: 'GBCS Version 9.9' }, {}])));
  const second = put(fileOf(listOf('1.10', [{ gbcs: 'GBCS Version 9.9', hash: 'BB'.repeat(32) }, {}])));
  const overtaken = choices.happens(0.4) ? [second] : [];
  return [beta, substitute, first, ...overtaken, { deed: 'later', hours: 1 }, { deed: 'watch' }, known];
}

/** Workbooks and published sheets beside csv files of the same issues. */
function workbookStory(choices: Choices): Deed[] {
  const first = listOf('1.9', [{}, {}]);
  const second = listOf('1.10', [{}, { gbcs: 'GBCS Version 9.9' }, {}]);
  const files = (list: SimulatedList): Deed[] => {
    const [csv, workbook, sheet] = [put(fileOf(list)), put(asWorkbook(fileOf(list))), put(certificatesFile(list))];
    return [
      ...choices.oneOf<readonly Deed[]>([[workbook], [csv, workbook], [workbook, csv], [sheet, csv], [csv, sheet]]),
    ];
  };
  return [...files(first), ...files(second), ...(choices.happens(0.3) ? files(first) : [])];
}
