import { z } from 'zod';

const optionsSchema = z
  .strictObject({
    passwordPolicy: z.enum(['none', 'low', 'fair', 'good', 'excellent']).default('good'),
    disable_signup: z.boolean().default(false),
    requires_username: z.boolean().default(false),
    brute_force_protection: z.boolean().default(true),
  })
  .prefault({});

/** A database connection, as `POST /api/v2/connections` takes it. `realms` defaults to the connection's own name. */
export const connectionSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,126}[A-Za-z0-9])?$/),
  enabled_clients: z.array(z.string()).default([]),
  authentication: z.strictObject({ active: z.boolean().default(true) }).prefault({}),
  realms: z.array(z.string().min(1)).optional(),
  options: optionsSchema,
});
