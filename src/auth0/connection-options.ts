import { z } from 'zod';

const isOn = z.object({ active: z.boolean() }).partial();
const isEnabled = z.object({ enable: z.boolean() }).partial();

/**
 * Schema of the settings of a database connection that forms and password checks need. A member of an undocumented shape counts as
 * not known.
 *
 * @see https://auth0.com/docs/api/management/v2/connections/get-connections
 */
export const connectionOptions = z.object({
  disable_signup: z.boolean().optional().catch(undefined),
  requires_username: z.boolean().optional().catch(undefined),
  attributes: z
    .object({
      email: z.object({ identifier: isOn }).partial(),
      username: z.object({ identifier: isOn }).partial(),
      phone_number: z.object({ identifier: isOn }).partial(),
    })
    .partial()
    .optional()
    .catch(undefined),
  passwordPolicy: z.enum(['none', 'low', 'fair', 'good', 'excellent']).nullish().catch(undefined),
  password_complexity_options: z
    .object({ min_length: z.int().positive() })
    .partial()
    .nullish()
    .catch(undefined),
  password_dictionary: isEnabled.nullish().catch(undefined),
  password_history: isEnabled.extend({ size: z.int().optional() }).nullish().catch(undefined),
  password_no_personal_info: isEnabled.nullish().catch(undefined),
  password_options: z
    .object({
      complexity: z
        .object({
          min_length: z.int().positive(),
          character_types: z.array(z.string()),
          character_type_rule: z.string(),
          identical_characters: z.string(),
          sequential_characters: z.string(),
          max_length_exceeded: z.string(),
        })
        .partial(),
      dictionary: isOn,
      history: isOn,
      profile_data: isOn,
    })
    .partial()
    .nullish()
    .catch(undefined),
});

/** Settings of a database connection. A setting is undefined when it is not known. */
export type ConnectionOptions = z.output<typeof connectionOptions>;
