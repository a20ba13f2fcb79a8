import { z } from 'zod';
import { flag } from './wire.ts';

const isOn = z.object({ active: flag }).partial();
const isEnabled = z.object({ enable: flag }).partial();

/**
 * Schema of the settings of a database connection that sign-in pages and password checks need. Every member is optional.
 *
 * @see https://auth0.com/docs/api/management/v2/connections/get-connections
 */
export const connectionOptions = z.object({
  disable_signup: flag.optional(),
  requires_username: flag.optional(),
  attributes: z
    .object({
      email: z.object({ identifier: isOn }).partial(),
      username: z.object({ identifier: isOn }).partial(),
      phone_number: z.object({ identifier: isOn }).partial(),
    })
    .partial()
    .optional(),
  passwordPolicy: z.enum(['none', 'low', 'fair', 'good', 'excellent']).optional(),
  password_complexity_options: z.object({ min_length: z.int().positive() }).partial().optional(),
  password_dictionary: isEnabled.optional(),
  password_history: isEnabled.extend({ size: z.int().optional() }).optional(),
  password_no_personal_info: isEnabled.optional(),
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
    .optional(),
});

/** Settings of a database connection. A setting is undefined if it is not known. */
export type ConnectionOptions = z.output<typeof connectionOptions>;
