import type { AgreedList } from '../../functions/domain/trials/agreed-list.ts';
import { foldedLists, NO_AGREED_LISTS } from '../../functions/domain/trials/agreed-lists.ts';
import { listsInForce as inForce, type ListsInForce } from '../../functions/domain/trials/trial-flag.ts';

/** Versions of the agreed list as one course of time. */
export function listsInForce(lists: readonly AgreedList[]): ListsInForce {
  return inForce(foldedLists(lists));
}

/** No list was ever in force. */
export const NO_LISTS = inForce(NO_AGREED_LISTS);
