import { z } from 'zod';
import { describeVariable as variable } from './variable-description.ts';

/** Schema of a whole number from a range. */
function wholeNumber(min: number, max: number) {
  return z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number);
}

/** Variables of the audit trail, in the group `Metrics and log`. */
export const auditVariables = {
  AUDIT_EVENTS: variable(wholeNumber(1000, 1_000_000).default(100_000), {
    group: 'Metrics and log',
    task: 'keep more or fewer events of the audit trail',
    meaning:
      'The number of events that the [audit trail](audit.md) keeps: the newest ones, twice: once of successful administrative acts, and once of all other events. They are in Redis with `REDIS_URL`, else in `STATE_DIR`. All processes need the same value.',
    format: 'a whole number from 1000 to 1000000',
    whenWrong:
      'Too few: `auditEvents` no longer finds what the log still has. Too many: Redis needs more memory (some 40 MB for 100,000 events).',
    example: '100000',
  }),
  AUDIT_DAYS: variable(wholeNumber(1, 3650).default(90), {
    group: 'Metrics and log',
    task: 'keep the audit trail for a longer or shorter time',
    meaning:
      'The days for which the [audit trail](audit.md) keeps an event, with the user id and IP address in it. All processes need the same value.',
    format: 'whole days from 1 to 3650',
    whenWrong:
      'Too short: `auditEvents` no longer finds what the log still has. Too long: personal data stays for longer than you told your users.',
    example: '90',
  }),
};
