import { ownMarkup } from './html.ts';
import type { Tone } from './letter.ts';

/** The typefaces that every mail client has. */
export const FONT = 'Arial,Helvetica,sans-serif';

/** Attributes of a table that only lays out: it fills the width, and a screen reader does not announce it. */
export const LAYOUT_TABLE = ownMarkup('role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"');

/** Colours of a letter, written into each element, because many clients drop style sheets. */
export const LIGHT = {
  page: '#eef1f4',
  sheet: '#ffffff',
  text: '#1b2229',
  soft: '#56626e',
  line: '#d5dce3',
  track: '#e3e8ed',
} as const;

const DARK = {
  page: '#11161b',
  sheet: '#1a2128',
  text: '#e8edf1',
  soft: '#a5b1bd',
  line: '#36414c',
  track: '#333d47',
} as const;

type Colours = { readonly ink: string; readonly wash: string };

/** Ink and background of each tone; at least 4.5 : 1 against each other (WCAG 2.2 AA). */
export const TONE_COLOURS: Readonly<Record<Tone, Colours>> = {
  good: { ink: '#17693f', wash: '#e3f3ea' },
  warn: { ink: '#7a4b00', wash: '#fff1d6' },
  bad: { ink: '#a3201a', wash: '#fde9e7' },
  plain: { ink: '#2c4a68', wash: '#e9eff5' },
};

const DARK_TONES: Readonly<Record<Tone, Colours>> = {
  good: { ink: '#7fd6a5', wash: '#153625' },
  warn: { ink: '#f3c677', wash: '#3d2c0c' },
  bad: { ink: '#ff9d95', wash: '#48191a' },
  plain: { ink: '#a9c7e6', wash: '#213244' },
};

const TONES = ['good', 'warn', 'bad', 'plain'] as const satisfies readonly Tone[];

const darkTones = TONES.map((tone) => {
  const { ink, wash } = DARK_TONES[tone];
  return `.wash-${tone}{background:${wash}!important;border-color:${ink}!important}.ink-${tone}{color:${ink}!important}.bar-${tone}{background:${ink}!important}`;
}).join('');

/** What only a style sheet can do: dark colours, and less margin on a phone. Nothing is lost without it. */
export const STYLE_SHEET = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.inner{padding:16px 14px 18px 14px!important}}
@media (prefers-color-scheme:dark){.page{background:${DARK.page}!important}.sheet{background:${DARK.sheet}!important;border-color:${DARK.line}!important}.inner{color:${DARK.text}!important}.soft{color:${DARK.soft}!important}.card,.rule{border-color:${DARK.line}!important}.track{background:${DARK.track}!important}${darkTones}}`;
