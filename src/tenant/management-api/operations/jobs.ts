import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { DoneJob } from '../../jobs/jobs.ts';
import { logUserEvent } from '../../logs/log-user-event.ts';
import { mask } from '../../logs/mask.ts';
import { sendVerificationMail } from '../../mails/verification-mail.ts';
import type { Tenant } from '../../tenant-state.ts';
import { checkIdentity, identitySchema } from '../identity.ts';
import { checkClient, clientIdSchema } from '../named-client.ts';
import type { ManagementOperation } from '../operation.ts';
import { existingUser, pathId, userIdSchema } from '../path-id.ts';
import { validate } from '../validation.ts';
import { managementJob } from './user-jobs.ts';

const bodySchema = z.strictObject({
  user_id: userIdSchema,
  client_id: clientIdSchema.optional(),
  identity: identitySchema.optional(),
});

/** Makes the operation `POST /api/v2/jobs/verification-email`, which sends a user the mail that verifies the e-mail address. */
export function createVerificationEmail(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:users'],
    name: 'Send an email address verification email',
    status: 201,
    answer(request) {
      const { user_id, client_id, identity } = validate(bodySchema, request.body, 'Payload');
      checkClient(tenant, client_id);
      const user = existingUser(tenant.users.findById(user_id));
      checkIdentity(user, identity);
      sendVerificationMail(tenant, user);
      logUserEvent(tenant.logs, request, 'svr', user, {
        details: { body: mask(request.body as object) },
      });
      return tenant.jobs.add('verification_email');
    },
  };
}

/** Makes the operation `GET /api/v2/jobs/{id}`. */
export function getJob(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['create:users', 'read:users'],
    answer: (request) => managementJob(tenant, pathJob(tenant, request)),
  };
}

/**
 * Makes the operation `GET /api/v2/jobs/{id}/errors`: the users that an import has left out, or the job itself if it failed as a
 * whole. A job without errors has no body.
 */
export function getJobErrors(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['create:users', 'read:users'],
    answer(request) {
      const job = pathJob(tenant, request);
      if (job.status === 'failed') return managementJob(tenant, job);
      return job.failed_users?.length ? job.failed_users : undefined;
    },
  };
}

/** @throws Refusal 404 for an ID that no job has */
function pathJob({ jobs }: Tenant, request: FastifyRequest): DoneJob {
  const job = jobs.find(pathId(request));
  if (!job) throw managementError(404, 'The job does not exist.', 'inexistent_job');
  return job;
}
