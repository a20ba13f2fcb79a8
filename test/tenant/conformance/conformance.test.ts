import { beforeAll, describe, expect, it } from '@jest/globals';
import { managementScopes } from '../../../src/tenant/resource-servers/management-scopes.ts';
import { managementTenant } from '../management-api/support.ts';
import type { ManagementTenant } from '../management-api/support.ts';
import type { Seed } from '../support.ts';
import { conformanceFiles } from './case.ts';
import type { ConformanceCase } from './case.ts';

let tenant: ManagementTenant;
let management: string;
beforeAll(async () => {
  tenant = await managementTenant(seed);
  management = await tenant.managementToken({ scope: managementScopes.join(' ') });
});

describe.each(conformanceFiles)('$name', ({ cases }) => {
  const saved = new Map<string, string>();

  it.each(cases)('$contract $request: $case', async (row) => {
    // Buckets of attempts fill up between two cases.
    tenant.advance(60_000);
    const { request, log, ...rest } = row;
    const values = { ...Object.fromEntries(saved), issuer: tenant.issuer, management };
    const wanted = filledIn(rest, values) as Omit<ConformanceCase, 'request' | 'log'>;
    const newest = log ? await newestRecord() : '';

    const answer = await send(String(filledIn(request, values)), wanted);
    expect(answer.status).toBe(wanted.status);
    for (const [name, member] of Object.entries(wanted.save)) {
      saved.set(name, String(memberOf(answer.body, member)));
    }
    expect(subsetOf(answer.headers, wanted.headers)).toEqual(pattern(wanted.headers));
    if (wanted.body !== undefined) {
      expect(answer.body).toEqual(pattern(wanted.body));
      expect(memberNames(answer.body)).toEqual(memberNames(wanted.body));
    }
    if (!log) return;
    const records = await recordsAfter(newest);
    const wantedRecords = filledIn(log, values) as Record<string, unknown>[];
    const seen = records.map((record, index) => subsetOf(record, wantedRecords[index] ?? {}));
    expect(records.map(({ type }) => type)).toEqual(wantedRecords.map(({ type }) => type));
    expect(seen).toEqual(wantedRecords.map(pattern));
  });
});

/** Settings that the cases rest on, besides those of the settings file. */
function seed({ settings, client, connection }: Seed): void {
  settings.clients.push({
    ...client,
    client_id: 'basic',
    client_secret: 'secret',
    token_endpoint_auth_method: 'client_secret_basic',
  });
  connection.enabled_clients.push('basic');
  const identifier = { identifier: { active: true }, signup: { status: 'optional' as const } };
  settings.connections.push({
    ...connection,
    name: 'people',
    options: {
      ...connection.options,
      attributes: { email: identifier, username: identifier, phone_number: identifier },
    },
  });
  settings.users.push({
    ...(settings.users[2] ?? never()),
    user_id: 'auth0|6500000000000000000000c1',
    email: 'second@example.com',
    authentication_methods: [
      { type: 'totp', totp_secret: 'NOTREALNOTREALNOTREALNOTREALNOTR' },
      { type: 'phone', phone_number: '+491234569167' },
      { type: 'recovery-code', recovery_code: 'NOTREALRECOVERYCODE22222' },
    ],
  });
}

function never(): never {
  throw new Error('the settings have no such user');
}

async function send(
  request: string,
  { bearer, sends, form, json }: Omit<ConformanceCase, 'request' | 'log'>,
) {
  const [method = '', path = ''] = request.split(' ');
  const token = bearer === 'management' ? management : bearer;
  const response = await fetch(tenant.url + path, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...sends,
    },
    ...(form && { body: new URLSearchParams(form) }),
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
  };
}

async function records(query: string): Promise<Record<string, unknown>[]> {
  const { text } = await tenant.get(`/api/v2/logs?${query}`, {
    authorization: `Bearer ${management}`,
  });
  return JSON.parse(text) as Record<string, unknown>[];
}

const newestRecord = async (): Promise<string> =>
  String((await records('per_page=1'))[0]?.['log_id']);

const recordsAfter = (log_id: string): Promise<Record<string, unknown>[]> =>
  records(`from=${log_id}&take=100`);

/** Puts values in the place of each `${name}`. */
function filledIn(value: unknown, values: Record<string, string>): unknown {
  const text = JSON.stringify(value).replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const found = values[name];
    if (found === undefined) throw new Error(`no earlier case saves ${name}`);
    return found;
  });
  return JSON.parse(text);
}

/** Returns the members that are wanted, null for one that is not there. */
function subsetOf(seen: Record<string, unknown>, wanted: object): Record<string, unknown> {
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, seen[name] ?? null]));
}

/** Reads a member by its path, such as `connections.0.id`. */
function memberOf(body: unknown, path: string): unknown {
  return path.split('.').reduce((value, name) => (value as Record<string, unknown>)[name], body);
}

/** Lists the members of an object in their order, which is Auth0's. */
function memberNames(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Replaces each text between slashes by a matcher. */
function pattern(wanted: unknown): unknown {
  if (Array.isArray(wanted)) return wanted.map(pattern);
  if (typeof wanted === 'object' && wanted !== null) {
    return Object.fromEntries(
      Object.entries(wanted).map(([name, value]) => [name, pattern(value)]),
    );
  }
  const source = typeof wanted === 'string' ? /^\/(.+)\/$/s.exec(wanted)?.[1] : undefined;
  return source === undefined ? wanted : expect.stringMatching(new RegExp(source));
}
