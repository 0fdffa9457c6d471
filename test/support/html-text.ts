const SPELLED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

/** What a reader sees of HTML: no tags, no style sheet. */
export function htmlText(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&([a-z]+|#\d+);/g, (whole, name: string) => SPELLED[name] ?? whole);
}
