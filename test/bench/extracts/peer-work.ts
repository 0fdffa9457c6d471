import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { processorSeconds, runTask, type Task } from './task.ts';

/** The same comparison as it is commonly written: csv-parse, and a hash map of the accepted rows by entry number. */
const decideWithMap: Task = async ([accepted = '', next = '']) => {
  const before = processorSeconds();
  const rows = new Map<string, string>();
  const parsed = (file: string): AsyncIterable<string[]> => createReadStream(file).pipe(parse({ from_line: 2 }));
  for await (const [, number = '', ...row] of parsed(accepted)) rows.set(number, row.join('\u0000'));
  let changed = 0;
  for await (const [, number = '', ...row] of parsed(next)) {
    if (rows.get(number) !== row.join('\u0000')) changed += 1;
    rows.delete(number);
  }
  return { seconds: processorSeconds() - before, changed: changed + rows.size };
};

/** The same with csv-parse. */
const readWithCsvParse: Task = async ([file = '']) => {
  const before = processorSeconds();
  let characters = 0;
  const rows: AsyncIterable<string[]> = createReadStream(file).pipe(parse({ from_line: 2 }));
  for await (const row of rows) characters += row.join('').length;
  return { seconds: processorSeconds() - before, characters };
};

void runTask({ decideWithMap, readWithCsvParse });
