const LONDON_DAY = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar day in London, as `yyyy-mm-dd`, of an ISO instant: validity periods are days there, not in UTC. */
export function londonDay(instant: string): string {
  return LONDON_DAY.format(new Date(instant));
}
