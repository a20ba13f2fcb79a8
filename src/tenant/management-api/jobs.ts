import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Work that Auth0 does after it has answered. */
export interface Job {
  type: 'verification_email';
  status: 'pending' | 'completed';
  created_at: Date;
  /** `job_` and 16 characters. */
  id: string;
}

/** The jobs of a tenant. */
export interface Jobs {
  /** Remembers a job, and returns it as it is before anybody has begun with it. */
  add(type: Job['type']): Job;
  find(id: string): Job | undefined;
}

const maxJobs = 1_000;

/** Keeps the 1000 newest. Here a job is done at once: whoever asks for it finds it completed. */
export function jobs(now: () => Date): Jobs {
  const done = new LRUCache<string, Job>({ maxSize: maxJobs, sizeCalculation: () => 1 });
  return {
    add(type) {
      const id = `job_${randomBytes(8).toString('hex')}`;
      const job = { type, created_at: now(), id };
      done.set(id, { ...job, status: 'completed' });
      return { ...job, status: 'pending' };
    },
    find: (id) => done.get(id),
  };
}
