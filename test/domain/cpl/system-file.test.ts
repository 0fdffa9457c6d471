import { describe, expect, test } from 'vitest';
import { systemFileFinding } from '../../../functions/domain/cpl/system-file.ts';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const compound = (...names: readonly string[]): Buffer =>
  Buffer.concat([Buffer.from('D0CF11E0A1B11AE1', 'hex'), Buffer.alloc(100), ...names.map(utf16)]);
/** A lock of a workbook: the length of a user name and the name, padded to 55 bytes, and again in UTF-16. */
const lock = (bytes: number, name = 'Example', { length = name.length, padding = ' ' } = {}): Buffer => {
  const file = Buffer.alloc(bytes, padding);
  file.write(String.fromCodePoint(length) + name, 'latin1');
  file.write(String.fromCodePoint(length) + name, 55, 'utf16le');
  return file;
};
/** The first lines of a list, as long as a lock. */
const asLongAsALock = (text: string): Buffer => Buffer.from(text.padEnd(165, 'Version, Entry.number\n'));

describe('a file of an operating system or of a spreadsheet program is named as what it is:', () => {
  test.each([
    ['AppleDouble', Buffer.from('0005160700020000', 'hex'), '"._"'],
    ['AppleSingle', Buffer.from('0005160000020000', 'hex'), '"._"'],
    ['.DS_Store', Buffer.from('0000000142756431', 'hex'), '.DS_Store'],
    ['the lock of Excel', lock(165), '"~$"'],
    ['the lock of Word', lock(162), '"~$"'],
    ['a lock that is padded with zeros', lock(162, 'Example', { padding: '\0' }), '"~$"'],
    ['the lock of a user with a short name', lock(165, 'E'), '"~$"'],
    ['the lock of a user with a long name', lock(165, 'E'.repeat(53)), '"~$"'],
    ['the lock of LibreOffice', Buffer.from(',user,host,29.11.2026 10:00,file:///home/user/4;\n'), '".~lock."'],
    ['the lock of LibreOffice without names', Buffer.from(',,file://;'), '".~lock."'],
    ['Thumbs.db', compound('Catalog'), 'Thumbs.db'],
    ['Thumbs.db of later days', compound('96_0123456789abcdef'), 'Thumbs.db'],
    ['desktop.ini', utf16('\uFEFF\r\n[.ShellClassInfo]\r\n'), 'desktop.ini'],
  ])('%s', (_what, head, name) => {
    const finding = systemFileFinding(head);
    expect(finding).toMatchObject({ code: 'CPL-SYSTEM-FILE', severity: 'file' });
    expect(finding?.message).toContain(name);
    expect(finding).toMatchObject({ line: 1, field: '', value: '' });
  });
});

test.each([
  ['a list', Buffer.from('Version,Entry.number\n')],
  ['an empty file', Buffer.alloc(0)],
  ['an old workbook', compound('Workbook', 'Catalog')],
  ['a locked workbook', compound('EncryptedPackage')],
  ['a compound file of another kind', compound('WordDocument')],
  ['a compound file with a short number', compound('96_0123')],
  ['a list with a column named as thumbnails are', Buffer.from('Version,Catalog\n')],
  ['a list that begins with a comma', Buffer.from(',Version,file://list;\n000001,Current')],
  ['a list that names a file', Buffer.from('Version,Source\n1,a,file:///home/user/4;')],
  ['a text as long as a lock', asLongAsALock('x')],
  ['a text as long as a lock that begins with a line break', asLongAsALock('\n')],
  ['a text as long as a lock that begins with a digit', asLongAsALock('6')],
  ['blanks as long as a lock', lock(165, '')],
  ['a lock whose name is longer than it says', lock(165, 'Example', { length: 6 })],
  ['a lock of another length', lock(164)],
])('%s is not such a file', (_what, head) => {
  expect(systemFileFinding(head)).toBeUndefined();
});
