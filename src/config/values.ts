import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Text that must be there. */
export const required = z
  .string({ error: 'is missing' })
  .refine((value) => value === value.trim(), { error: 'has white space around it', abort: true });

/** A TCP port. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'must be a port number, 0 to 65535', abort: true })
  .transform(Number)
  .refine((value) => value <= 65535, { error: 'must be a port number, 0 to 65535' });

/** A span of time. */
export const seconds = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'must be whole seconds, such as 86400', abort: true })
  .transform(Number);

/** Separated by commas or white space. */
export const words = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean));

/** `name:connection` pairs: realms and the database connections behind them. */
export const realms = words.transform((pairs, context) => {
  const found = pairs.map((pair) => {
    const [, name = '', connection = ''] = /^([a-z][a-z0-9-]*):([^:\s]+)$/.exec(pair) ?? [];
    return { name, connection };
  });
  const names = new Set(found.map(({ name }) => name));
  const connections = new Set(found.map(({ connection }) => connection));
  const areDistinct = names.size === found.length && connections.size === found.length;
  if (found.length > 0 && areDistinct && !names.has('')) return found;
  context.addIssue(
    'must be realms and their connections such as employees:employees-db,customers:customers-db, each name and each connection once, names in lower-case letters, digits and dashes',
  );
  return z.NEVER;
});

/** `true` or `false`. */
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

/** A tenant's domain; gives its issuer. */
export const domain = required.transform((value, context) => {
  const issuer = issuerOf(value);
  if (issuer) return issuer;
  context.addIssue(
    'must be a host such as team.eu.auth0.com (on loopback also http://localhost:4010)',
  );
  return z.NEVER;
});

/** Of a service; gives the URL that paths are resolved against, with a slash at its end. */
export const url = required.transform((value, context) => {
  const base = baseUrlOf(value);
  if (base) return base;
  context.addIssue(
    'must be a URL such as http://orders.internal:8080, without user, query or fragment',
  );
  return z.NEVER;
});

/** A host means https; an http base URL is taken on loopback alone. The issuer is the base URL, slash included. */
function issuerOf(value: string): string | undefined {
  const text = value.includes('://') ? value.replace(/\/$/, '') : `https://${value}`;
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol, hostname, href } = new URL(text);
  const isBare = origin === text.toLowerCase();
  const isAllowed = value.includes('://')
    ? protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
    : true;
  return isBare && isAllowed ? href : undefined;
}

/** What paths are resolved against: a folder, so to say. */
function baseUrlOf(value: string): string | undefined {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return undefined;
  const { href, username, password, search, hash } = new URL(value);
  if (username || password || search || hash) return undefined;
  return href.endsWith('/') ? href : `${href}/`;
}

/**
 * An address or a CIDR range. An IPv4-mapped range would match nothing: such addresses are compared as the IPv4 addresses
 * they are.
 */
export function isRange(range: string): boolean {
  const [address = '', prefix] = range.split('/');
  if (isIP(address) === 0) return false; // ipaddr.js alone would read 010.0.0.0 as octal, and 10/8 as 0.0.0.10/8
  return prefix === undefined || (ipaddr.isValidCIDR(range) && !isMapped(address));
}

function isMapped(address: string): boolean {
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress();
}

/** Exactly as the `Origin` header spells it. */
export function isOrigin(value: string): boolean {
  return /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}
