import {
  useInterval,
  type CookieSession,
  type CookieSessions,
} from '../sign-ins/cookie-sessions.ts';
import type { Client, Devices } from '../sign-ins/devices.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { RememberedSession } from './remembered-sessions.ts';

/** Dependencies of {@link SessionLife}. */
export interface SessionLifeOptions {
  sessions: CookieSessions;
  signIns: SignIns;
  devices: Pick<Devices, 'seen'>;
  revocations: Pick<Revocations, 'findSignInEnd'>;
}

/** Last part of an access token's life, in which its session is renewed. */
const lastPart = 0.1;

/** Decides whether a remembered session is still valid, and saves that sessions are in use. */
export class SessionLife {
  readonly #options: SessionLifeOptions;

  constructor(options: SessionLifeOptions) {
    this.#options = options;
  }

  /** Whether a remembered session is valid without asking the store. */
  goesOn({ name, signIn, startedAt, expiresAt, usedAt, isReplaced }: RememberedSession): boolean {
    const { sessions, signIns, revocations } = this.#options;
    return (
      !isReplaced &&
      Math.min(expiresAt, startedAt + sessions.lifetime, usedAt + sessions.idle) > signIns.now() &&
      !signIns.ends.find(signIn) &&
      !revocations.findSignInEnd(name)
    );
  }

  /** Whether the access token of a session is in the last tenth of its life. */
  isDue({ issuedAt, expiresAt }: Pick<CookieSession, 'issuedAt' | 'expiresAt'>): boolean {
    return this.#options.signIns.now() >= expiresAt - (expiresAt - issuedAt) * lastPart;
  }

  /** Returns the seconds until a session ends if it is not used. */
  secondsLeft(session: RememberedSession): number {
    const left = this.#endOf(session) - this.#options.signIns.now();
    return Math.max(0, Math.floor(left / 1000));
  }

  /** Saves that a client uses a session now. Returns undefined if this process has already done so within the last minute. */
  use(session: RememberedSession, readClient: () => Client): Promise<unknown> | undefined {
    const { sessions, signIns } = this.#options;
    const now = signIns.now();
    if (now - session.usedAt < useInterval) return undefined;
    session.usedAt = now;
    return Promise.all([sessions.use(session.saved.session), this.seen(session, readClient())]);
  }

  /** Saves the device of a session. */
  seen(session: RememberedSession, client: Client): Promise<void> {
    const { signIn, saved } = session;
    const use = { client, transport: 'COOKIE', until: this.#endOf(session), saved } as const;
    return this.#options.devices.seen(signIn, use);
  }

  /** Returns the time at which a session ends if it is not used (milliseconds since the epoch). */
  #endOf({ isRenewable, startedAt, expiresAt }: RememberedSession): number {
    const { sessions, signIns } = this.#options;
    const end = isRenewable ? signIns.now() + sessions.idle : expiresAt;
    return Math.min(end, startedAt + sessions.lifetime);
  }
}
