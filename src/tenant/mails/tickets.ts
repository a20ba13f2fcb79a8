import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { UserDirectory } from '../users/user-directory.ts';
import type { User } from '../users/user.ts';

/** What a link in a mail is for; the name of the page that it opens. */
export type TicketPurpose = 'reset-password' | 'email-verification' | 'unblock';

/** What a link lets its bearer do. */
export interface Ticket {
  user: User;
  purpose: TicketPurpose;
  /** Whether following it proves the e-mail address. */
  marksEmailAsVerified: boolean;
}

interface IssuedTicket extends Ticket {
  /** Where the link was sent. */
  email: string;
  /** Milliseconds since the epoch. */
  until: number;
}

const defaultTtlSeconds = 5 * 24 * 60 * 60;
const maxTickets = 10_000;

/** The links that were issued. Of several for one user and purpose the newest alone is good. The 10 000 newest are remembered. */
export class Tickets {
  readonly #users: UserDirectory;
  readonly #now: () => Date;
  readonly #issued = new LRUCache<string, IssuedTicket>({ max: maxTickets });
  /** The id of the newest ticket of each user and purpose. */
  readonly #newest = new LRUCache<string, string>({ max: maxTickets });

  constructor(users: UserDirectory, now: () => Date) {
    this.#users = users;
    this.#now = now;
  }

  /**
   * Issues a ticket of 32 characters.
   *
   * @param ttlSeconds - default is five days
   */
  issue(ticket: Ticket, ttlSeconds = defaultTtlSeconds): string {
    const { user, purpose } = ticket;
    const id = randomBytes(16).toString('hex');
    const until = this.#now().getTime() + ttlSeconds * 1000;
    this.#issued.set(id, { ...ticket, email: user.email, until });
    this.#newest.set(ownerKey(user, purpose), id);
    return id;
  }

  /** The ticket, unless it is spent, expired or not the newest, or the user is gone or has another address by now. */
  find(id: string | undefined, purpose: TicketPurpose): Ticket | undefined {
    if (id === undefined) return undefined;
    const ticket = this.#issued.get(id);
    return ticket?.purpose === purpose && this.#isGood(id, ticket) ? ticket : undefined;
  }

  /** Ends a ticket. Returns false when another request has done so meanwhile. */
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
