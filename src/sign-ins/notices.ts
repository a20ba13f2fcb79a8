/** Notices that replicas send each other: a token, a sign-in, or each session of a user before an instant has ended. */
export type Notice =
  | { kind: 'token'; id: string }
  | { kind: 'signIn'; id: string }
  | { kind: 'person'; user: string; at: number }
  | { kind: 'exempt'; id: string; at: number };

/** Writes a notice as the text that a store holds. */
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

/** Reads such a text. Another version of the gateway may have written it: undefined when it is unknown. */
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
