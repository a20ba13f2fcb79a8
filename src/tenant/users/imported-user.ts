import { z } from 'zod';
import { isForeignHash } from './password-hash.ts';

/** A mistake in a user of an import file. `code` is one of those that Auth0 documents for `GET /api/v2/jobs/{id}/errors`. */
export interface ImportError {
  code: string;
  message: string;
  /** Member with the mistake, for example `custom_password_hash.hash.value`. Empty for the user as a whole. */
  path: string;
}

const forbiddenInAppMetadata = new Set([
  ...['__tenant', '_id', 'blocked', 'clientID', 'created_at', 'email_verified', 'email'],
  ...['globalClientID', 'global_client_id', 'identities', 'lastIP', 'lastLogin', 'loginsCount'],
  ...['metadata', 'multifactor_last_modified', 'multifactor', 'updated_at', 'user_id'],
]);

/** An ID without space, and without the prefix that Auth0 gives to the users of other providers. */
const ownId =
  /^(?!(?:ad|apple|adfs|email|facebook|github|google-apps|google-oauth2|linkedin|oauth2|oidc|okta|samlp|sms|twitter|waad|windowslive)\|)\S+$/;

const metadata = z.record(z.string(), z.json());

const customPasswordHash = z
  .strictObject({
    algorithm: z.enum(['argon2', 'bcrypt'], {
      error: 'the local tenant reads the algorithms argon2 and bcrypt',
    }),
    hash: z.strictObject({
      value: z.string(),
      encoding: z.literal('utf8', { error: 'must be utf8' }).exactOptional(),
    }),
    password: z
      .strictObject({ encoding: z.literal('utf8', { error: 'must be utf8' }).exactOptional() })
      .exactOptional(),
  })
  .refine(({ algorithm, hash }) => isForeignHash(hash.value, algorithm), {
    error: 'is not a hash of this algorithm',
    path: ['hash', 'value'],
  });

const mfaFactor = z.union([
  z.strictObject({
    totp: z.strictObject({ secret: z.string().regex(/^[A-Z2-7]+$/) }),
  }),
  z.strictObject({
    phone: z.strictObject({ value: z.string().regex(/^\+\d{1,15}$/) }),
  }),
  z.strictObject({ email: z.strictObject({ value: z.email() }) }),
]);

/**
 * Schema of a user in an import file.
 *
 * @see https://auth0.com/docs/manage-users/user-migration/bulk-user-import-schema
 */
const importedUserSchema = z
  .strictObject({
    email: z.email({ error: issueOfEmail }),
    email_verified: z.boolean().default(false),
    user_id: z
      .string()
      .max(249)
      .regex(ownId, { error: 'is not an ID of a database' })
      .exactOptional(),
    username: z.string().min(1).max(128).exactOptional(),
    given_name: z.string().max(150).exactOptional(),
    family_name: z.string().max(150).exactOptional(),
    name: z.string().max(300).exactOptional(),
    nickname: z.string().max(300).exactOptional(),
    picture: z.string().exactOptional(),
    blocked: z.boolean().exactOptional(),
    password_hash: z
      .string()
      .refine((hash) => isForeignHash(hash, 'bcrypt'), { error: 'is not a bcrypt hash' })
      .exactOptional(),
    custom_password_hash: customPasswordHash.exactOptional(),
    app_metadata: metadata.exactOptional(),
    user_metadata: metadata.exactOptional(),
    mfa_factors: z.array(mfaFactor).min(1).max(10).exactOptional(),
  })
  .refine((user) => !(user.password_hash && user.custom_password_hash), {
    error: 'password_hash and custom_password_hash exclude each other',
    path: ['custom_password_hash'],
  })
  .superRefine(({ app_metadata = {} }, context) => {
    for (const name of Object.keys(app_metadata)) {
      if (!forbiddenInAppMetadata.has(name)) continue;
      context.addIssue({ code: 'custom', message: 'is not allowed', path: ['app_metadata', name] });
    }
  });

/** A user of an import file, after parsing. */
export type ImportedUser = z.output<typeof importedUserSchema>;

/** Reads a user of an import file. Returns its mistakes if there are any. */
export function readImportedUser(
  row: unknown,
): { user: ImportedUser; errors?: never } | { user?: never; errors: ImportError[] } {
  const { success, data, error } = importedUserSchema.safeParse(row, { reportInput: true });
  return success ? { user: data } : { errors: error.issues.flatMap(toErrors) };
}

function issueOfEmail({ input }: { input?: unknown }): string {
  return input === undefined ? 'is required' : 'is not an e-mail address';
}

function toErrors(issue: z.core.$ZodIssue): ImportError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'NOT_PASSED',
      message: 'is not a member of the import format',
      path: z.core.toDotPath([...issue.path, key]),
    }));
  }
  return [{ code: codeOf(issue), message: issue.message, path: z.core.toDotPath(issue.path) }];
}

/** Returns Auth0's code for an issue. */
function codeOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'OBJECT_REQUIRED' : 'INVALID_TYPE';
    case 'invalid_format':
      return issue.format === 'email' ? 'FORMAT' : 'PATTERN';
    case 'invalid_value':
      return 'ENUM_MISMATCH';
    case 'invalid_union':
      return 'ANY_OF_MISSING';
    case 'too_big':
      return issue.origin === 'array' ? 'ARRAY_LENGTH_LONG' : 'MAX_LENGTH';
    case 'too_small':
      return issue.origin === 'array' ? 'ARRAY_LENGTH_SHORT' : 'MIN_LENGTH';
    default:
      return 'NOT_PASSED';
  }
}
