import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';

/** A line of a list as the oracle keeps it. */
export type SimpleLine = {
  readonly entry: CplEntry;
  /** Physical line of the file; 0 where it has none. */
  readonly line: number;
  /** Whether a list left it out without a removal, and it goes on to hold. */
  readonly missing: boolean;
  readonly firstIssue: string;
};

/** What can become of a Device Model, and is counted. */
export const COUNTED = [
  'added',
  'gbcsOnly',
  'changed',
  'removed',
  'reinstated',
  'unchanged',
  'duplicate',
  'disappeared',
] as const;

/** What the DSP is sent. */
export const CHANGES: ReadonlySet<string> = new Set(['added', 'gbcsOnly', 'changed', 'removed', 'reinstated']);

/** What became of one Device Model; `still missing` is not counted. */
export type Became = {
  readonly became: (typeof COUNTED)[number] | 'still missing';
  readonly sent?: SimpleLine | undefined;
  readonly previous?: SimpleLine | undefined;
  /** The line that goes on to hold, or to stand for the model, although it is gone. */
  readonly kept?: SimpleLine | undefined;
  readonly lost?: SimpleLine | undefined;
  readonly isBack: boolean;
  readonly isInPlace: boolean;
  readonly findings: readonly string[];
};

/** Decides what became of one Device Model by all its lines, in words as close to the rules as can be. */
export function becameOf(before: readonly SimpleLine[], after: readonly SimpleLine[]): Became {
  const [then, now] = [inOrder(before), inOrder(after)];
  const [held, holds] = [then.findLast(isCurrent), now.findLast(isCurrent)];
  const newlyRemoved = now.filter(
    (line) => !isCurrent(line) && !then.some((old) => old.entry.entryNumber === numberOf(line) && !isCurrent(old)),
  );
  const isRemoved = held !== undefined && holds === undefined && newlyRemoved.length > 0;
  const goesOn = then.length > 0 && holds === undefined && !isRemoved && (held !== undefined || now.length === 0);
  const kept = goesOn ? (held ?? then.at(-1)) : undefined;
  const repeated = now.filter(isCurrent).filter((line, at, current) => {
    const below = current[at - 1];
    return below !== undefined && saysTheSame(below, line) && !then.some((old) => numberOf(old) === numberOf(line));
  });
  const gone = then.filter(
    (line) => line !== kept && !line.missing && !now.some((other) => numberOf(other) === numberOf(line)),
  );

  const result = (became: Became['became'], sent?: SimpleLine, extra: string[] = [], without?: SimpleLine): Became => ({
    became: became === 'unchanged' && repeated.length > 0 ? 'duplicate' : became,
    sent,
    previous: became === 'reinstated' ? then.at(-1) : held,
    kept,
    lost: held !== undefined && !held.missing && holds === undefined ? held : undefined,
    isBack: held?.missing === true && kept === undefined,
    isInPlace:
      became === 'reinstated' ||
      ((became === 'gbcsOnly' || became === 'changed') &&
        held !== undefined &&
        sent !== undefined &&
        numberOf(held) === numberOf(sent)),
    findings: [
      ...extra,
      ...repeated.map(({ line }) => `${line} CPL-DUPLICATE`),
      ...gone.filter((line) => line !== without).map(() => '0 CPL-LINE-GONE'),
    ],
  });

  if (then.length === 0) return result('added', holds ?? now.at(-1));
  if (kept !== undefined) {
    if (kept.missing) return result('still missing');
    return isCurrent(kept)
      ? result('disappeared', undefined, ['0 CPL-DISAPPEARED'])
      : result('unchanged', undefined, ['0 CPL-REMOVED-LINE-GONE']);
  }
  if (isRemoved)
    return result('removed', newlyRemoved.find((line) => numberOf(line) === numberOf(held)) ?? newlyRemoved.at(-1));
  if (holds === undefined) return result('unchanged');
  if (held === undefined) return result('reinstated', holds);
  if (!saysTheSame(held, holds)) return result(saysTheSame(held, holds, 'but GBCS') ? 'gbcsOnly' : 'changed', holds);
  const isRenumbered =
    numberOf(held) !== numberOf(holds) &&
    !then.some((old) => numberOf(old) === numberOf(holds)) &&
    !now.some((line) => numberOf(line) === numberOf(held) && isCurrent(line));
  return isRenumbered ? result('unchanged', undefined, [`${holds.line} CPL-RENUMBERED`], held) : result('unchanged');
}

function saysTheSame({ entry: one }: SimpleLine, { entry: other }: SimpleLine, but?: 'but GBCS'): boolean {
  return (
    one.variantFamily === other.variantFamily &&
    one.smetsChtsVersion === other.smetsChtsVersion &&
    one.manufacturerImageHash === other.manufacturerImageHash &&
    (but === 'but GBCS' || one.gbcsVersion === other.gbcsVersion)
  );
}

function inOrder(lines: readonly SimpleLine[]): SimpleLine[] {
  return lines.toSorted((one, other) => Number(numberOf(one)) - Number(numberOf(other)));
}

function isCurrent({ entry }: SimpleLine): boolean {
  return entry.status === 'Current';
}

function numberOf({ entry }: SimpleLine): string {
  return entry.entryNumber;
}
