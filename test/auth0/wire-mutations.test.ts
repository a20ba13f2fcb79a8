import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auth0Calls } from '../../src/auth0/endpoints.ts';
import { Auth0Error, toAuth0Answer } from '../../src/auth0/auth0-error.ts';
import { auth0Provider } from '../../src/auth0/auth0-provider.ts';
import { tenantReader } from '../../src/auth0/capabilities.ts';
import type { RefusalsByOperation } from '../../src/auth0/error-catalogue/catalogue.ts';
import { managementToken } from '../../src/auth0/management-token.ts';
import { createAttempt } from '../../src/auth0/refusals.ts';
import { ScopeCheck } from '../../src/auth0/scope-check.ts';
import { SettingLog } from '../../src/auth0/setting-log.ts';
import { OddMembers } from '../../src/auth0/wire.ts';
import type { IdentityProvider } from '../../src/identity/provider.ts';
import { fetchKeySet } from '../../src/issuer-keys/fetch-key-set.ts';
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import {
  loginAnswers,
  logoutAnswers,
  refreshAnswers,
  signupAnswers,
  type RecordedAnswer,
} from './recorded-answers.ts';

let auth0: ScriptedAuth0;
let upstream: Upstream;
beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  upstream = createUpstream();
});
afterAll(async () => {
  await upstream.close();
  await auth0.close();
});

/** Where a member is: names, and positions in lists. */
type Path = readonly (string | number)[];

/** A body one member of which is changed. */
interface Mutant {
  path: Path;
  /** `dropped`, `null`, or the type that it has now. */
  change: string;
  body: unknown;
}

/** A value of each type; text stands in for the codes and tokens that other text would be. */
const others: Record<string, unknown> = {
  string: 'odd-value',
  number: 7_000_123,
  boolean: true,
  array: ['odd-value'],
  object: { odd: 'odd-value' },
};

const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);

/** Changes each member of a body, at any depth, in each way. */
function mutantsOf(body: unknown): Mutant[] {
  return pathsOf(body).flatMap((path) => {
    const present = at(body, path);
    const changes = Object.entries(others).filter(([type]) => type !== typeOf(present));
    return [
      { path, change: 'dropped', body: changed(body, path, undefined) },
      { path, change: 'null', body: changed(body, path, null) },
      ...changes.map(([change, value]) => ({ path, change, body: changed(body, path, value) })),
    ];
  });
}

function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const key = Array.isArray(value) ? Number(name) : name;
    const deeper = pathsOf(member).map((path) => [key, ...path]);
    return typeof key === 'number' ? deeper : [[key], ...deeper];
  });
}

function at(body: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], body);
}

function changed(body: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(body);
  const holder = at(copy, path.slice(0, -1)) as Record<string, unknown>;
  const key = path.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(holder, key);
  else holder[key] = value;
  return copy;
}

/** The outcome of a call, and the members that the log names meanwhile. */
interface Observed {
  outcome: unknown;
  named: string[];
  log: string;
}

interface LogLine {
  msg: string;
  member?: string;
  missing?: string;
  lacking?: string[];
  err?: Error;
}

/** A log whose lines tell the members that they name. */
function recordingLog() {
  const lines: LogLine[] = [];
  const write = (details: object, msg: string) => lines.push({ ...details, msg });
  const namesIn = ({ member = '', missing = '', lacking = [], err }: LogLine) => [
    member,
    missing.replace(' ', '_'),
    ...lacking,
    ...(err?.message ?? '').replace(/^.*: /, '').split(', '),
  ];
  return {
    log: { info: write, warn: write, error: write },
    observed: (outcome: unknown): Observed => ({
      outcome,
      named: lines.flatMap(namesIn).flatMap((name) => [name, ...name.split('.')]),
      log: JSON.stringify(lines.map(({ err, ...line }) => [err?.message, line])),
    }),
  };
}

/** The identity provider of one call, with a log of its own. */
async function ask(call: (provider: IdentityProvider) => Promise<unknown>): Promise<Observed> {
  const { log, observed } = recordingLog();
  const oddMembers = new OddMembers(log);
  const now = () => new Date();
  const shared = { fetch: upstream.fetch, timeoutMs: 5000, calls: auth0Calls(), oddMembers };
  const client = { clientId: 'machine', clientSecret: 'machine-secret', tenantUrl: auth0.issuer };
  const provider = auth0Provider({
    ...shared,
    baseURL: auth0.issuer,
    tenantUrl: auth0.issuer,
    clientId: auth0.clientId,
    clientSecret: 'test-secret',
    audience: auth0.audience,
    clientIp: undefined,
    connections: new Map([['customers', 'db']]),
    managementToken: managementToken(client, shared, now),
    tenant: tenantReader(now),
    scopeCheck: new ScopeCheck(),
    lookups: { take: () => undefined, giveBack: () => undefined },
    settingLog: new SettingLog({ now }),
    forwardedAddressCheck: { begin: () => () => undefined },
    log,
  });
  return observed(await call(provider));
}

/** Whether an outcome says the same as the recorded one, or less: an optional member that is absent is unknown. */
function saysNoMore(outcome: unknown, recorded: unknown): boolean {
  if (outcome === undefined || isDeepStrictEqual(outcome, recorded)) return true;
  if (typeof outcome !== 'object' || typeof recorded !== 'object') return false;
  if (outcome === null || recorded === null) return false;
  const [less, more] = [outcome, recorded] as Record<string, unknown>[];
  if (!less || !more || less['kind'] !== more['kind']) return false;
  if (Array.isArray(less) && less.length !== Object.keys(more).length) return false;
  return Object.keys(less).every((name) => saysNoMore(less[name], more[name]));
}

/** Problems of mutants, in words; none for a right reading. */
function problemOf({ path, change }: Mutant, got: Observed, recorded: Observed): string[] {
  const isNamed = path.some((key) => got.named.includes(String(key)));
  const isAbsent = change === 'dropped' || change === 'null';
  const isRight =
    isNamed ||
    isDeepStrictEqual(got.outcome, recorded.outcome) ||
    // A setting of a connection that is absent has Auth0's default.
    (isAbsent && (path.includes('options') || saysNoMore(got.outcome, recorded.outcome)));
  const isSecret = /odd-value|7000123/.test(got.log);
  return [
    ...(isRight ? [] : [`${path.join('.')} ${change}: ${JSON.stringify(got.outcome)}`]),
    ...(isSecret ? [`${path.join('.')} ${change}: the log has the value`] : []),
  ];
}

const credentials = { realm: 'customers', username: 'user@example.com', password: 'x' };
const asked = { scopes: ['openid', 'offline_access'] };
const signIn = (provider: IdentityProvider) => provider.signIn(credentials, asked);
const find = (provider: IdentityProvider) => provider.accounts.find(testUser);
const userPath = `/api/v2/users/${encodeURIComponent(testUser)}`;
const databaseIdentity = {
  connection: 'db',
  user_id: testUser.replace('auth0|', ''),
  provider: 'auth0',
  isSocial: false,
};

/** Recorded answers of status 200: what each is for, where it comes from, and the call that reads it. */
const successes: [
  title: string,
  path: string,
  body: () => unknown,
  call: (provider: IdentityProvider) => Promise<unknown>,
  status?: number,
][] = [
  ['2.2 a login', '/oauth/token', () => tokens, signIn],
  [
    '3 a refresh',
    '/oauth/token',
    () => tokens,
    (provider) => provider.refresh('refresh', { isKnown: true }),
  ],
  [
    '9.5 a second factor',
    '/oauth/token',
    () => tokens,
    ({ secondFactors }) => secondFactors.verify('mfa-token', { code: '123456' }),
  ],
  [
    '9.5 a recovery code',
    '/oauth/token',
    () => ({ ...tokens, recovery_code: 'ABCDEFGHIJKLMNOPQRSTUVWX' }),
    ({ secondFactors }) => secondFactors.verify('mfa-token', { recoveryCode: 'OLD' }),
  ],
  [
    '9.1 mfa_required',
    '/oauth/token',
    () => ({
      error: 'mfa_required',
      error_description: 'Multifactor authentication required',
      mfa_token: 'Fe26.2*mfa',
      mfa_requirements: { challenge: [{ type: 'otp' }] },
    }),
    signIn,
    403,
  ],
  [
    '9.1 mfa_required of a user without a factor',
    '/oauth/token',
    () => ({
      error: 'mfa_required',
      error_description: 'Multifactor authentication required',
      mfa_token: 'Fe26.2*none',
      mfa_requirements: { enroll: [{ type: 'otp' }, { type: 'phone' }] },
    }),
    signIn,
    403,
  ],
  [
    '11.4 a profile',
    '/userinfo',
    () => ({
      sub: testUser,
      nickname: 'robin',
      name: 'Robin',
      picture: 'https://cdn.example.com/robin.png',
      updated_at: '2026-01-01T00:00:00.000Z',
      email: 'user@example.com',
      email_verified: true,
    }),
    (provider) => provider.profile('access-token', testUser),
  ],
  [
    '9.2 factors',
    '/mfa/authenticators',
    () => factors,
    ({ secondFactors }) => secondFactors.list('mfa-token'),
  ],
  [
    '9.4 a challenge',
    '/mfa/challenge',
    () => ({ challenge_type: 'oob', oob_code: 'Fe26.2*oob', binding_method: 'prompt' }),
    ({ secondFactors }) => secondFactors.challenge('mfa-token', 'sms|dev_1'),
  ],
  [
    '9.3 an app that is enrolled',
    '/mfa/associate',
    () => ({
      authenticator_type: 'otp',
      secret: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
      barcode_uri: 'otpauth://totp/t:user?secret=ABC',
      recovery_codes: ['ABCDEFGHIJKLMNOPQRSTUVWX'],
    }),
    ({ secondFactors }) => secondFactors.enroll('mfa-token', { type: 'TOTP' }),
  ],
  [
    '9.3 a phone that is enrolled',
    '/mfa/associate',
    () => ({
      authenticator_type: 'oob',
      binding_method: 'prompt',
      recovery_codes: ['ABCDEFGHIJKLMNOPQRSTUVWX'],
      oob_channel: 'sms',
      oob_code: 'Fe26.2*oob',
    }),
    ({ secondFactors }) =>
      secondFactors.enroll('mfa-token', { type: 'SMS', phoneNumber: '+4930901820' }),
  ],
  [
    '13.4 a user',
    userPath,
    () => ({
      created_at: '2026-01-01T00:00:00.000Z',
      email: 'user@example.com',
      email_verified: true,
      identities: [databaseIdentity],
      name: 'user@example.com',
      nickname: 'user',
      user_id: testUser,
      blocked: false,
      last_login: '2026-01-01T00:00:00.000Z',
      logins_count: 3,
    }),
    find,
  ],
  [
    '13.4 a user with linked identities',
    userPath,
    () => ({
      email: 'primary@example.test',
      email_verified: true,
      user_id: 'google-oauth2|111',
      identities: [
        { connection: 'google-oauth2', user_id: '111', provider: 'google-oauth2', isSocial: true },
        { ...databaseIdentity, profileData: { email: 'db@example.test', email_verified: true } },
      ],
    }),
    find,
  ],
  [
    '13.4 whether an address is verified',
    userPath,
    () => ({
      user_id: testUser,
      email: 'user@example.com',
      email_verified: true,
      identities: [databaseIdentity],
    }),
    ({ accounts }) => accounts.isEmailVerified(testUser),
  ],
  [
    '13.9 a connection',
    '/api/v2/connections',
    () => [
      {
        id: 'con_0000000000000001',
        name: 'db',
        strategy: 'auth0',
        options: {
          disable_signup: false,
          requires_username: true,
          passwordPolicy: 'good',
          password_complexity_options: { min_length: 10 },
          password_history: { enable: true, size: 5 },
        },
      },
    ],
    (provider) => provider.capabilities(),
  ],
  [
    '9.7 the tenant’s factors',
    '/api/v2/guardian/factors',
    () => [
      { name: 'sms', enabled: true, trial_expired: false },
      { name: 'otp', enabled: true },
    ],
    (provider) => provider.capabilities(),
  ],
];

/** New accounts, by the kinds of identifier and database. */
const accounts: object[] = [
  { _id: '6500000000000000000000b2', email_verified: false, email: 'new@example.com' },
  {
    _id: '6500000000000000000000b2',
    email_verified: false,
    email: 'new@example.com',
    username: 'new',
  },
  { _id: '6500000000000000000000b2', username: 'new' },
  { _id: '6500000000000000000000b2', phone_number: '+4930901820', phone_verified: false },
  { id: 'custom|7', email: 'new@example.com', email_verified: false, user_metadata: { a: 'b' } },
];

let tokens: Record<string, unknown>;
const factors = [
  { id: 'sms|dev_1', authenticator_type: 'oob', active: true, oob_channel: 'sms', name: 'XXX9167' },
  { id: 'totp|dev_2', authenticator_type: 'otp', active: true },
  { id: 'recovery-code|dev_3', authenticator_type: 'recovery-code', active: true },
];

beforeAll(async () => {
  tokens = await auth0.tokens();
});

/** Answers every call as Auth0 does, so that the mutant alone is odd. */
function answerAll(path: string, body: unknown, status: number): void {
  const isNewUser = JSON.stringify(body).includes('Fe26.2*none');
  auth0.answer('/mfa/authenticators', { json: isNewUser ? [] : factors });
  auth0.answer('/api/v2/connections', { json: [] });
  auth0.answer('/api/v2/guardian/factors', {
    json: [
      { name: 'otp', enabled: true },
      { name: 'sms', enabled: true },
    ],
  });
  const answer = { status, json: body };
  if (path !== '/oauth/token') auth0.answer(path, answer);
  auth0.answer('/oauth/token', (response, { body: sent }) => {
    const machine = { access_token: 'machine-token', expires_in: 86_400, token_type: 'Bearer' };
    const isMachine = sent.includes('client_credentials') && path.startsWith('/api/');
    const { status: code, json } =
      isMachine || path !== '/oauth/token' ? { status: 200, json: machine } : answer;
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
}

describe('an answer with one member changed is read alike, or the log names the member', () => {
  it.each(successes)('contract %s', async (_title, path, body, call, status = 200) => {
    const observe = (answer: unknown) => {
      answerAll(path, answer, status);
      return ask(call);
    };
    const recorded = await observe(body());
    const problems: string[] = [];
    for (const mutant of mutantsOf(body()))
      problems.push(...problemOf(mutant, await observe(mutant.body), recorded));
    expect(problems).toEqual([]);
    expect(recorded.named.filter(Boolean)).toEqual([]);
  });

  it('contract 4 the Management API’s token', async () => {
    const body = {
      access_token: 'machine-token',
      scope: 'read:users',
      expires_in: 86_400,
      token_type: 'Bearer',
    };
    const observe = (answer: unknown) => {
      auth0.answer('/oauth/token', { json: answer });
      auth0.answer('/api/v2/guardian/factors', { json: [{ name: 'otp', enabled: true }] });
      auth0.answer('/api/v2/connections', { json: [] });
      return ask((provider) => provider.capabilities());
    };
    const recorded = await observe(body);
    const problems: string[] = [];
    for (const mutant of mutantsOf(body))
      problems.push(...problemOf(mutant, await observe(mutant.body), recorded));
    expect(problems).toEqual([]);
  });

  it.each(accounts)('contract 11.1 a new account is never lost: %j', async (body) => {
    const observe = (answer: unknown) => {
      auth0.answer('/dbconnections/signup', { json: answer });
      return ask((provider) =>
        provider.signUp({ realm: 'customers', email: 'new@example.com', password: 'x' }),
      );
    };
    const recorded = await observe(body);
    const problems: string[] = [];
    const names = ['_id', 'id', 'email', 'username', 'phone_number'];
    for (const mutant of mutantsOf(body)) {
      const got = await observe(mutant.body);
      problems.push(...problemOf(mutant, got, recorded));
      // An answer that names no account may come from any machine on the way.
      const namesOne = names.some((name) => typeof at(mutant.body, [name]) === 'string');
      const { kind } = got.outcome as { kind: string };
      if (namesOne)
        expect([mutant.path, mutant.change, kind]).toEqual([
          mutant.path,
          mutant.change,
          'SignedUp',
        ]);
    }
    expect(problems).toEqual([]);
  });
});

/** Operations whose errors the tables hold, each with its endpoint. */
const errors: [keyof RefusalsByOperation, endpoint: string, RecordedAnswer[]][] = [
  ['signIn', 'oauth/token', loginAnswers],
  ['refresh', 'oauth/token', refreshAnswers],
  ['signUp', 'dbconnections/signup', signupAnswers],
  ['revoke', 'oauth/revoke', logoutAnswers],
];

describe.each(errors)('an error with one member changed, at %s', (operation, endpoint, answers) => {
  const observe = async (status: number, body: unknown): Promise<Observed> => {
    const { log, observed } = recordingLog();
    const answer = toAuth0Answer(endpoint, { status, headers: new Headers() }, body);
    const reports = new SettingLog({ now: () => new Date() }).reportsOf(log);
    const attempt = createAttempt({ reports, log, usesDefaultDirectory: false });
    return observed(await attempt(operation, () => Promise.reject(new Auth0Error(answer))));
  };

  it('is refused alike, or the log names the member', async () => {
    const problems: string[] = [];
    for (const { title, status, json } of answers) {
      if (json === undefined) continue;
      const recorded = await observe(status, json);
      for (const mutant of mutantsOf(json)) {
        if (mutant.path.length > 1) continue;
        const got = await observe(status, mutant.body);
        problems.push(...problemOf(mutant, got, recorded).map((text) => `${title}: ${text}`));
      }
    }
    expect(problems).toEqual([]);
  });
});

describe('metadata and a key set with one member changed', () => {
  it('give the same keys, or an error that names what is wrong', async () => {
    const metadata = {
      issuer: auth0.issuer,
      jwks_uri: `${auth0.issuer}.well-known/jwks.json`,
      token_endpoint: `${auth0.issuer}oauth/token`,
    };
    const { x5c = ['AA'], ...jwk } = auth0.publicJwk;
    const keySet = { keys: [{ ...jwk, x5c }] };
    const observe = async (configuration: unknown, keys: unknown) => {
      auth0.answer('/.well-known/openid-configuration', { json: configuration });
      auth0.answer('/.well-known/jwks.json', { json: keys });
      return fetchKeySet(auth0.issuer, upstream.fetch).then(
        (found) => found.length,
        (error: unknown) => (error as Error).message,
      );
    };
    const right = [1, expect.stringMatching(/names another issuer|its key set at|usable key/)];
    for (const { body } of mutantsOf(metadata))
      expect(right).toContainEqual(await observe(body, keySet));
    for (const { body } of mutantsOf(keySet))
      expect(right).toContainEqual(await observe(metadata, body));
  });
});
