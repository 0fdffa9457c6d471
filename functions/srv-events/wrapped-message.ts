import { inFigures } from '../domain/words/counted.ts';
/** Characters of a text that are enough to see what it is. */
const GLANCE = 200;
const BASE64 = /^(?:[A-Za-z0-9+/_-]{4}\s*){4,}/;
const GZIP = '\u001F\u008B';

const ALONE = 'send each one as a message of its own';
const AS_TEXT = 'send the text itself';

/** A wrapper that services put around messages: the fields it is known by, and what to change at the sender. */
type Wrapper = readonly [fields: readonly string[], advice: string];

const WRAPPERS: readonly Wrapper[] = [
  [
    ['TopicArn', 'Message'],
    'This is an SNS notification around the event: switch on raw message delivery for the subscription of this queue',
  ],
  [
    ['detail-type', 'detail'],
    'This is an EventBridge event around the event: let the target of the rule pass on only its detail (input path $.detail)',
  ],
  [['Records'], `This is a batch of records around the events: ${ALONE}`],
  [['receiptHandle', 'body'], 'This is an SQS message as it was received, around the event: send only its body'],
  [['ReceiptHandle', 'Body'], 'This is an SQS message as it was received, around the event: send only its Body'],
  [['isBase64Encoded', 'body'], 'This is an HTTP request around the event: send only its body'],
  [
    ['specversion', 'data_base64'],
    'The event carries data_base64: send its data as text (DUIS XML) or as JSON in the field data',
  ],
];

/** What to change at the sender when a JSON document is no event, but something around one; none if it is not that. */
export function wrappedJson(json: unknown): string | undefined {
  return WRAPPERS.find(([fields]) => fields.every((field) => Object.hasOwn(Object(json), field)))?.[1];
}

/** What to change at the sender when a text is neither an envelope nor XML, but holds or hides one. */
export function wrappedText(text: string): string | undefined {
  if (text.startsWith('[')) return listOf(parseJson(text));
  if (text.startsWith('"')) {
    const inner = parseJson(text);
    return typeof inner === 'string' && /^\s*[<{]/.test(inner)
      ? `This is JSON text around the message, which was encoded twice: ${AS_TEXT}`
      : undefined;
  }
  if (text.startsWith('{')) {
    const [first = ''] = text.split('\n');
    return parseJson(first) === undefined ? undefined : `There are several events in one message: ${ALONE}`;
  }
  return encodedText(text);
}

/** What to change at the sender when a text is an encoding of the right one. */
export function encodedText(text: string): string | undefined {
  const start = text.slice(0, GLANCE);
  if (start.startsWith('&lt;')) return `Its angle brackets are escaped: ${AS_TEXT}`;
  if (!BASE64.test(start)) return undefined;
  const decoded = Buffer.from(start, 'base64').toString('latin1');
  if (decoded.startsWith(GZIP)) return `This is compressed, and base64: ${AS_TEXT}`;
  return /^(?:\xEF\xBB\xBF)?\s*[<{[]/.test(decoded) ? `This is base64: ${AS_TEXT}` : undefined;
}

function listOf(json: unknown): string | undefined {
  if (!Array.isArray(json)) return undefined;
  return `This is a batch, a JSON list of ${inFigures(json.length)}: ${ALONE}`;
}

/** The value of a JSON text, or undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // The text of JSON.parse's error repeats the message's content: the reason does not need it.
    return undefined;
  }
}
