import type { Choices } from './choices.ts';
import { EFFECT_FAULTS, type FaultKind, READ_FAULTS } from './faults.ts';
import type { Call } from './invocation.ts';

/** Effects that few schedules come to: they are hit more often, so that every kind of fault hits them. */
const SELDOM =
  /^(watch|reports)|ses|lane-dead|lane\.Send|srv-events\.Send|dsp-updates\.SendMessage$|Multipart|UploadPart|MARKS|REEVALUATIONS|SUSPENSIONS|CORRECTIONS|DEFERRED-MAIL|OVERTAKEN|given-up|Delete/;

/** What few of those come to in turn, such as the end of an upload that failed. They are hit twice as often again. */
const RAREST =
  /^reports (?:ses\.SendEmail|ledger\.Put (?:MAIL|REPORTS))|given-up|lane-dead|^dsp-ingestion (?:lane|srv-events)|Abort|Delete (?:MARKS|CORRECTIONS)|OVERTAKEN|SUSPENSIONS|LIST-LOOK|watch ledger\.Put DEFERRED|dsp-updates\.SendMessage$/;

/** What goes wrong at a call, by the rate that faults have now. */
export function drawnFault(
  call: Call,
  { choices, faultRate }: { readonly choices: Choices; readonly faultRate: number },
): FaultKind | undefined {
  const rate = faultRateOf(call, faultRate);
  if (rate === 0 || !choices.happens(rate)) return undefined;
  const kinds = call.isEffect ? EFFECT_FAULTS : READ_FAULTS;
  if (call.divisible && choices.happens(0.3)) return 'partly done';
  return choices.oneOf(kinds);
}

/** How often a call fails: effects that are seldom reached more often than others. */
function faultRateOf({ isEffect, boundary }: Pick<Call, 'isEffect' | 'boundary'>, usual: number): number {
  if (!isEffect || !SELDOM.test(boundary)) return usual;
  return Math.min(0.4, usual * 12) * (RAREST.test(boundary) ? 2 : 1);
}
