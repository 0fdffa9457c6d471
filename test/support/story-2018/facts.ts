import type { LanePicture, LaneTeller } from '../lane-teller.ts';
import { type CplRow, cplCsv, entryKeyOf } from '../cpl-csv.ts';

/** Entries of the list in November 2017, all under GBCS 1.0; the last two come in the overlap and just after it. */
export const ESTABLISHED = [1, 2, 3, 4, 5, 6];
export const OF_THE_OVERLAP = 7;
export const AFTER_THE_OVERLAP = 8;
/** The two ESMEs of 9 May 2018, and one more a week later (CPL18 s3, App. A). */
export const FIRST = 0x11;
export const SECOND = 0x12;
export const THIRD = 0x13;

const COLUMNS = 'gbcs_version,recognised,valid_from,valid_to,dsp_mapping,source,confidence,note';
const GBCS_1_0 = '1.0,yes,,2018-05-07,GBCS 1.0,CPL18 s2,high,';

/** What the DSP was configured for until late June 2018: GBCS 1.1 is in force, and not recognised (CPL18 s3). */
export const REGISTER_OF_2017 = `${COLUMNS}\n${GBCS_1_0}\n1.1,no,2017-11-06,,,CPL18 s3,high,DSP not configured\n`;
/** The fix, which came as a file in late June. */
export const REGISTER_OF_JUNE = `${COLUMNS}\n${GBCS_1_0}\n1.1,yes,2017-11-06,,GBCS 1.1,CPL18 s2,high,\n`;

export const REGISTER_KEY = 'governance/gbcs-register.csv';
export const SETTINGS_KEY = 'governance/settings.json';
export const UNKNOWN_VERSION = 'GBCS 1.1 not recognised';

/** One way in which the story may go; `chapter` looks at the whole lane, and keeps what it saw. */
export type Tale = (teller: LaneTeller, chapter: (title: string) => Promise<LanePicture>) => Promise<void>;

/** The list as SECAS keeps it: each extract is the whole of it. */
export function secasList() {
  const rows = new Map<number, CplRow>();
  return {
    /** Lists an entry, or changes what is said of one. */
    say(entry: number, cells: Partial<CplRow> = {}): void {
      rows.set(entry, { added: '2017-10-02', gbcs: '1.0', ...rows.get(entry), ...cells, entry });
    },
    extract: (): string => cplCsv([...rows.values()]),
  };
}

export type SecasList = ReturnType<typeof secasList>;

/** What is seen of one entry of the story; throws when it is not there. */
export function seen(picture: LanePicture, entry: number): LanePicture['entries'][number] {
  const entryKey = entryKeyOf({ entry });
  const found = picture.entries.find((each) => each.entryKey === entryKey);
  if (found === undefined) throw new Error(`${entryKey} is nowhere to be seen`);
  return found;
}

/** The states of the uploads by the day in their names. */
export function statesOf(picture: LanePicture): Readonly<Record<string, string>> {
  return Object.fromEntries(
    picture.uploads.flatMap(({ key, state }) => {
      const day = /(\d{8})\.csv$/.exec(key)?.[1];
      return day === undefined ? [] : [[day, state]];
    }),
  );
}

/** The numbers of the entries that are in a state. */
export function inState(picture: LanePicture, state: string): readonly string[] {
  return picture.entries.filter((entry) => entry.state === state).map(({ entryKey }) => entryKey);
}
