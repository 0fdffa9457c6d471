import type { PageModule } from './page.ts';
import { NOW_PAGES } from './pages/now.ts';

/** Every page of the console; the first whose path fits an address is shown. A new page is one more line here. */
export const PAGES: readonly PageModule[] = [...NOW_PAGES];

/** The page at an address, and the parts of the address that its path leaves open. */
export function pageAt(
  pathname: string,
  pages: readonly PageModule[] = PAGES,
): { readonly page: PageModule; readonly of: Readonly<Record<string, string>> } | undefined {
  const parts = pathname.split('/');
  for (const page of pages) {
    const of = partsOf(page.path.split('/'), parts);
    if (of !== undefined) return { page, of };
  }
  return undefined;
}

function partsOf(path: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (path.length !== parts.length) return undefined;
  const of: Record<string, string> = {};
  for (const [index, part] of path.entries()) {
    const given = parts[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== given) return undefined;
      continue;
    }
    try {
      of[part.slice(1)] = decodeURIComponent(given);
    } catch {
      return undefined;
    }
  }
  return of;
}
