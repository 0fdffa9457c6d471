import type { DeviceEvent } from './device-event.ts';

/** Never more than this many events of a device are kept one by one, so that no device can outgrow its item … */
export const RECENT_EVENTS = 200;
/** … nor more than so many characters of them: whoever sends one chooses its source and id. */
export const RECENT_CHARACTERS = 30_000;

/** What an event takes up in its item beside the texts that its sender chose. */
const FRAME = 30;

/** How many of some events, the oldest first, are more than may be kept one by one; the newest always may. */
export function countToCompact(events: readonly DeviceEvent[]): number {
  let characters = 0;
  let kept = 0;
  for (const event of events.toReversed()) {
    characters += lengthOf(event);
    if (kept === RECENT_EVENTS || (kept > 0 && characters > RECENT_CHARACTERS)) break;
    kept += 1;
  }
  return events.length - kept;
}

function lengthOf({ beyondMillis = '', source = '', id, change }: DeviceEvent): number {
  let length = FRAME + beyondMillis.length + source.length + id.length;
  if ('details' in change)
    for (const [name, value] of Object.entries(change.details)) length += name.length + value.length;
  return length;
}
