/** Beyond what every SQS takes as it is: the two non-characters, which AWS refuses, and what lies outside the first plane. */
const TO_ESCAPE = /[\uD800-\uDFFF\uFFFE\uFFFF]/g;

/**
 * JSON for the body of a message. A name with a character in it that SQS does not take would never get past the sender and
 * hold up all behind it; written as an escape it means the same and is taken.
 */
export function messageBody(content: object): string {
  return JSON.stringify(content).replaceAll(TO_ESCAPE, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}
