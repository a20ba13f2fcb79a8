import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Schema of a text that must be set. */
export const required = z
  .string({ error: 'is missing' })
  .refine((value) => value === value.trim(), {
    error: 'begins or ends with white space: remove it',
    abort: true,
  });

/** Schema of a TCP port. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'must be a port number from 0 to 65535', abort: true })
  .transform(Number)
  .refine((value) => value <= 65535, { error: 'must be a port number from 0 to 65535' });

/** Schema of a time in whole seconds. */
export const seconds = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'must be a whole number of seconds, such as 86400', abort: true })
  .transform(Number);

/** Schema of a time in whole seconds, or `forever`, which becomes infinity. */
export const secondsOrForever = z
  .string()
  .regex(/^(\d{1,9}|forever)$/, {
    error: 'must be a whole number of seconds, such as 900, or forever',
    abort: true,
  })
  .transform((value) => (value === 'forever' ? Infinity : Number(value)));

/** Schema of a list whose items are separated by commas or white space. */
export const words = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean));

/** Schema of a list of one or more secrets, each of at least 32 characters. */
export const secrets = z.string().transform((value, context): [string, ...string[]] => {
  const [newest, ...older] = value.split(',').map((secret) => secret.trim());
  if (newest && [newest, ...older].every((secret) => secret.length >= 32))
    return [newest, ...older];
  context.addIssue(
    'must be secrets of at least 32 characters, separated by commas: make one with openssl rand -hex 32',
  );
  return z.NEVER;
});

/** Schema of one secret, or of two during a rotation. */
export const oneOrTwoSecrets = secrets.refine((list) => list.length <= 2, {
  error: 'must be one secret, or two while you change it',
});

/** Schema of a list of `name:connection` pairs: the name of a realm and its database connection. */
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
    'must be name:connection pairs such as employees:employees-db,customers:customers-db. Use each name and each connection once; a name has lower-case letters, digits and dashes',
  );
  return z.NEVER;
});

/**
 * Schema of the name of a header that contains a user's address. Refuses `Forwarded` (RFC 7239), whose value has a different
 * form.
 */
export const addressHeader = z
  .string()
  .refine((name) => /^[A-Za-z0-9-]+$/.test(name) && name.toLowerCase() !== 'forwarded', {
    error:
      'must be the name of a header, such as X-Forwarded-For or CF-Connecting-IP; Forwarded is not supported',
  });

/** Schema of a boolean: `true` or `false`. */
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

/** Schema of a tenant's domain. The output is the issuer. */
export const domain = required.transform((value, context) => {
  const issuer = parseIssuer(value);
  if (issuer) return issuer;
  context.addIssue(
    'must be a host name such as team.eu.auth0.com, without https:// and path; on loopback also http://localhost:4010',
  );
  return z.NEVER;
});

/**
 * Schema of the base URL of a service, of the gateway or of the front end. The output ends with a slash, so that relative paths can be resolved.
 */
export const url = required.transform((value, context) => {
  const base = parseBaseUrl(value);
  if (base) return base;
  context.addIssue(
    'must be an http or https URL such as https://example.com:8443, without user name, query or fragment',
  );
  return z.NEVER;
});

/** Schema of a proxy's URL. As in other programs, `http://` may be left out. */
export const proxyUrl = required.transform((value, context) => {
  const proxy = parseProxyUrl(value.includes('://') ? value : `http://${value}`);
  if (proxy) return proxy;
  context.addIssue(
    'must be an http or https URL such as http://proxy.example:3128, without path; percent-encode special characters of user name and password',
  );
  return z.NEVER;
});

function parseProxyUrl(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { href, pathname, search, hash, username, password } = new URL(text);
  if (pathname !== '/' || search || hash) return undefined;
  try {
    decodeURIComponent(username + password);
    return href;
  } catch {
    return undefined;
  }
}

/**
 * Whether a host is this machine: a loopback address, `localhost`, or a name below `localhost`. The gateway resolves such names
 * without a name server.
 *
 * @param value - a URL, or a host with or without a port
 */
export function isLoopback(value: string): boolean {
  const url =
    isIP(value) === 6 ? `http://[${value}]` : value.includes('://') ? value : `http://${value}`;
  return URL.canParse(url) && loopbackHost.test(new URL(url).hostname);
}

const loopbackHost = /^(([a-z0-9-]+\.)*localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a URL names a server. `0.0.0.0` and `::` are addresses to listen at, and do not name one. */
export function namesServer(base: string): boolean {
  return !/^(0\.0\.0\.0|\[::\]|\[::ffff:0:0\])$/.test(new URL(base).hostname);
}

/**
 * Converts a domain to the URL of its issuer. A host name becomes an https URL. Only a loopback URL may be http.
 *
 * @returns undefined for any other text
 */
function parseIssuer(value: string): string | undefined {
  const text = value.includes('://') ? value.replace(/\/$/, '') : `https://${value}`;
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol, hostname, href } = new URL(text);
  const isBare = origin === text.toLowerCase();
  const isAllowed = value.includes('://')
    ? protocol === 'http:' && loopbackHost.test(hostname)
    : true;
  return isBare && isAllowed ? href : undefined;
}

function parseBaseUrl(value: string): string | undefined {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return undefined;
  const { href, username, password, search, hash } = new URL(value);
  if (username || password || search || hash) return undefined;
  return href.endsWith('/') ? href : `${href}/`;
}

/**
 * Whether a text is an IP address or a CIDR range. Refuses a range of IPv4-mapped addresses, which would never match, because the
 * gateway compares such addresses as IPv4.
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

/** Whether a text is an origin in the spelling of the `Origin` header. */
export function isOrigin(value: string): boolean {
  return /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}
