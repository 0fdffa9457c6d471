/** Every guard without which nothing that can be told is different, and why it stands there. */
export const EXPLAINED_GUARDS: readonly {
  readonly file: string;
  /** Names as `npm run guards` prints them. */
  readonly guards: readonly string[];
  readonly because: string;
}[] = [];
