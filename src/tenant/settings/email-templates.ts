import { z } from 'zod';

/**
 * The `email_templates` block enables and disables mails, as `PATCH /api/v2/email-templates/{templateName}` does. Only the
 * verification mail can be disabled: users need the links in the other mails.
 */
export const emailTemplatesSchema = z
  .strictObject({
    verify_email: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
  })
  .prefault({});
