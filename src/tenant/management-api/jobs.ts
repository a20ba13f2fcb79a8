import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** A job: work that Auth0 does after its answer. */
export interface Job {
  type: 'verification_email';
  status: 'pending' | 'completed';
  created_at: Date;
  /** `job_` and 16 characters. */
  id: string;
}

/** The jobs of a tenant. */
export interface Jobs {
  /** Adds a job and returns its initial state, `pending`. */
  add(type: Job['type']): Job;
  find(id: string): Job | undefined;
}

const maxJobs = 1_000;

/** Makes the job list, which remembers the 1,000 newest jobs. The tenant does a job at once, so `find` shows it completed. */
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
