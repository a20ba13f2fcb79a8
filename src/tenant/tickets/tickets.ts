import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { User } from '../users/user-directory.ts';

/** What a link in a mail is for. */
export type TicketPurpose = 'reset-password' | 'email-verification';

/** A link that can be followed once. */
export interface Ticket {
  user: User;
  purpose: TicketPurpose;
  /** Whether following it proves the e-mail address. */
  marksEmailAsVerified: boolean;
  /** Milliseconds since the epoch. */
  until: number;
}

/** Links that were sent. Of several for one user and purpose the newest alone is good. */
export interface Tickets {
  issue(ticket: Omit<Ticket, 'until'>, ttlSeconds?: number): string;
  find(id: string, purpose: TicketPurpose): Ticket | undefined;
  spend(id: string): void;
}

/** Seconds: five days. */
const defaultTtl = 432_000;
const maxTickets = 10_000;

/** Keeps the 10 000 newest. */
export function tickets(now: () => Date): Tickets {
  const issued = new LRUCache<string, Ticket>({ max: maxTickets });
  return {
    issue: (ticket, ttlSeconds = defaultTtl) => {
      for (const [id, { user, purpose }] of issued.entries()) {
        if (user === ticket.user && purpose === ticket.purpose) issued.delete(id);
      }
      const id = randomBytes(16).toString('hex');
      issued.set(id, { ...ticket, until: now().getTime() + ttlSeconds * 1000 });
      return id;
    },
    find: (id, purpose) => {
      const ticket = issued.get(id);
      return ticket?.purpose === purpose && now().getTime() < ticket.until ? ticket : undefined;
    },
    spend: (id) => {
      issued.delete(id);
    },
  };
}
