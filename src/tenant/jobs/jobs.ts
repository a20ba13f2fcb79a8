import { randomBytes } from 'node:crypto';
import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';
import type { FailedUser, ImportResult } from '../users/import-users.ts';

/** A job, which is work that Auth0 does after it has answered. */
export interface Job {
  type: 'verification_email' | 'users_import' | 'users_export';
  status: 'pending' | 'completed' | 'failed';
  created_at: Date;
  /** ID of the job: `job_` and 16 characters. */
  id: string;
  connection_id?: string | undefined;
  upsert?: boolean;
  external_id?: string | undefined;
  send_completion_email?: boolean;
  format?: ExportFormat;
  /** Maximum number of users in the file. Default: all. */
  limit?: number | undefined;
  fields?: ExportField[] | undefined;
}

/** Format of a file of users: lines of JSON (NDJSON), or CSV. */
export type ExportFormat = 'json' | 'csv';

/** A member of a user in an export, for example `user_metadata.theme`, and the heading that it gets. Default: its name. */
export interface ExportField {
  name: string;
  export_as?: string | undefined;
}

/** Outcome of a job. */
export interface JobResult {
  status?: 'failed';
  /** Reason for the failure of the job as a whole. */
  status_details?: string;
  summary?: ImportResult['summary'];
  /** Users of the file that were not imported. */
  failed_users?: Pick<FailedUser, 'user' | 'errors'>[];
  /** Secret part of the URL of an export's file. */
  download_key?: string;
}

/** A job after its end. */
export type DoneJob = Job & Omit<JobResult, 'status'>;

/** The jobs of a tenant. */
export interface Jobs {
  /**
   * Adds a job that is done, and returns it with its initial status, `pending`.
   *
   * @param members - what the call asked for
   * @param result - default: the job is completed
   */
  add(
    type: Job['type'],
    members?: Omit<Job, 'type' | 'status' | 'created_at' | 'id'>,
    result?: JobResult,
  ): Job;
  find(id: string): DoneJob | undefined;
  /** Finds the export whose file has this secret in its URL. */
  findByDownloadKey(key: string): DoneJob | undefined;
}

const maxJobs = 1_000;

/**
 * Makes the list of jobs, which remembers the 1,000 newest. The tenant does a job at once, so `find` returns it with its final
 * status.
 */
export function jobs(state: SavedState, now: () => Date): Jobs {
  const done = new SavedMap<DoneJob>(state, {
    kind: 'job',
    max: maxJobs,
    format: {
      toJson: (job) => job,
      fromJson: (job: DoneJob) => ({ ...job, created_at: new Date(job.created_at) }),
    },
  });
  return {
    add(type, members = {}, result = {}) {
      const id = `job_${randomBytes(8).toString('hex')}`;
      const job: Job = { type, status: 'pending', created_at: now(), id, ...members };
      done.set(id, { ...job, status: 'completed', ...result });
      return job;
    },
    find: (id) => done.get(id),
    findByDownloadKey: (key) => [...done.values()].find((job) => job.download_key === key),
  };
}
