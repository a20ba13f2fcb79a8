import type { AuditedSubject } from '../audit/audit-log.ts';
import type { AuthenticatedCaller, Caller } from '../tokens/caller.ts';
import type { SignedIn } from './factors.ts';
import { findRealm } from './input.ts';
import type { SessionsOptions } from './options.ts';

/** Returns the id of an authenticated caller. */
export function idOf(caller: Caller | undefined): string | undefined {
  return caller?.state === 'authenticated' ? caller.id : undefined;
}

/** Returns the digest of a name that was typed. */
export function nameOf(
  { realm: named, username }: { realm?: string | null | undefined; username: string },
  { realms, digestOf }: SessionsOptions,
): AuditedSubject {
  const realm = findRealm(named, realms);
  return typeof realm === 'string' ? { digest: digestOf({ realm, username }) } : {};
}

/** Reads the user of a flow from its `mfaToken`, as far as the flow knows the user. */
export async function userOf(mfaToken: string, { mfa }: SessionsOptions): Promise<AuditedSubject> {
  const found = await mfa.open(mfaToken);
  return typeof found === 'string' ? {} : { id: found.state.user, digest: found.state.who };
}

/** Reads the user from a `verificationToken`. */
export async function userToVerify(
  verificationToken: string | undefined,
  { verification }: SessionsOptions,
): Promise<AuditedSubject> {
  if (verificationToken === undefined) return {};
  const found = await verification.open(verificationToken);
  return typeof found === 'string' ? {} : { id: found.state.user };
}

/** Remembers whom an operation has identified. */
export class RememberedCaller {
  readonly #signedIn: SignedIn;
  #id: string | undefined;

  constructor(signedIn: SignedIn) {
    this.#signedIn = signedIn;
  }

  /** Identifies the caller. */
  readonly ask = async (): Promise<AuthenticatedCaller> => {
    const caller = await this.#signedIn();
    this.#id = caller.id;
    return caller;
  };

  /** Returns the id of the caller. Undefined if the operation has not asked for it. */
  readonly id = (): string | undefined => this.#id;
}
