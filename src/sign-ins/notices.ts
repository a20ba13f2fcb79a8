/**
 * A notice that replicas send each other. `token`: a token is revoked. `signIn`: a sign-in has ended. `person`: all sessions of a
 * user that began before `at` have ended. `exempt`: a token is valid in spite of such a cut-off.
 */
export type Notice =
  | { kind: 'token'; id: string }
  | { kind: 'signIn'; id: string }
  | { kind: 'person'; user: string; at: number }
  | { kind: 'exempt'; id: string; at: number };

/** Formats a notice as the text that a store saves. */
export function toText(notice: Notice): string {
  switch (notice.kind) {
    case 'token':
    case 'signIn':
      return JSON.stringify([notice.kind, notice.id]);
    case 'person':
      return JSON.stringify(['person', notice.user, notice.at]);
    case 'exempt':
      return JSON.stringify(['exempt', notice.id, notice.at]);
  }
}

/**
 * Parses the text of a notice.
 *
 * @returns undefined for an unknown text, which another version of the gateway may have written
 */
export function toNotice(text: string): Notice | undefined {
  try {
    const [kind, name, at] = JSON.parse(text) as unknown[];
    if (typeof name !== 'string') return undefined;
    if (kind === 'token' || kind === 'signIn') return { kind, id: name };
    if (typeof at !== 'number') return undefined;
    if (kind === 'person') return { kind, user: name, at };
    return kind === 'exempt' ? { kind, id: name, at } : undefined;
  } catch {
    return undefined;
  }
}
