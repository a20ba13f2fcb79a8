import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { UserDirectory } from '../users/user-directory.ts';
import type { User } from '../users/user.ts';

/** Purpose of a link in a mail, and name of the page that the link opens. */
export type TicketPurpose = 'reset-password' | 'email-verification' | 'unblock';

/** Rights of the bearer of a link. */
export interface Ticket {
  user: User;
  purpose: TicketPurpose;
  /** True if following the link proves the e-mail address. */
  marksEmailAsVerified: boolean;
}

interface IssuedTicket extends Ticket {
  /** E-mail address to which the link was sent. */
  email: string;
  /** Expiry, in milliseconds since the epoch. */
  until: number;
}

const defaultTtlSeconds = 5 * 24 * 60 * 60;
const maxTickets = 10_000;

/** The issued tickets. For one user and purpose, only the newest is valid. The 10,000 newest tickets are remembered. */
export class Tickets {
  readonly #users: UserDirectory;
  readonly #now: () => Date;
  readonly #issued = new LRUCache<string, IssuedTicket>({
    maxSize: maxTickets,
    sizeCalculation: () => 1,
  });
  /** ID of the newest ticket of each user and purpose. */
  readonly #newest = new LRUCache<string, string>({
    maxSize: maxTickets,
    sizeCalculation: () => 1,
  });

  constructor(users: UserDirectory, now: () => Date) {
    this.#users = users;
    this.#now = now;
  }

  /**
   * Issues a ticket of 32 characters.
   *
   * @param ttlSeconds - lifetime in seconds, five days by default
   */
  issue(ticket: Ticket, ttlSeconds = defaultTtlSeconds): string {
    const { user, purpose } = ticket;
    const id = randomBytes(16).toString('hex');
    const until = this.#now().getTime() + ttlSeconds * 1000;
    this.#issued.set(id, { ...ticket, email: user.email, until });
    this.#newest.set(ownerKey(user, purpose), id);
    return id;
  }

  /** Finds a valid ticket: unspent, unexpired and the newest, for a user who still exists and has the same e-mail address. */
  find(id: string | undefined, purpose: TicketPurpose): Ticket | undefined {
    if (id === undefined) return undefined;
    const ticket = this.#issued.get(id);
    return ticket?.purpose === purpose && this.#isGood(id, ticket) ? ticket : undefined;
  }

  /** Spends a ticket. Returns false if another request has spent the ticket meanwhile. */
  spend(id: string): boolean {
    return this.#issued.delete(id);
  }

  #isGood(id: string, { user, purpose, email, until }: IssuedTicket): boolean {
    return (
      this.#newest.get(ownerKey(user, purpose)) === id &&
      this.#now().getTime() < until &&
      this.#users.findById(user.user_id) === user &&
      user.email === email
    );
  }
}

function ownerKey({ user_id }: User, purpose: TicketPurpose): string {
  return `${purpose} ${user_id}`;
}
