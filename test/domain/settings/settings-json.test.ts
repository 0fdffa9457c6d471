import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJsonStrictly } from '../../../functions/domain/settings/settings-json.ts';

test('every JSON text is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2, '\t'), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), null, indent);
      const reading = readJsonStrictly(Buffer.from(written));
      if (reading.outcome === 'refused') expect(written).toMatch(/__proto__|constructor|prototype|\[{32}/);
      else expect(JSON.stringify(reading.value)).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test('what JSON.parse refuses is refused, and the place is told', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', '01', '\\'), (text, at, insert) => {
      const place = at % (text.length + 1);
      const damaged = text.slice(0, place) + insert + text.slice(place + 1);
      let isJson = true;
      try {
        JSON.parse(damaged);
      } catch {
        isJson = false;
      }
      const reading = readJsonStrictly(Buffer.from(damaged));
      if (!isJson) expect(reading.outcome).toBe('refused');
    }),
  );
});

test('nesting without end is refused, not followed', () => {
  expect(readJsonStrictly(Buffer.from('['.repeat(100_000)))).toMatchObject({ findings: [{ code: 'SET-JSON' }] });
});
