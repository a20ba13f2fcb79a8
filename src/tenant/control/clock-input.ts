import { z } from 'zod';
import type { TenantClock } from '../clock.ts';
import { members } from './input.ts';

const lastTime = Date.parse('9999-12-31T00:00:00Z');
const isPossible = (time: number): boolean => time >= 0 && time <= lastTime;

const time = { error: 'has to be a time such as 2030-01-31T12:00:00Z, from 1970 to 9999' };

/** Schema for the body of a request that sets the clock. */
export const clockSetting = members({
  now: z.iso
    .datetime({ offset: true, ...time })
    .transform((text) => new Date(text))
    .refine((now) => isPossible(now.getTime()), time),
});

/** Makes the schema for the body of a request that moves the clock forward. The year 9999 is the limit. */
export function clockStep({ now }: TenantClock) {
  const range = { error: 'has to be a number of seconds above 0 that does not pass the year 9999' };
  return members({
    seconds: z
      .number(range)
      .positive(range)
      .refine((seconds) => isPossible(now().getTime() + seconds * 1000), range),
  });
}
