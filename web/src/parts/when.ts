const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/**
 * A point in the past as a user reads it: "5 minutes ago", and the date after a week. A device whose clock is slow reads "just now".
 *
 * @param iso - UTC, in ISO 8601
 */
export function when(iso: string, now = Date.now()): string {
  const minutes = Math.round((Date.parse(iso) - now) / 60_000);
  if (minutes > -1) return 'just now';
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 24) return relative.format(hours, 'hour');
  const days = Math.round(hours / 24);
  return Math.abs(days) < 7 ? relative.format(days, 'day') : absolute.format(new Date(iso));
}
