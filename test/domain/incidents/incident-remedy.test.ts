import { describe, expect, test } from 'vitest';
import { remedyFor, remedyOfSubstitutes } from '../../../functions/domain/incidents/incident-remedy.ts';

const ANY_OTHER = {
  first: 'DCC operations: have the cause named above removed. Then',
  secas:
    'SECAS, if an entry is wrong: list it corrected in the next issue. The corrected line is sent at once and replaces this one.',
};

describe('what ends a blockage', () => {
  const meanwhile =
    'The entries stay valid and published on the CPL; nothing needs to be submitted again. They are buffered in their original order, and their 24 hours keep running.';

  test('[R11] [R23] by a GBCS version that is not recognised is its mapping, then the register, or a substitute', () => {
    expect(remedyFor('GBCS 9.9 not recognised')).toEqual({
      actionBy: ['dspServiceTeam'],
      steps: [
        'DSP Service team: deploy the mapping for GBCS 9.9, and say when it will be there.',
        'DCC Service team: put governance/gbcs-register.csv with GBCS 9.9 as recognised "yes" into the inbox. Then the entries are released automatically, in order.',
        'Where waiting is worse than a substitute: set gbcsSubstitution in governance/settings.json (Option B); the correction is sent once the version is recognised.',
      ],
      meanwhile,
    });
  });

  test('[R11] [R23] by a GBCS version that is not yet in force is time, if its start date is right', () => {
    expect(remedyFor('GBCS 9.9 not yet in force')).toEqual({
      actionBy: [],
      steps: [
        'Nothing, if the start date of GBCS 9.9 in the register is right: on that day the entries are released automatically, in order.',
        'DCC Service team, if the date is wrong: correct valid_from of GBCS 9.9 in governance/gbcs-register.csv and put the file into the inbox.',
      ],
      meanwhile,
    });
  });

  test.each([
    'the DSP says: GBCS 9.9 not recognised',
    'GBCS 9.9 not recognised, it says',
    'but GBCS 9.9 not yet in force',
    'GBCS 9.9 not yet in force, it says',
  ])('[R11] [R23] by anything else, such as "%s", is for operations, or for SECAS to correct', (cause) => {
    expect(remedyFor(cause)).toEqual({
      actionBy: ['dccOperations'],
      steps: [`${ANY_OTHER.first} the entries are released automatically, in order.`, ANY_OTHER.secas],
      meanwhile,
    });
  });
});

test.each([
  [
    'GBCS 9.9 not recognised',
    [
      'DSP Service team: deploy the mapping for GBCS 9.9, and say when it will be there.',
      'DCC Service team: put governance/gbcs-register.csv with GBCS 9.9 as recognised "yes" into the inbox. Then the corrections are sent automatically.',
    ],
  ],
  [
    'GBCS 9.9 not yet in force',
    [
      'Nothing, if the start date of GBCS 9.9 in the register is right: on that day the corrections are sent automatically.',
      'DCC Service team, if the date is wrong: correct valid_from of GBCS 9.9 in governance/gbcs-register.csv and put the file into the inbox.',
    ],
  ],
  ['the DSP says no', [`${ANY_OTHER.first} the corrections are sent automatically.`]],
])(
  '[R17] [R18] once only substitutes are left of "%s", the same removes the cause and brings corrections',
  (cause, steps) => {
    expect(remedyOfSubstitutes(cause)).toEqual({
      steps,
      meanwhile:
        'The entries are published and uploaded, and nothing needs to be submitted again: their devices can be pre-notified and installed.',
    });
  },
);
