import { z } from 'zod';

/**
 * The `email_templates` block: which mails a tenant sends, as `PATCH /api/v2/email-templates/{templateName}` switches them.
 * Only that of verification may do without: what the others are for would have no way out.
 */
export const emailTemplatesSchema = z
  .strictObject({
    verify_email: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
  })
  .prefault({});
