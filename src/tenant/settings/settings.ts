import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { TenantConfigurationError } from '../configuration-error.ts';
import { actionsSchema } from './actions.ts';
import { attackProtectionSchema } from './attack-protection.ts';
import { clientSchema } from './clients.ts';
import { connectionSchema } from './connections.ts';
import { duplicates } from './duplicates.ts';
import { emailTemplatesSchema } from './email-templates.ts';
import { managementApiRateLimitSchema } from './management-api.ts';
import { danglingReferences } from './references.ts';
import { clientGrantSchema, resourceServerSchema } from './resource-servers.ts';
import { guardianSchema, tenantSchema } from './tenant.ts';
import { unconfirmedSchema } from './unconfirmed.ts';
import { roleSchema, userSchema } from './users.ts';

const settingsSchema = (folder?: string) =>
  z.strictObject({
    tenant: tenantSchema,
    attack_protection: attackProtectionSchema,
    connections: z.array(connectionSchema).default([]),
    resource_servers: z.array(resourceServerSchema).default([]),
    clients: z.array(clientSchema).default([]),
    client_grants: z.array(clientGrantSchema).default([]),
    roles: z.array(roleSchema).default([]),
    users: z.array(userSchema).default([]),
    guardian: guardianSchema,
    email_templates: emailTemplatesSchema,
    actions: actionsSchema(folder),
    management_api_rate_limit: managementApiRateLimitSchema,
    unconfirmed: unconfirmedSchema,
  });

/** A whole tenant as a plain object. Keys and nesting are the Management API's; what a file leaves out is Auth0's default. */
export type TenantSettings = z.output<ReturnType<typeof settingsSchema>>;

/** An application. */
export type Client = TenantSettings['clients'][number];

/** A database connection. */
export type Connection = TenantSettings['connections'][number];

/** An API. */
export type ResourceServer = TenantSettings['resource_servers'][number];

/** A user of the settings file. */
export type SeededUser = TenantSettings['users'][number];

/** A permission, given to a role or to a user. */
export type Permission = SeededUser['permissions'][number];

/** The settings file `npm run tenant` starts with; the same file whether the tenant runs from `src` or from `dist`. */
export const defaultSettingsFile = fileURLToPath(
  new URL('../../../src/tenant/tenant.yaml', import.meta.url),
);

/**
 * Checks a settings object and fills in the defaults.
 *
 * @param folder - where the paths of Actions count from; default is Gatehouse's own folder
 * @throws {@link TenantConfigurationError} with every mistake: its path and what is wrong
 */
export function parseSettings(value: unknown, folder?: string): TenantSettings {
  const { success, data, error } = settingsSchema(folder).safeParse(value);
  const mistakes = success
    ? [...danglingReferences(data), ...duplicates(data)].map(({ path, message }) =>
        mistakeLine(path, message),
      )
    : error.issues.flatMap(issueLines);
  if (!success || mistakes.length > 0) throw new TenantConfigurationError(mistakes);
  return data;
}

/**
 * Reads a settings file.
 *
 * @param path - a YAML file
 * @throws {@link TenantConfigurationError} with every mistake, or with why the file cannot be read
 */
export function readSettingsFile(path: string): TenantSettings {
  return parseSettings(parseYaml(readText(path)), dirname(path));
}

const unreadable: Record<string, string> = {
  ENOENT: 'names a file that does not exist',
  EISDIR: 'names a folder, not a file',
  EACCES: 'names a file that may not be read',
};

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const words = unreadable[(error as NodeJS.ErrnoException).code ?? ''];
    throw words ? new TenantConfigurationError([words]) : error;
  }
}

/** The parser's own messages quote the file, which holds passwords: only the position and the kind of mistake are told. */
function parseYaml(text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const mistakes = document.errors.map(({ code, pos }) => {
    const { line, col } = lineCounter.linePos(pos[0]);
    return `line ${line}, column ${col}: not YAML (${code})`;
  });
  if (mistakes.length > 0) throw new TenantConfigurationError(mistakes);
  return document.toJS();
}

function issueLines(issue: z.core.$ZodIssue): string[] {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => mistakeLine([...issue.path, key], 'unknown key'))
    : [mistakeLine(issue.path, issue.message)];
}

function mistakeLine(path: PropertyKey[], message: string): string {
  return `${z.core.toDotPath(path) || 'the file'}: ${message}`;
}
