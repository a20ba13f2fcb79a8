import { z } from 'zod';

/**
 * Schema of the `email_templates` block, with keys of `PATCH /api/v2/email-templates/{templateName}`. Only the verification mail can be
 * disabled, since users need the links in the others. `resultUrl` is where the browser goes after a new password. Default: the page has a link to
 * the gateway whose hook the Actions call.
 */
export const emailTemplatesSchema = z
  .strictObject({
    verify_email: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
    reset_email: z
      .strictObject({ resultUrl: z.url({ protocol: /^https?$/ }).optional() })
      .prefault({}),
  })
  .prefault({});
