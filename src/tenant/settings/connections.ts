import { z } from 'zod';

/** Schema of the `password_options` block: the policy of newer tenants, which replaces the older settings. */
const passwordOptionsSchema = z.strictObject({
  complexity: z
    .strictObject({
      min_length: z.int().min(1).max(72).default(15),
      character_types: z.array(z.enum(['lowercase', 'uppercase', 'number', 'special'])).default([]),
      character_type_rule: z.enum(['all', 'three_of_four']).default('all'),
      identical_characters: z.enum(['allow', 'block']).default('allow'),
      sequential_characters: z.enum(['allow', 'block']).default('allow'),
      /** `truncate` accepts a longer password. Auth0 then ignores all but its first 72 bytes, while the tenant uses all bytes. */
      max_length_exceeded: z.enum(['error', 'truncate']).default('error'),
    })
    .prefault({}),
  dictionary: z
    .strictObject({
      active: z.boolean().default(false),
      default: z.enum(['en_10k', 'en_100k']).default('en_100k'),
      custom: z.array(z.string()).default([]),
    })
    .prefault({}),
  history: z
    .strictObject({ active: z.boolean().default(false), size: z.int().min(1).max(24).default(3) })
    .prefault({}),
  profile_data: z.strictObject({ active: z.boolean().default(false) }).prefault({}),
});

const identifierSchema = z.strictObject({
  identifier: z.strictObject({ active: z.boolean().default(false) }).prefault({}),
  signup: z
    .strictObject({ status: z.enum(['required', 'optional', 'inactive']).default('optional') })
    .prefault({}),
});

/** Schema of the `attributes` block: what the users of a connection are known by. Without it they have an e-mail address. */
const attributesSchema = z.strictObject({
  email: identifierSchema.optional(),
  username: identifierSchema.optional(),
  phone_number: identifierSchema.optional(),
});

/** Schema of the options of a database connection. */
export const optionsSchema = z
  .strictObject({
    passwordPolicy: z.enum(['none', 'low', 'fair', 'good', 'excellent']).default('good'),
    disable_signup: z.boolean().default(false),
    requires_username: z.boolean().default(false),
    attributes: attributesSchema.optional(),
    brute_force_protection: z.boolean().default(true),
    disable_self_service_change_password: z.boolean().default(false),
    password_complexity_options: z
      .strictObject({ min_length: z.int().min(1).max(128).optional() })
      .prefault({}),
    password_dictionary: z
      .strictObject({
        enable: z.boolean().default(false),
        dictionary: z.array(z.string().max(50)).max(200).default([]),
      })
      .prefault({}),
    password_history: z
      .strictObject({ enable: z.boolean().default(false), size: z.int().min(1).max(24).default(5) })
      .prefault({}),
    password_no_personal_info: z.strictObject({ enable: z.boolean().default(false) }).prefault({}),
    password_options: passwordOptionsSchema.optional(),
  })
  .refine(({ attributes, requires_username }) => !(attributes && requires_username), {
    error: 'Cannot set both options.attributes and options.requires_username',
  })
  .prefault({});

/**
 * Schema of a database connection, with keys and defaults of `POST /api/v2/connections`. Default of `realms`: the connection's own
 * name.
 */
export const connectionSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,126}[A-Za-z0-9])?$/),
  enabled_clients: z.array(z.string()).default([]),
  authentication: z.strictObject({ active: z.boolean().default(true) }).prefault({}),
  realms: z.array(z.string().min(1)).optional(),
  options: optionsSchema,
});
