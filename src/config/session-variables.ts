import { z } from 'zod';
import { seconds, secrets, words } from './values.ts';
import { describeVariable as variable } from './variable-description.ts';

/** Transports of a session, as the schema names them. */
const transports = ['TOKENS', 'COOKIE'] as const;

const days = 24 * 60 * 60;
/** Maximum lifetime of a session (seconds). The gateway remembers the end of a sign-in for as long. */
const longestLifetime = 90 * days;

/** Variables of the group `Sessions`. */
export const sessionVariables = {
  STATE_SECRETS: variable(secrets.optional(), {
    group: 'Sessions',
    task: 'change a secret and sign nobody out',
    meaning:
      'The secrets from which the gateway derives the keys of what it saves and seals: sessions in cookies, digests of refresh tokens, hand-overs, and the tokens of flows. The first one is used; the others only open what they closed. To change a secret, add the new one at the end, restart all replicas, move it to the front, and restart them again. Keep the old one for 90 days.',
    format: 'texts of at least 32 characters each, separated by commas, newest first',
    default: 'the value of `AUTH0_CLIENT_SECRET`',
    whenWrong:
      'Without the old secret, every session in a cookie ends, and the gateway no longer knows earlier refresh tokens: they still work at Auth0, but an earlier logout is unknown. Who waits for a second factor starts again.',
    example: '',
  }),
  REFRESH_WINDOW: variable(
    seconds.refine((value) => value <= 600, { error: 'must be at most 600 seconds' }).default(10),
    {
      group: 'Sessions',
      task: 'let slow tabs refresh with the same token',
      meaning:
        'The time for which an exchanged refresh token gets its successor again, even when a client has used the successor by then. Until a client uses it, the time is 10 minutes.',
      format: 'whole seconds, at most 600',
      whenWrong:
        'Too short: a tab that refreshes late ends its sign-in. Too long: a stolen refresh token works for longer.',
      example: '10',
    },
  ),
  ALLOWED_TRANSPORTS: variable(
    words
      .pipe(
        z.array(z.enum(transports), {
          error: 'must be TOKENS, COOKIE or both, separated by commas',
        }),
      )
      .refine((allowed) => allowed.length > 0, { error: 'must name TOKENS, COOKIE or both' })
      .default([...transports]),
    {
      group: 'Sessions',
      task: 'keep tokens out of browsers',
      meaning:
        'The ways in which a session may travel: `TOKENS` gives the tokens to the client, `COOKIE` keeps them at the gateway and gives the browser a cookie that no script can read.',
      format: '`TOKENS`, `COOKIE` or both, separated by commas',
      whenWrong: '`login` answers `InvalidInput` for the field `transport`.',
      example: 'TOKENS,COOKIE',
    },
  ),
  DEFAULT_TRANSPORT: variable(
    z.enum(transports, { error: 'must be TOKENS or COOKIE' }).optional(),
    {
      group: 'Sessions',
      task: 'choose the transport of clients that name none',
      meaning: 'How a session travels when `login` does not say.',
      format: '`TOKENS` or `COOKIE`',
      default: 'the first of `ALLOWED_TRANSPORTS`: `TOKENS`',
      whenWrong: 'A client that expects tokens gets null for them, or the other way round.',
      example: 'TOKENS',
    },
  ),
  COOKIE_SAMESITE: variable(
    z.enum(['strict', 'lax'], { error: 'must be strict or lax' }).default('strict'),
    {
      group: 'Sessions',
      task: 'let links of other sites open pages as a signed-in user',
      meaning:
        'The attribute SameSite of the session cookie. With `strict` a browser that follows a link from a mail sends no cookie for the first page; only a server that renders pages notices. With `lax` it does.',
      format: '`strict` or `lax`',
      whenWrong:
        'With `strict`, a server that renders pages shows the first page after such a link as signed out.',
      example: 'lax',
    },
  ),
  SESSION_IDLE: variable(
    seconds.refine((value) => value > 0, { error: 'must be at least 1 second' }).default(7 * days),
    {
      group: 'Sessions',
      task: 'end sessions in cookies that nobody uses',
      meaning:
        'The time after its last request at which a session in a cookie ends. With tokens, the lifetimes of refresh tokens at Auth0 decide.',
      format: 'whole seconds',
      whenWrong:
        'Too short: users sign in again after a break. Longer than the idle lifetime of refresh tokens at Auth0: that one ends the session.',
      example: '604800',
    },
  ),
  SESSION_LIFETIME: variable(
    seconds
      .refine((value) => value > 0 && value <= longestLifetime, {
        error: 'must be from 1 to 7776000 seconds, which is 90 days',
      })
      .default(30 * days),
    {
      group: 'Sessions',
      task: 'limit the life of sessions in cookies',
      meaning:
        'The time after its sign-in at which a session in a cookie ends. The gateway remembers ended sign-ins for 90 days, so this cannot be longer.',
      format: 'whole seconds, at most 7776000 (90 days)',
      whenWrong:
        'Too short: users sign in again often. Longer than the lifetime of refresh tokens at Auth0: that one ends the session.',
      example: '2592000',
    },
  ),
};
