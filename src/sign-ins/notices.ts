import { revocationCauses, type RevocationCause } from '../errors.ts';
import type { PasswordMark } from './password-mark.ts';

/**
 * A notice that replicas send each other. `token`: a token is revoked. `signIn`: a sign-in has ended. `person`: all sessions of a
 * user, or of {@link everybody}, that began before `at` have ended, but for the sign-ins with the ids in `spared`. `exempt`: a token
 * is valid in spite of such a cut-off. `password`: the provider says that a password was set at the instant `value`. `tokenPassword`:
 * the password that a token is from.
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

/** In place of a user: all users. It is the `sub` of nobody, since Auth0's have the connection in front. */
export const everybody = '*';

/**
 * Formats a notice as the text that a store saves. An older version of the gateway passes over the cause and the spared sign-ins, and
 * ends these, too.
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
 * Parses the text of a notice. Returns undefined for a form that this version does not know: another version may have written it.
 * An older version writes no cause, and a newer one may write a cause that this one does not know.
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
