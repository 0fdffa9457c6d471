import { expect, test } from 'vitest';
import { inboxKey } from '../../functions/operator/inbox-key.ts';
import { agreedListCsv } from '../support/agreed-list-csv.ts';
import { cplCsv } from '../support/cpl-csv.ts';
import { registerOf } from '../support/gbcs-register-csv.ts';

test.each([
  ['governance/agreed-list.csv', '/tmp/agreed-list.csv', ''],
  ['governance/agreed-list.csv', '/tmp/a-ok.csv', agreedListCsv({})],
  ['governance/agreed-list.csv', 'agreed-list (1).csv', `\uFEFF${agreedListCsv({})}`],
  ['governance/gbcs-register.csv', 'register of May.csv', registerOf('4.1')],
  ['governance/version-combinations.csv', 'c.csv', '"device_type","smets_chts_version","gbcs_version"\r\n'],
  ['cpl/cpl-2.051.csv', '/tmp/cpl-2.051.csv', cplCsv([{ entry: 1 }])],
  ['cpl/list.csv.gz', 'list.csv.gz', '\u001F\u008B'],
])('a file belongs under %s by its name, or by its columns: %s', (key, path, text) => {
  expect(inboxKey(path, Buffer.from(text))).toBe(key);
});
