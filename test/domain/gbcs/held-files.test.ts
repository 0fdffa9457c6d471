import { expect, test } from 'vitest';
import type { GateRules } from '../../../functions/domain/gbcs/gate.ts';
import { DEFAULT_GBCS_REGISTER } from '../../../functions/domain/gbcs/gbcs-register.ts';
import { filesStillBlocked } from '../../../functions/domain/gbcs/held-files.ts';
import { cplEntry } from '../../support/cpl-entries.ts';

const RULES: Omit<GateRules, 'combinations'> = {
  register: DEFAULT_GBCS_REGISTER,
  settings: { gbcsSubstitution: {} },
  londonDay: '2018-05-08',
};
const waiting = (uploadId: string, blockedBy: 'gbcs' | 'file' | 'dsp', gbcsVersion: string) => ({
  entry: cplEntry({ gbcsVersion }),
  uploadId,
  blockedBy,
});

test('[R10] under block policy file, a file is held while a line of it is blocked by its own GBCS version', () => {
  const lines = [
    waiting('U1', 'gbcs', '9.9'),
    waiting('U1', 'file', '1.1'),
    waiting('U2', 'gbcs', '1.1'),
    waiting('U3', 'file', '9.9'),
    waiting('U4', 'dsp', '9.9'),
  ];
  expect(filesStillBlocked(lines, RULES, 'file')).toEqual(new Set(['U1']));
  expect(filesStillBlocked(lines, RULES, 'entry')).toEqual(new Set());
});
