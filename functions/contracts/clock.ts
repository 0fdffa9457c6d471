/** The time, as use cases get it: an argument behind a port, so that a simulated world can own it. */
export type Clock = {
  /** The current instant as ISO 8601 in UTC with milliseconds. */
  readonly now: () => string;
};
