import { z } from 'zod';

/**
 * Schema of the `email_templates` block, which disables mails as `PATCH /api/v2/email-templates/{templateName}` does. Only the
 * verification mail can be disabled, since users need the links in the others.
 */
export const emailTemplatesSchema = z
  .strictObject({
    verify_email: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
  })
  .prefault({});
