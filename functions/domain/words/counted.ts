const FIGURES = new Intl.NumberFormat('en-GB');

/** A number in a sentence or a table for people: `7`, `1,204`. */
export function inFigures(number: number): string {
  return FIGURES.format(number);
}

/** A number with its noun: `1 entry`, `2 entries`, `1,204 devices`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${inFigures(number)} ${number === 1 ? one : many}`;
}
