import { randomBytes } from 'node:crypto';
import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';

/** A job, which is work that Auth0 does after it has answered. */
export interface Job {
  type: 'verification_email';
  status: 'pending' | 'completed';
  created_at: Date;
  /** ID of the job: `job_` and 16 characters. */
  id: string;
}

/** The jobs of a tenant. */
export interface Jobs {
  /** Adds a job, and returns it with its initial status, `pending`. */
  add(type: Job['type']): Job;
  find(id: string): Job | undefined;
}

const maxJobs = 1_000;

/**
 * Makes the list of jobs, which remembers the 1,000 newest. The tenant does a job at once, so `find` returns it with the status
 * `completed`.
 */
export function jobs(state: SavedState, now: () => Date): Jobs {
  const done = new SavedMap<Job>(state, {
    kind: 'job',
    max: maxJobs,
    format: {
      toJson: (job) => job,
      fromJson: (job: Job) => ({ ...job, created_at: new Date(job.created_at) }),
    },
  });
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
