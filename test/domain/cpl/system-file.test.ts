import { describe, expect, test } from 'vitest';
import { systemFileFinding } from '../../../functions/domain/cpl/system-file.ts';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const compound = (...names: readonly string[]): Buffer =>
  Buffer.concat([Buffer.from('D0CF11E0A1B11AE1', 'hex'), Buffer.alloc(100), ...names.map(utf16)]);
const lock = (bytes: number): Buffer => {
  const file = Buffer.alloc(bytes, ' ');
  file.write('\u0007Example', 'latin1');
  return file;
};

describe('a file of an operating system or of a spreadsheet program is named as what it is:', () => {
  test.each([
    ['AppleDouble', Buffer.from('0005160700020000', 'hex'), '"._"'],
    ['AppleSingle', Buffer.from('0005160000020000', 'hex'), '"._"'],
    ['.DS_Store', Buffer.from('0000000142756431', 'hex'), '.DS_Store'],
    ['the lock of Excel', lock(165), '"~$"'],
    ['the lock of Word', lock(162), '"~$"'],
    ['the lock of LibreOffice', Buffer.from(',user,host,29.11.2026 10:00,file:///home/user/4;'), '".~lock."'],
    ['Thumbs.db', compound('Catalog'), 'Thumbs.db'],
    ['Thumbs.db of later days', compound('96_0123456789abcdef'), 'Thumbs.db'],
    ['desktop.ini', utf16('\uFEFF\r\n[.ShellClassInfo]\r\n'), 'desktop.ini'],
  ])('%s', (_what, head, name) => {
    const finding = systemFileFinding(head);
    expect(finding).toMatchObject({ code: 'CPL-SYSTEM-FILE', severity: 'file' });
    expect(finding?.message).toContain(name);
  });
});

test.each([
  ['a list', Buffer.from('Version,Entry.number\n')],
  ['an empty file', Buffer.alloc(0)],
  ['an old workbook', compound('Workbook', 'Catalog')],
  ['a locked workbook', compound('EncryptedPackage')],
  ['a text as long as a lock', Buffer.alloc(165, 'x')],
])('%s is not such a file', (_what, head) => {
  expect(systemFileFinding(head)).toBeUndefined();
});
