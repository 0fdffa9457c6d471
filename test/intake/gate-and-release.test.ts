import { describe, expect, test } from 'vitest';
import type { CorrectionOutstanding, WaitingLine } from '../../functions/contracts/waiting-line.ts';
import type { CplEntry } from '../../functions/domain/cpl/cpl-entry.ts';
import type { GateRules } from '../../functions/domain/gbcs/gate.ts';
import { DEFAULT_GBCS_REGISTER } from '../../functions/domain/gbcs/gbcs-register.ts';
import { DEFAULT_VERSION_COMBINATIONS } from '../../functions/domain/gbcs/version-combinations.ts';
import { DEFAULT_SETTINGS } from '../../functions/domain/settings/settings.ts';
import { type GateContext, gateLines, orders } from '../../functions/intake/cpl/gate-lines.ts';
import { supersededBy } from '../../functions/intake/cpl/superseded.ts';
import { release } from '../../functions/intake/governance/release.ts';
import { ACCEPTED } from '../support/accepted-cpl.ts';
import { cplEntry, waitingLine } from '../support/cpl-entries.ts';

const NOW = '2026-11-03T09:00:00.000Z';
const rules = (gbcsSubstitution: GateRules['settings']['gbcsSubstitution'] = {}): GateRules => ({
  register: DEFAULT_GBCS_REGISTER,
  combinations: DEFAULT_VERSION_COMBINATIONS,
  settings: { ...DEFAULT_SETTINGS, gbcsSubstitution },
  londonDay: '2026-11-03',
});
/** Entries of one Device Model in several firmware versions: the gate lets on 4.1, and not 9.9. */
const entryOf = (number: number, gbcsVersion = '4.1', over: Partial<CplEntry> = {}) =>
  cplEntry({ firmwareVersion: String(number).padStart(8, '0'), gbcsVersion, ...over });

function correctionOf(number: number, gbcsVersion: string): CorrectionOutstanding {
  const entry = entryOf(number, gbcsVersion);
  const cause = `GBCS ${gbcsVersion} not recognised`;
  return { ...waitingLine(number, entry), entryKey: entry.entryKey, substitutedGbcsVersion: '4.0', cause, since: NOW };
}

describe('the gate', () => {
  function gated(entries: readonly CplEntry[], over: Partial<GateContext> = {}) {
    const gate = gateLines({
      rules: rules(),
      nextOrder: orders(7),
      uploadId: 'upload-7',
      publishedAt: NOW,
      now: NOW,
      waiting: [],
      corrections: [],
      fileBlockedBy: undefined,
      ...over,
    });
    const effects = entries.flatMap((entry, index) => gate.gate({ kind: 'changed', entry, line: index + 2 }, '2.061'));
    return { gate, effects };
  }
  const ordersOf = (lines: readonly WaitingLine[]) => lines.map(({ order }) => order.slice(11));

  test('[R12] a line that goes overtakes all that still waits for its entry, and is the first of its decision', () => {
    const entry = entryOf(1);
    const waiting = [waitingLine(1, entryOf(1, '9.9')), waitingLine(2, entryOf(1, '9.8'))];
    const { gate, effects } = gated([entry], { waiting });
    expect(effects).toMatchObject([
      { effect: 'send', change: { order: '000000000007-0000000000', gbcsVersion: '4.1', blockedSince: undefined } },
      { effect: 'overtake', line: waiting[0], overtakenBy: 'upload-7' },
      { effect: 'overtake', line: waiting[1], overtakenBy: 'upload-7' },
    ]);
    expect(gate.stillWaiting()).toEqual([]);
  });

  test('[R11] what waits is in the order in which it was blocked, whichever entry it is of', () => {
    const waiting = [
      waitingLine(1, entryOf(1, '9.9')),
      waitingLine(2, entryOf(2, '9.9')),
      waitingLine(3, entryOf(1, '9.9')),
    ];
    const { gate } = gated([entryOf(2, '9.8')], { waiting });
    expect(ordersOf(gate.stillWaiting())).toEqual(['1-0000000000', '2-0000000000', '3-0000000000', '7-0000000000']);
    expect(ordersOf(gate.blocked())).toEqual(['7-0000000000']);
  });

  test('a line that was blocked is so no longer once a later one of its entry goes', () => {
    expect(gated([entryOf(1, '9.9'), entryOf(1)]).gate.blocked()).toEqual([]);
  });

  test('[R10] under policy file a line waits with its file, unless it is a removal', () => {
    const { effects } = gated([entryOf(1), entryOf(2, '9.9'), entryOf(3, '4.1', { status: 'Removed' })], {
      fileBlockedBy: 'GBCS 9.8 not recognised',
    });
    expect(effects).toMatchObject([
      { effect: 'wait', line: { reason: 'GBCS 9.8 not recognised', blockedBy: 'file' } },
      { effect: 'wait', line: { reason: 'GBCS 9.9 not recognised', blockedBy: 'gbcs' } },
      { effect: 'send' },
    ]);
  });

  describe('names for their manufacturers', () => {
    const wrong = (number: number, gbcsVersion = '2.1') =>
      entryOf(number, gbcsVersion, { smetsChtsVersion: 'SMETS V2.0' });

    test('[R77] the entries whose versions are not allowed together, not those that wait or go under a substitute', () => {
      const ofLater = DEFAULT_VERSION_COMBINATIONS.filter(({ smetsChtsVersion }) => smetsChtsVersion === 'SMETS V5.1');
      const combinations = [...DEFAULT_VERSION_COMBINATIONS, ...ofLater.map((of) => ({ ...of, gbcsVersion: '9.9' }))];
      const known = (substitution = {}) => ({ rules: { ...rules(substitution), combinations } });
      const entries = [entryOf(1), wrong(2), wrong(3, '9.9'), wrong(4, '4.4')];
      const named = (over: Partial<GateContext>) =>
        gated(entries, over)
          .gate.notAllowed()
          .map(({ firmwareVersion }) => firmwareVersion);
      expect(named(known())).toEqual(['00000002']);
      expect(gated(entries, known()).gate.findings.findings.map(({ code, line }) => [code, line])).toEqual([
        ['CPL-COMBINATION', 3],
        ['CPL-COMBINATION', 4],
        ['CPL-COMBINATION-NOT-LISTED', 5],
      ]);
      expect(named(known({ '9.9': '4.1', '4.4': '4.1' }))).toEqual(['00000002']);
      expect(gated([wrong(4, '4.3')]).gate.notAllowed()).toEqual([]);
    });

    test('[R18] the lines that were sent under a substitute, and not those that settle one', () => {
      const corrections = [correctionOf(2, '9.9')];
      const { gate, effects } = gated([entryOf(1, '9.9'), entryOf(2)], { rules: rules({ '9.9': '4.1' }), corrections });
      expect(effects.map(({ effect }) => effect)).toEqual(['send', 'correction-due', 'send', 'correction-done']);
      expect(gate.substitutes()).toMatchObject([{ entryKey: entryOf(1).entryKey, substitutedGbcsVersion: '4.1' }]);
    });

    test('10,000 of each at most', () => {
      const numbers = Array.from({ length: 10_001 }, (_, index) => index);
      expect(gated(numbers.map((number) => wrong(number))).gate.notAllowed()).toHaveLength(10_000);
      const sent = gated(
        numbers.map((number) => entryOf(number, '9.9')),
        { rules: rules({ '9.9': '4.1' }) },
      );
      expect(sent.gate.substitutes()).toHaveLength(10_000);
    });
  });
});

describe('a release', () => {
  const released = (
    waiting: readonly WaitingLine[],
    corrections: readonly CorrectionOutstanding[] = [],
    gateRules = rules(),
    retryRefused = false,
  ) =>
    release(waiting, corrections, {
      rules: gateRules,
      blockPolicy: 'entry',
      retryRefused,
      nextOrder: orders(9),
      now: NOW,
      causedBy: 'register-9',
    });

  test('[R11] [R12] lets a line go that is recognised now, and overtakes all that waits before it for its entry', () => {
    const [first, second] = [waitingLine(1, entryOf(1, '9.9')), waitingLine(2, entryOf(1, '9.8'))];
    const [goes, after, other] = [waitingLine(3, entryOf(1)), waitingLine(4, entryOf(1, '9.9')), waitingLine(5)];
    const { effects, stillWaiting } = released([first, second, goes, after, other]);
    const overtaken = { effect: 'overtake', overtakenAt: NOW, overtakenBy: 'register-9' };
    expect(effects).toMatchObject([
      { effect: 'send', change: { order: '000000000009-0000000000', blockedSince: goes.blockedSince } },
      { effect: 'release', order: goes.order, entryKey: goes.entry.entryKey },
      { ...overtaken, line: first },
      { ...overtaken, line: second },
    ]);
    expect(stillWaiting).toEqual([after, other]);
  });

  test('[R11] leaves what waits in its order, whichever entry it is of', () => {
    const waiting = [1, 2, 1].map((number, index) => waitingLine(index + 1, entryOf(number, '9.9')));
    expect(released(waiting).stillWaiting).toEqual(waiting);
  });

  test('[R11] lets a line that the DSP itself refused go only where it is tried again', () => {
    const refused: WaitingLine = { ...waitingLine(1, entryOf(1)), blockedBy: 'dsp' };
    expect(released([refused])).toMatchObject({ effects: [], stillWaiting: [refused] });
    expect(released([refused], [], rules(), true)).toMatchObject({ stillWaiting: [] });
  });

  test('[R18] corrects what was sent under a substitute and is recognised now, and nothing else', () => {
    const corrections = [
      correctionOf(1, '4.1'),
      correctionOf(2, '9.9'),
      correctionOf(3, '9.8'),
      correctionOf(4, '4.1'),
    ];
    const { effects, stillOutstanding } = released([waitingLine(5, entryOf(4))], corrections, rules({ '9.9': '4.1' }));
    expect(effects.map((effect) => (effect.effect === 'send' ? effect.change.kind : effect.effect))).toEqual([
      'added',
      'release',
      'correction-done',
      'correction',
      'correction-done',
    ]);
    expect(stillOutstanding).toEqual(corrections.slice(1, 3));
  });
});

describe('a list that the accepted one supersedes', () => {
  test('is not applied, and is shut out only if it was issued after the accepted one had arrived', () => {
    expect(supersededBy(ACCEPTED, { issue: '2.050', issuedOn: '2026-11-02' })).toEqual({
      outcome: 'Not applied: issue 2.060 has been accepted already.',
      accepted: ACCEPTED,
    });
    expect(supersededBy(ACCEPTED, { issue: '2.050', issuedOn: '2026-11-03' })).toEqual({
      outcome:
        'Not applied: issue 2.060 has been accepted already, although this list was issued later, on 3 Nov 2026: one of the two numbers must be wrong. Check both, and send the list again under the right one.',
      accepted: { ...ACCEPTED, shutOut: ['2.050'] },
    });
  });

  test('is one of the last hundred that are known as shut out', () => {
    const shutOut = Array.from({ length: 100 }, (_, index) => `1.${index}`);
    const { accepted } = supersededBy({ ...ACCEPTED, shutOut }, { issue: '2.050', issuedOn: '2026-11-03' });
    expect(accepted.shutOut).toEqual([...shutOut.slice(1), '2.050']);
    const again = supersededBy({ ...ACCEPTED, shutOut }, { issue: '1.7', issuedOn: '2026-11-03' });
    expect(again.accepted.shutOut).toEqual(shutOut);
  });
});
