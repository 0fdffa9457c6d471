/** The operator asked for something that cannot be done: reported as one sentence, exit code 2, no stack. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}
