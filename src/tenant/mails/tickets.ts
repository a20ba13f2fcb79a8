import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { UserDirectory } from '../users/user-directory.ts';
import type { User } from '../users/user.ts';

/** Purpose of a link in a mail. It is also the name of the page that the link opens. */
export type TicketPurpose = 'reset-password' | 'email-verification' | 'unblock';

/** Rights of the holder of a link. */
export interface Ticket {
  user: User;
  purpose: TicketPurpose;
  /** Whether following the link proves that the user owns the e-mail address. */
  marksEmailAsVerified: boolean;
}

interface IssuedTicket extends Ticket {
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
  readonly #issued = new LRUCache<string, IssuedTicket>({
    maxSize: maxTickets,
    sizeCalculation: () => 1,
  });
  /** ID of the newest ticket, for each user and purpose. */
  readonly #newest = new LRUCache<string, string>({
    maxSize: maxTickets,
    sizeCalculation: () => 1,
  });

  constructor(users: UserDirectory, now: () => Date) {
    this.#users = users;
    this.#now = now;
  }

  /**
   * Issues a ticket.
   *
   * @param ttlSeconds - lifetime in seconds. Default: five days
   * @returns its ID, 32 characters
   */
  issue(ticket: Ticket, ttlSeconds = defaultTtlSeconds): string {
    const { user, purpose } = ticket;
    const id = randomBytes(16).toString('hex');
    const until = this.#now().getTime() + ttlSeconds * 1000;
    this.#issued.set(id, { ...ticket, email: user.email, until });
    this.#newest.set(ownerKey(user, purpose), id);
    return id;
  }

  /**
   * Finds a ticket that is valid: not spent, not expired, the newest of its kind, and for a user who still exists and has the same
   * e-mail address.
   */
  find(id: string | undefined, purpose: TicketPurpose): Ticket | undefined {
    if (id === undefined) return undefined;
    const ticket = this.#issued.get(id);
    return ticket?.purpose === purpose && this.#isGood(id, ticket) ? ticket : undefined;
  }

  /** Spends a ticket. Returns false if another request has already spent it. */
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
