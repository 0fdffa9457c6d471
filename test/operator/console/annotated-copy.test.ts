import { expect, test } from 'vitest';
import { annotatedCopy } from '../../../functions/operator/console/annotated-copy.ts';

const correct = (text: string) => {
  const findings = [
    { line: 2, field: 'Firmware', message: 'It must have 8 characters.' },
    { line: 2, field: '', message: 'Say "why".' },
    { line: 5, field: '=cmd', message: 'No formula.' },
  ];
  return annotatedCopy(Buffer.from(text), findings).toString();
};

test('a copy says beside each row what to correct in it, and leaves all else as it was', () => {
  expect(correct('a,b\r\n1,2\r\n"x\ny",z\r\n=1,4')).toBe(
    'a,b,"What to correct"\r\n1,2,"Firmware: It must have 8 characters. Say ""why""."\r\n"x\ny",z,\r\n=1,4,"\'=cmd: No formula."',
  );
});

test('a copy of an empty file, or of bytes that are no text, loses nothing', () => {
  expect(correct('')).toBe('');
  expect(annotatedCopy(Uint8Array.from([0xff, 0x0a, 0xfe]), [])).toEqual(
    Buffer.concat([Buffer.from([0xff]), Buffer.from(',"What to correct"\n'), Buffer.from([0xfe]), Buffer.from(',')]),
  );
});
