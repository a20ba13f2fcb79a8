import { z } from 'zod';
import { members } from './input.ts';

const range = { error: 'has to be a whole number of seconds, 1 to 2592000' };

/** Schema for the body of a request that sets the lifetime of access tokens. The limit is Auth0's: 30 days. */
export const lifetimeSetting = members({
  seconds: z.int(range).min(1, range).max(2_592_000, range),
});
