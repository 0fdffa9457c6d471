import { describe, expect, test } from 'vitest';
import { fileName, subjectLine } from '../../functions/email/header-text.ts';
import { letterMail } from '../../functions/email/letter-mail.ts';
import { htmlText } from '../support/html-text.ts';
import { letterWith } from '../support/letter-with.ts';

const words = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

describe('a letter', () => {
  test('never turns what a sender wrote into markup, in any of its parts', () => {
    const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>&amp;';
    const { html } = letterMail(letterWith(hostile));
    expect(html).not.toMatch(/<script|<img/);
    expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(15);
  });

  test('says the same in text and in HTML', () => {
    const { text, html } = letterMail(letterWith('Some words, in order'));
    const inText = new Set(words(text));
    expect(words(htmlText(html)).filter((word) => !inText.has(word) && word !== 'nbsp')).toEqual([]);
  });

  test('shows its mail id, so that a repeat is seen to be one', () => {
    const { text, html } = letterMail(letterWith('x'));
    expect(text).toContain('Mail MAIL-1.');
    expect(html).toContain('Mail MAIL-1.');
  });

  test('needs nothing that mail clients drop: no script, image, SVG or outside resource', () => {
    const { html } = letterMail(letterWith('x'));
    expect(html).not.toMatch(/<(?:script|img|svg|link|iframe|form)|https?:|url\(/);
  });

  test('is well-formed enough to be read aloud: a language, a title, headings, table headers with their scope', () => {
    const { html } = letterMail(letterWith('x'));
    expect(html).toMatch(/<html lang="en-GB">/);
    expect(html).toMatch(/<th scope="col"/);
    expect(html.match(/<table/g)?.length).toBe((html.match(/<table[^>]*role="presentation"/g)?.length ?? 0) + 1);
  });

  test('keeps its plain text to 76 columns', () => {
    const { text } = letterMail(letterWith('words '.repeat(60)));
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76);
  });
});

describe('a header', () => {
  test.each([
    ['cpl\r\nBcc: all@example.org', 'cpl Bcc: all@example.org'],
    ['a\u0085b\u2028c\u2029d', 'a b c d'],
    ['gnp.\u202Etxt', 'gnp. txt'],
    ['a\u061Cb\u200Bc\u001B[2Jd', 'a b c [2Jd'],
  ])('is one printable line: %j', (text, line) => {
    expect(subjectLine(text)).toBe(line);
  });

  test('is cut to a length that mailboxes show', () => {
    expect(subjectLine('x'.repeat(400))).toHaveLength(150);
  });

  test.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['Übersicht 2026.csv', 'U-bersicht-2026.csv'],
    ['', 'attachment'],
  ])('names an attachment %j as %j', (text, name) => {
    expect(fileName(text)).toBe(name);
  });
});
