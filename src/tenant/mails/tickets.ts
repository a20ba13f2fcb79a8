import { randomBytes } from 'node:crypto';
import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import type { UserDirectory } from '../users/user-directory.ts';
import type { User } from '../users/user.ts';

/** Purpose of a link in a mail. It is also the name of the page that the link opens. */
export type TicketPurpose = (typeof purposes)[number];

const purposes = ['reset-password', 'email-verification', 'unblock'] as const;

/** Rights of the holder of a link. */
export interface Ticket {
  user: User;
  purpose: TicketPurpose;
  /** Whether following the link proves that the user owns the e-mail address. */
  marksEmailAsVerified: boolean;
  /** Page to which the browser is sent when the link has done its work. Default: a page of the tenant says so. */
  resultUrl?: string | undefined;
  /** Whether the redirect names the e-mail address. */
  includeEmailInRedirect?: boolean | undefined;
  /** Hash of the password that the link sets, without asking for one. */
  passwordHash?: string | undefined;
}

interface IssuedTicket extends Omit<Ticket, 'user'> {
  user_id: string;
  /** E-mail address to which the ticket was sent. */
  email: string;
  /** Instant of expiry, in milliseconds since the epoch. */
  until: number;
}

const defaultTtlSeconds = 5 * 24 * 60 * 60;
const maxTickets = 10_000;

/** The tickets that the tenant has issued. Only the newest for each user and purpose is valid. The 10,000 newest are remembered. */
export class Tickets {
  readonly #users: UserDirectory;
  readonly #now: () => Date;
  readonly #issued: SavedMap<IssuedTicket>;
  /** ID of the newest ticket, for each user and purpose. */
  readonly #newest: SavedMap<string>;

  constructor(users: UserDirectory, state: SavedState, now: () => Date) {
    this.#users = users;
    this.#now = now;
    this.#issued = new SavedMap(state, { kind: 'ticket', max: maxTickets });
    this.#newest = new SavedMap(state, { kind: 'newest_ticket', max: maxTickets });
    users.whenRemoved((user) => {
      for (const purpose of purposes) this.#newest.delete(ownerKey(user, purpose));
    });
  }

  /**
   * Issues a ticket.
   *
   * @param ttlSeconds - lifetime in seconds. Default: five days
   * @returns its ID, 32 characters
   */
  issue(ticket: Ticket, ttlSeconds = defaultTtlSeconds): string {
    const { user, ...rights } = ticket;
    const id = randomBytes(16).toString('hex');
    const until = this.#now().getTime() + ttlSeconds * 1000;
    this.#issued.set(id, { ...rights, user_id: user.user_id, email: user.email, until });
    this.#newest.set(ownerKey(user, rights.purpose), id);
    return id;
  }

  /**
   * Finds a ticket that is valid: not spent, not expired, the newest of its kind, and for a user who still exists and has the same
   * e-mail address.
   */
  find(id: string | undefined, purpose: TicketPurpose): Ticket | undefined {
    if (id === undefined) return undefined;
    const ticket = this.#issued.get(id);
    const user = this.#users.findById(ticket?.user_id ?? '');
    if (!ticket || !user || ticket.purpose !== purpose) return undefined;
    return this.#isGood(id, ticket, user) ? { ...ticket, user } : undefined;
  }

  /** Spends a ticket. Returns false if another request has already spent it. */
  spend(id: string): boolean {
    return this.#issued.delete(id);
  }

  #isGood(id: string, { purpose, email, until }: IssuedTicket, user: User): boolean {
    return (
      this.#newest.get(ownerKey(user, purpose)) === id &&
      this.#now().getTime() < until &&
      user.email === email
    );
  }
}

function ownerKey({ user_id }: User, purpose: TicketPurpose): string {
  return `${purpose} ${user_id}`;
}
