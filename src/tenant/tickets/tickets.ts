import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { User, UserDirectory } from '../users/user-directory.ts';

/** What a link in a mail is for; the name of the page that it opens. */
export type TicketPurpose = 'reset-password' | 'email-verification' | 'unblock';

/** What a link lets its bearer do. */
export interface Ticket {
  user: User;
  purpose: TicketPurpose;
  /** Whether following it proves the e-mail address. */
  marksEmailAsVerified: boolean;
}

/** The links that were given out. Of several for one user and purpose the newest alone is good. */
export interface Tickets {
  /**
   * Makes a ticket of 32 characters.
   *
   * @param ttlSeconds - default is five days
   */
  issue(ticket: Ticket, ttlSeconds?: number): string;
  /** The ticket, unless it is spent, expired or not the newest, or the user is gone or has another address by now. */
  find(id: string | undefined, purpose: TicketPurpose): Ticket | undefined;
  /** Ends a ticket. Returns false when somebody else has done so meanwhile. */
  spend(id: string): boolean;
}

interface IssuedTicket extends Ticket {
  /** Where the link was sent. */
  email: string;
  /** Milliseconds since the epoch. */
  until: number;
}

const defaultTtlSeconds = 5 * 24 * 60 * 60;
const maxTickets = 10_000;

/** Keeps the 10 000 newest. */
export function tickets(users: UserDirectory, now: () => Date): Tickets {
  const issued = new LRUCache<string, IssuedTicket>({
    maxSize: maxTickets,
    sizeCalculation: () => 1,
  });
  const newest = new LRUCache<string, string>({ maxSize: maxTickets, sizeCalculation: () => 1 });
  const isGood = (id: string, { user, purpose, email, until }: IssuedTicket): boolean =>
    newest.get(ownerKey(user, purpose)) === id &&
    now().getTime() < until &&
    users.findById(user.user_id) === user &&
    user.email === email;
  return {
    issue(ticket, ttlSeconds = defaultTtlSeconds) {
      const { user, purpose } = ticket;
      const id = randomBytes(16).toString('hex');
      issued.set(id, { ...ticket, email: user.email, until: now().getTime() + ttlSeconds * 1000 });
      newest.set(ownerKey(user, purpose), id);
      return id;
    },
    find(id = '', purpose) {
      const ticket = issued.get(id);
      return ticket?.purpose === purpose && isGood(id, ticket) ? ticket : undefined;
    },
    spend: (id) => issued.delete(id),
  };
}

function ownerKey({ user_id }: User, purpose: TicketPurpose): string {
  return `${purpose} ${user_id}`;
}
