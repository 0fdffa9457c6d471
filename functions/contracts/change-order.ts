/** Digits of the number of a decision in keys, and of a change in its order. */
const [SEQUENCE_DIGITS, INDEX_DIGITS] = [12, 10];

/** The number of a decision as keys have it: zero-padded, so that text order is the order of deciding. */
export function sequenceKey(sequence: number): string {
  return String(sequence).padStart(SEQUENCE_DIGITS, '0');
}

/** The order of a change of a decision: `<sequence>-<index>`, zero-padded. */
export function orderOf(sequence: number, index: number): string {
  return `${ordersOf(sequence)}${String(index).padStart(INDEX_DIGITS, '0')}`;
}

/** How the orders of all changes of a decision begin. */
export function ordersOf(sequence: number): string {
  return `${sequenceKey(sequence)}-`;
}

/** The number of the decision of a change; 0 of no order. */
export function sequenceOf(order: string): number {
  return Number(order.slice(0, SEQUENCE_DIGITS));
}
