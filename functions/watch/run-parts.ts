/**
 * The parts of one run, each by itself: what one of them cannot read hides nothing of what the others find. The run
 * fails in the end, with what each of them failed with.
 */
export class RunParts {
  private readonly faults: Error[] = [];

  /** What a part came to, or nothing where it failed. */
  async run<T>(part: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await part();
    } catch (cause) {
      this.note(cause instanceof Error ? cause : new Error(String(cause)));
      return undefined;
    }
  }

  /** Notes what a part failed with that has come to something all the same. */
  note(fault: Error): void {
    this.faults.push(fault);
  }

  /** What the run ends with: the one fault there was, or all of them as one. */
  get fault(): Error | undefined {
    if (this.faults.length < 2) return this.faults[0];
    return new AggregateError(this.faults, this.faults.map(({ message }) => message).join('; '));
  }
}
