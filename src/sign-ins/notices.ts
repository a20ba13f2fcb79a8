import { revocationCauses, type RevocationCause } from '../errors.ts';
import type { PasswordMark } from './password-mark.ts';

/**
 * A notice that replicas send each other.
 *
 * - `token`: the token is revoked.
 * - `signIn`: the sign-in has ended.
 * - `person`: a cut-off. All sessions of a user, or of {@link everybody}, that began before `at` have ended, except the
 *   sign-ins with the ids in `spared`.
 * - `exempt`: a token stays valid although its `iat` precedes the cut-off at `at`.
 * - `password`: the user's password was set at the time `value`, as the provider says.
 * - `tokenPassword`: the password of the sign-in that a token belongs to.
 */
export type Notice =
  | { kind: 'token'; id: string; cause: RevocationCause | undefined }
  | { kind: 'signIn'; id: string; cause: RevocationCause | undefined }
  | {
      kind: 'person';
      user: string;
      at: number;
      cause: RevocationCause | undefined;
      spared: readonly string[];
    }
  | { kind: 'exempt'; id: string; at: number }
  | { kind: 'password'; user: string; value: number }
  | { kind: 'tokenPassword'; id: string; mark: PasswordMark };

/** Stands for all users in a notice. No user has this `sub`, because Auth0's subjects start with the connection's name. */
export const everybody = '*';

/**
 * Formats a notice for the store. An older version of the gateway ignores the cause and the spared sign-ins, so it ends the
 * spared sign-ins too.
 */
export function toText(notice: Notice): string {
  switch (notice.kind) {
    case 'token':
    case 'signIn':
      return JSON.stringify([notice.kind, notice.id, ...toList(notice.cause)]);
    case 'person':
      return JSON.stringify([
        ...['person', notice.user, notice.at],
        ...(notice.spared.length > 0 ? [notice.cause, ...notice.spared] : toList(notice.cause)),
      ]);
    case 'exempt':
      return JSON.stringify(['exempt', notice.id, notice.at]);
    case 'password':
      return JSON.stringify(['password', notice.user, notice.value]);
    case 'tokenPassword': {
      const { value, next } = notice.mark;
      const more = next === undefined ? [] : [next];
      return JSON.stringify(['tokenPassword', notice.id, value, ...more]);
    }
  }
}

/**
 * Parses the text of a notice. Returns undefined for a form that this version does not know, because a newer version may have
 * written it. The cause is undefined if an older version wrote none, or if this version does not know it.
 */
export function toNotice(text: string): Notice | undefined {
  try {
    const [kind, name, ...rest] = JSON.parse(text) as unknown[];
    if (typeof name !== 'string') return undefined;
    if (kind === 'token' || kind === 'signIn') return { kind, id: name, cause: toCause(rest[0]) };
    const [at, cause, ...others] = rest;
    if (typeof at !== 'number') return undefined;
    if (kind === 'person') {
      const spared = others.filter((id) => typeof id === 'string');
      return { kind, user: name, at, cause: toCause(cause), spared };
    }
    if (kind === 'password') return { kind, user: name, value: at };
    if (kind === 'tokenPassword') {
      const [, next] = rest;
      return { kind, id: name, mark: { value: at, ...(typeof next === 'number' && { next }) } };
    }
    return kind === 'exempt' ? { kind, id: name, at } : undefined;
  } catch {
    return undefined;
  }
}

function toList(cause: RevocationCause | undefined): RevocationCause[] {
  return cause ? [cause] : [];
}

function toCause(value: unknown): RevocationCause | undefined {
  return revocationCauses.find((cause) => cause === value);
}
