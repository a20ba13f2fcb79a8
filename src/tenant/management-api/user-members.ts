import { z } from 'zod';

const nameSchema = (length: number): z.ZodString => z.string().min(1).max(length);
const metadataSchema = z.record(z.string(), z.json());

/** Schemas of the optional members that `POST` and `PATCH /api/v2/users` share. */
export const userMembers = {
  email: z.email().exactOptional(),
  username: nameSchema(128).exactOptional(),
  password: z.string().min(1).exactOptional(),
  email_verified: z.boolean().exactOptional(),
  verify_email: z.boolean().exactOptional(),
  blocked: z.boolean().exactOptional(),
  given_name: nameSchema(150).exactOptional(),
  family_name: nameSchema(150).exactOptional(),
  name: nameSchema(300).exactOptional(),
  nickname: nameSchema(300).exactOptional(),
  picture: z.url().exactOptional(),
  user_metadata: metadataSchema.exactOptional(),
  app_metadata: metadataSchema.exactOptional(),
};
