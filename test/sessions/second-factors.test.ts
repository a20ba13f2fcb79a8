import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import decodeQR from 'qr/decode.js';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { mutate, type Mutated } from '../support/mutate.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
let gateway: TestGateway;
/** Milliseconds by which the gateway's clock is ahead. */
let later = 0;

const totp = { id: 'totp|dev_1', authenticator_type: 'otp', active: true };
const sms = {
  id: 'sms|dev_2',
  authenticator_type: 'oob',
  oob_channel: 'sms',
  name: 'XXXXXXXXX9167',
  active: true,
};
const push = { id: 'push|dev_3', authenticator_type: 'oob', oob_channel: 'auth0', active: true };
const unconfirmed = { ...sms, id: 'sms|dev_4', active: false };

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(
    auth0,
    { AUTH0_MANAGEMENT_CLIENT_ID: 'machine', AUTH0_MANAGEMENT_CLIENT_SECRET: 'machine-secret' },
    { now: () => new Date(Date.now() + later) },
  );
});
afterAll(async () => {
  await gateway.close();
  await auth0.close();
});
beforeEach(() => {
  later = 0;
  auth0.answer('/mfa/authenticators', { json: [totp, sms, push, unconfirmed] });
  auth0.answer('/api/v2/guardian/factors', {
    json: [
      { name: 'otp', enabled: true },
      { name: 'sms', enabled: false },
      { name: 'webauthn-roaming', enabled: true },
      { name: 'email', enabled: true },
    ],
  });
  answerAccount(testUser);
});

function answerAccount(user_id: string): void {
  auth0.answer(`/api/v2/users/${encodeURIComponent(user_id)}`, {
    json: {
      user_id,
      email: 'user@example.com',
      identities: [{ connection: 'Username-Password-Authentication', provider: 'auth0' }],
    },
  });
}

const mfaRequired = (more: object = {}) => ({
  status: 403,
  json: {
    error: 'mfa_required',
    error_description: 'Multifactor authentication required',
    mfa_token: 'Fe26.2*mfa',
    ...more,
  },
});

/** Makes the token endpoint answer the machine client with a token, and all other requests with `answer`. */
function tokenEndpoint(answer: () => Promise<object> | object): void {
  auth0.answer('/oauth/token', (response, request) => {
    const isMachine = request.body.includes('client_credentials');
    void Promise.resolve(
      isMachine ? { json: { access_token: 'machine-token', expires_in: 86_400 } } : answer(),
    ).then((given) => {
      const { status = 200, json } = given as { status?: number; json: unknown };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
}

const credentials = { username: 'user@example.com', password: 'Correct-Horse-7-Battery' };

async function challenged(): Promise<Mutated & { mfaToken: string }> {
  tokenEndpoint(() => mfaRequired());
  const { result } = await mutate(gateway, 'login', credentials);
  return result as Mutated & { mfaToken: string };
}

const verify = (input: object) => mutate(gateway, 'verifyMfa', input);
const lastForm = () => auth0.seen('/oauth/token').at(-1)?.form;

describe('a sign-in that needs a second factor', () => {
  it('is MfaRequired, with the factors that the person has confirmed', async () => {
    expect(await challenged()).toEqual({
      __typename: 'MfaRequired',
      code: 'MFA_REQUIRED',
      message: expect.any(String),
      mfaToken: expect.any(String),
      expiresIn: 600,
      factors: [
        { id: 'totp|dev_1', type: 'TOTP', name: null },
        { id: 'sms|dev_2', type: 'SMS', name: 'XXXXXXXXX9167' },
        { id: 'push|dev_3', type: 'PUSH', name: null },
      ],
    });
  });

  it('hands out no token of the provider: the one it gives can be used here alone', async () => {
    const { mfaToken } = await challenged();
    expect(mfaToken).not.toContain('Fe26');
    expect(Buffer.from(mfaToken.split('.')[1] ?? '', 'base64url').toString()).not.toContain('Fe26');
  });

  it('is MfaEnrollmentRequired where the provider names what can be enrolled', async () => {
    tokenEndpoint(() =>
      mfaRequired({
        mfa_requirements: {
          enroll: [{ type: 'otp' }, { type: 'phone' }, { type: 'recovery-code' }],
        },
      }),
    );
    const { result } = await mutate(gateway, 'login', credentials);
    expect(result).toMatchObject({
      __typename: 'MfaEnrollmentRequired',
      code: 'MFA_ENROLLMENT_REQUIRED',
      factorTypes: ['TOTP', 'SMS'],
      expiresIn: 600,
    });
  });

  it('is MfaRequired for somebody who has one, whatever else the provider lists', async () => {
    tokenEndpoint(() =>
      mfaRequired({ mfa_requirements: { challenge: [{ type: 'otp' }], enroll: [] } }),
    );
    const { result } = await mutate(gateway, 'login', credentials);
    expect(result).toMatchObject({ __typename: 'MfaRequired' });
  });

  it.each([
    ['listed alone', {}, ['webauthn-roaming'], 'FactorNotSupported'],
    [
      'named as well',
      { challenge: [{ type: 'webauthn-roaming' }] },
      ['webauthn-roaming', 'webauthn-platform'],
      'FactorNotSupported',
    ],
    ['named alone', { challenge: [{ type: 'webauthn-platform' }] }, [], 'FactorNotSupported'],
    ['of a kind that is new', {}, ['new-kind'], 'FactorNotSupported'],
    ['beside one that can be asked', {}, ['webauthn-roaming', 'recovery-code'], 'MfaRequired'],
  ])(
    'is no enrolment where a factor needs a browser: %s',
    async (_what, needs, kinds, __typename) => {
      tokenEndpoint(() => mfaRequired({ mfa_requirements: needs }));
      const json = kinds.map((kind) => ({
        id: `${kind}|dev_1`,
        authenticator_type: kind,
        active: true,
      }));
      auth0.answer('/mfa/authenticators', { json });
      const earlier = gateway.log().length;
      const { result } = await mutate(gateway, 'login', credentials);
      expect(result).toMatchObject({ __typename });
      const lines = gateway
        .log()
        .slice(earlier)
        .filter(({ factors }) => factors !== undefined);
      expect(lines.map(({ factors }) => factors)).toEqual(
        __typename === 'MfaRequired' ? [] : [kinds],
      );
    },
  );

  it('is no enrolment for somebody whose only factor cannot be read', async () => {
    tokenEndpoint(() => mfaRequired());
    const json = [{ id: null, authenticator_type: 'otp', active: 'true' }];
    auth0.answer('/mfa/authenticators', { json });
    const { result } = await mutate(gateway, 'login', credentials);
    expect(result).toMatchObject({ __typename: 'FactorNotSupported' });
    expect(gateway.log()).toContainEqual(
      expect.objectContaining({ endpoint: 'mfa/authenticators', member: 'id' }),
    );
  });

  it('is MfaEnrollmentRequired for somebody who has none, with what the tenant offers', async () => {
    auth0.answer('/mfa/authenticators', { json: [unconfirmed] });
    const { __typename, factorTypes } = await challenged();
    expect({ __typename, factorTypes }).toEqual({
      __typename: 'MfaEnrollmentRequired',
      factorTypes: ['TOTP', 'EMAIL'],
    });
  });

  it('comes of a refresh, too', async () => {
    tokenEndpoint(() => mfaRequired());
    const asked = await mutate(gateway, 'refresh', { refreshToken: 'r' });
    expect(asked.result).toMatchObject({ __typename: 'MfaRequired', expiresIn: 600 });
    tokenEndpoint(() => mfaRequired({ mfa_requirements: { enroll: [{ type: 'otp' }] } }));
    const { result } = await mutate(gateway, 'refresh', { refreshToken: 'r' });
    expect(result).toMatchObject({ __typename: 'MfaEnrollmentRequired', factorTypes: ['TOTP'] });
  });

  it('is ServiceUnavailable while the factors cannot be listed', async () => {
    auth0.answer('/mfa/authenticators', { status: 503, text: '' });
    expect(await challenged()).toMatchObject({ __typename: 'ServiceUnavailable' });
  });
});

describe('verifyMfa', () => {
  it.each([
    [
      'a code of an app',
      { code: '123456' },
      { grant_type: 'http://auth0.com/oauth/grant-type/mfa-otp', otp: '123456' },
    ],
    [
      'a code as an app shows it',
      { code: '123 456 ' },
      { grant_type: 'http://auth0.com/oauth/grant-type/mfa-otp', otp: '123456' },
    ],
    [
      'a recovery code as it was written down',
      { recoveryCode: 'N3BGPZZW J85JLCNP ZBDW6QXC\n' },
      {
        grant_type: 'http://auth0.com/oauth/grant-type/mfa-recovery-code',
        recovery_code: 'N3BGPZZWJ85JLCNPZBDW6QXC',
      },
    ],
    [
      'a recovery code',
      { recoveryCode: 'N3BGPZZWJ85JLCNPZBDW6QXC' },
      {
        grant_type: 'http://auth0.com/oauth/grant-type/mfa-recovery-code',
        recovery_code: 'N3BGPZZWJ85JLCNPZBDW6QXC',
      },
    ],
  ])('redeems %s for a Session', async (_what, proof, parameters) => {
    const { mfaToken } = await challenged();
    tokenEndpoint(async () => ({ json: await auth0.tokens({ recovery_code: 'NEWCODE' }) }));

    const { result } = await verify({ mfaToken, ...proof });

    expect(result).toMatchObject({ __typename: 'Session', recoveryCode: 'NEWCODE' });
    expect(Object.fromEntries(lastForm() ?? [])).toMatchObject({
      ...parameters,
      mfa_token: 'Fe26.2*mfa',
    });
  });

  it('redeems a code that was sent, with the challenge it was sent for', async () => {
    const { mfaToken } = await challenged();
    auth0.answer('/mfa/challenge', {
      json: { challenge_type: 'oob', oob_code: 'Fe26.2*oob', binding_method: 'prompt' },
    });
    const asked = await mutate(gateway, 'challengeMfa', { mfaToken, factorId: 'sms|dev_2' });
    expect(asked.result).toMatchObject({ __typename: 'MfaChallenge', type: 'SMS' });
    tokenEndpoint(async () => ({ json: await auth0.tokens() }));

    const { result } = await verify({ mfaToken: asked.result['mfaToken'], code: '654321' });

    expect(result).toMatchObject({ __typename: 'Session' });
    expect(Object.fromEntries(lastForm() ?? [])).toMatchObject({
      grant_type: 'http://auth0.com/oauth/grant-type/mfa-oob',
      oob_code: 'Fe26.2*oob',
      binding_code: '654321',
    });
  });

  it('waits for an approval on the phone without a code', async () => {
    const { mfaToken } = await challenged();
    auth0.answer('/mfa/challenge', { json: { challenge_type: 'oob', oob_code: 'Fe26.2*push' } });
    const asked = await mutate(gateway, 'challengeMfa', { mfaToken, factorId: 'push|dev_3' });
    tokenEndpoint(() => ({ status: 400, json: { error: 'authorization_pending' } }));

    const { result } = await verify({ mfaToken: asked.result['mfaToken'] });

    expect(result).toMatchObject({ __typename: 'ApprovalPending', retryAfter: 5 });
    expect(lastForm()?.has('binding_code')).toBe(false);
  });

  it('sends the end user’s address along (U01)', async () => {
    const { mfaToken } = await challenged();
    tokenEndpoint(async () => ({ json: await auth0.tokens() }));
    await verify({ mfaToken, code: '123456' });
    expect(auth0.seen('/oauth/token').at(-1)?.headers['auth0-forwarded-for']).toBe('127.0.0.1');
  });

  it.each([
    ['a wrong code', 403, 'invalid_grant', 'Invalid otp_code.', 'InvalidCode', 'INVALID_CODE'],
    [
      'a wrong sent code',
      403,
      'invalid_grant',
      'Invalid binding_code.',
      'InvalidCode',
      'INVALID_CODE',
    ],
    [
      'a wrong recovery code',
      403,
      'invalid_grant',
      'MFA Authorization rejected.',
      'InvalidCode',
      'INVALID_CODE',
    ],
    [
      'an approval that was declined',
      400,
      'access_denied',
      'MFA Authorization rejected.',
      'InvalidCode',
      'INVALID_CODE',
    ],
    [
      'a used code, where that is told',
      403,
      'invalid_grant',
      'The code has already been used.',
      'CodeAlreadyUsed',
      'CODE_ALREADY_USED',
    ],
    ['asking too fast', 400, 'slow_down', '', 'ApprovalPending', 'APPROVAL_PENDING'],
    [
      'an expired mfa_token',
      403,
      'expired_token',
      'mfa_token is expired',
      'MfaTokenExpired',
      'MFA_TOKEN_EXPIRED',
    ],
    [
      'a malformed mfa_token',
      403,
      'invalid_grant',
      'Malformed mfa_token',
      'MfaTokenExpired',
      'MFA_TOKEN_EXPIRED',
    ],
    [
      'a challenge that is none',
      400,
      'invalid_request',
      'Invalid oob_code',
      'MfaTokenExpired',
      'MFA_TOKEN_EXPIRED',
    ],
    ['too many tries', 429, 'too_many_attempts', '', 'TooManyAttempts', 'TOO_MANY_ATTEMPTS'],
    ['a blocked user', 403, 'unauthorized', 'user is blocked', 'AccountBlocked', 'ACCOUNT_BLOCKED'],
    [
      'an Action that denies',
      500,
      'access_denied',
      'Staff only, sorry',
      'LoginDenied',
      'LOGIN_DENIED',
    ],
    ['an outage', 503, 'temporarily_unavailable', '', 'ServiceUnavailable', 'SERVICE_UNAVAILABLE'],
    [
      'a grant that is off',
      403,
      'unauthorized_client',
      "Grant type 'http://auth0.com/oauth/grant-type/mfa-otp' not allowed for the client.",
      'ServiceUnavailable',
      'SERVICE_UNAVAILABLE',
    ],
    ['an answer nobody knows', 418, 'teapot', '', 'ServiceUnavailable', 'SERVICE_UNAVAILABLE'],
  ])('contract 9.5: %s', async (_what, status, error, error_description, __typename, code) => {
    const { mfaToken } = await challenged();
    tokenEndpoint(() => ({ status, json: { error, error_description } }));
    const { result, text } = await verify({ mfaToken, code: '000000' });
    expect(result).toMatchObject({ __typename, code });
    if (error_description && __typename !== 'LoginDenied')
      expect(text).not.toContain(error_description);
  });

  it('tells a code that was right before from a wrong one', async () => {
    const { mfaToken } = await challenged();
    tokenEndpoint(async () => ({ json: await auth0.tokens() }));
    await verify({ mfaToken, code: '424242' });
    const again = await challenged();
    tokenEndpoint(() => ({
      status: 403,
      json: { error: 'invalid_grant', error_description: 'x' },
    }));
    expect((await verify({ mfaToken: again.mfaToken, code: '424242' })).result).toMatchObject({
      __typename: 'CodeAlreadyUsed',
    });
    expect((await verify({ mfaToken: again.mfaToken, code: '424243' })).result).toMatchObject({
      __typename: 'InvalidCode',
    });
  });

  it.each([
    ['at the next refresh', () => mutate(gateway, 'refresh', { refreshToken: 'of long ago' })],
    [
      'under another name of the account',
      () => mutate(gateway, 'login', { ...credentials, username: 'uma' }),
    ],
  ])('tells a used code from a wrong one %s', async (_when, ask) => {
    const { mfaToken } = await challenged();
    tokenEndpoint(async () => ({ json: await auth0.tokens() }));
    await verify({ mfaToken, code: '535353' });
    tokenEndpoint(() => mfaRequired());
    const next = (await ask()).result['mfaToken'];
    tokenEndpoint(() => ({ status: 403, json: { error: 'invalid_grant' } }));
    expect((await verify({ mfaToken: next, code: '535353' })).result).toMatchObject({
      __typename: 'CodeAlreadyUsed',
    });
    expect((await verify({ mfaToken: next, code: '535354' })).result).toMatchObject({
      __typename: 'InvalidCode',
    });
  });

  it('does not ask Auth0 once the mfaToken has expired', async () => {
    const { mfaToken } = await challenged();
    const asked = auth0.requests.length;
    later = 601_000;
    const { result } = await verify({ mfaToken, code: '123456' });
    expect(result).toMatchObject({ __typename: 'MfaTokenExpired', code: 'MFA_TOKEN_EXPIRED' });
    expect(auth0.requests).toHaveLength(asked);
  });

  it.each([
    ['empty', { mfaToken: '', code: '123456' }, 'mfaToken'],
    ['one of nobody’s', { mfaToken: 'Fe26.2*mfa', code: '123456' }, 'mfaToken'],
    ['changed', { code: '123456', change: true }, 'mfaToken'],
    ['without a code', {}, 'code'],
    ['with both', { code: '123456', recoveryCode: 'ABCD' }, 'recoveryCode'],
    ['with a code in full-width digits', { code: '１２３４５６' }, 'code'],
    ['with a code of any length', { code: '1'.repeat(11) }, 'code'],
    ['with an empty code', { code: '' }, 'code'],
    ['with a recovery code of control characters', { recoveryCode: 'A\u0000' }, 'recoveryCode'],
  ])(
    'is InvalidInput before Auth0 is asked, %s',
    async (_what, { change, ...input }: Record<string, unknown>, field) => {
      const { mfaToken } = await challenged();
      const asked = auth0.requests.length;
      const sent = change ? `${mfaToken.slice(0, -3)}AAA` : mfaToken;
      const { result } = await verify({ mfaToken: sent, ...input });
      expect(result).toMatchObject({ __typename: 'InvalidInput', field });
      expect(auth0.requests).toHaveLength(asked);
    },
  );
});

describe('challengeMfa', () => {
  const challenge = (mfaToken: string, factorId: string) =>
    mutate(gateway, 'challengeMfa', { mfaToken, factorId });

  it('asks nobody for a code that an app shows by itself', async () => {
    const { mfaToken } = await challenged();
    const asked = auth0.requests.length;
    const { result } = await challenge(mfaToken, 'totp|dev_1');
    expect(result).toMatchObject({ __typename: 'MfaChallenge', type: 'TOTP' });
    expect(auth0.requests).toHaveLength(asked);
  });

  it('leads back to the app after a code was sent', async () => {
    const { mfaToken } = await challenged();
    auth0.answer('/mfa/challenge', { json: { challenge_type: 'oob', oob_code: 'Fe26.2*oob' } });
    const sent = await challenge(mfaToken, 'sms|dev_2');
    const back = await challenge(String(sent.result['mfaToken']), 'totp|dev_1');
    tokenEndpoint(async () => ({ json: await auth0.tokens() }));
    await verify({ mfaToken: back.result['mfaToken'], code: '123456' });
    expect(lastForm()?.get('grant_type')).toBe('http://auth0.com/oauth/grant-type/mfa-otp');
  });

  it.each([
    ['a factor of somebody else', 'sms|dev_9', 'InvalidInput'],
    ['an empty one', '', 'InvalidInput'],
    ['a path', '..', 'InvalidInput'],
  ])('is InvalidInput for %s', async (_what, factorId, __typename) => {
    const { mfaToken } = await challenged();
    const { result } = await challenge(mfaToken, factorId);
    expect(result).toMatchObject({ __typename, field: 'factorId' });
  });

  it.each([
    [403, 'association_required', 'InvalidInput'],
    [400, 'unsupported_challenge_type', 'InvalidInput'],
    [403, 'expired_token', 'MfaTokenExpired'],
    [401, 'invalid_token', 'MfaTokenExpired'],
    [429, 'too_many_attempts', 'TooManyAttempts'],
    [401, 'access_denied', 'ServiceUnavailable'],
    [500, 'server_error', 'ServiceUnavailable'],
  ])('contract 9.4: %i %s is %s', async (status, error, __typename) => {
    const { mfaToken } = await challenged();
    auth0.answer('/mfa/challenge', { status, json: { error, error_description: 'Secret text' } });
    const { result, text } = await challenge(mfaToken, 'sms|dev_2');
    expect(result).toMatchObject({ __typename });
    expect(text).not.toContain('Secret text');
  });
});

describe('enrollFactor', () => {
  async function enrolling(): Promise<string> {
    auth0.answer('/mfa/authenticators', { json: [] });
    return (await challenged()).mfaToken;
  }
  const enroll = (input: object) => mutate(gateway, 'enrollFactor', input);
  const uri =
    'otpauth://totp/Gatehouse:user@example.com?secret=GEZDGNBVGY3TQOJQ&issuer=Gatehouse&algorithm=SHA1&digits=6&period=30';

  it('gives secret, URI and QR code of an app, and recovery codes once', async () => {
    const mfaToken = await enrolling();
    auth0.answer('/mfa/associate', {
      json: {
        authenticator_type: 'otp',
        secret: 'GEZDGNBVGY3TQOJQ',
        barcode_uri: uri,
        recovery_codes: ['N3BGPZZWJ85JLCNPZBDW6QXC'],
      },
    });
    const { result } = await enroll({ mfaToken, type: 'TOTP' });
    expect(result).toMatchObject({
      __typename: 'TotpEnrollment',
      secret: 'GEZDGNBVGY3TQOJQ',
      otpauthUri: uri,
      recoveryCodes: ['N3BGPZZWJ85JLCNPZBDW6QXC'],
    });
    expect(scanned(String(result['qrCode']))).toBe(uri);
    expect(auth0.seen('/mfa/associate').at(-1)?.headers.authorization).toBe('Bearer Fe26.2*mfa');
  });

  it.each([
    ['SMS', { phoneNumber: '+4930901820' }, { oob_channels: ['sms'], phone_number: '+4930901820' }],
    ['VOICE', { phoneNumber: '+1555' }, { oob_channels: ['voice'], phone_number: '+1555' }],
    ['EMAIL', { email: 'a@example.com' }, { oob_channels: ['email'], email: 'a@example.com' }],
    ['EMAIL', {}, { oob_channels: ['email'] }],
  ])('sends a code by %s, and the code confirms it', async (type, target, parameters) => {
    const mfaToken = await enrolling();
    auth0.answer('/mfa/associate', {
      json: { authenticator_type: 'oob', oob_code: 'Fe26.2*new', binding_method: 'prompt' },
    });
    const { result } = await enroll({ mfaToken, type, ...target });
    expect(result).toMatchObject({ __typename: 'CodeSent', type, recoveryCodes: null });
    expect(JSON.parse(auth0.seen('/mfa/associate').at(-1)?.body ?? '')).toMatchObject(parameters);

    tokenEndpoint(async () => ({ json: await auth0.tokens() }));
    const confirmed = await verify({ mfaToken: result['mfaToken'], code: '123456' });
    expect(confirmed.result).toMatchObject({ __typename: 'Session' });
    expect(lastForm()?.get('oob_code')).toBe('Fe26.2*new');
  });

  it.each([
    ['SMS', {}, 'phoneNumber'],
    ['SMS', { phoneNumber: '030 901820' }, 'phoneNumber'],
    ['SMS', { phoneNumber: '+49309018200000000' }, 'phoneNumber'],
    ['EMAIL', { email: 'nobody' }, 'email'],
    ['EMAIL', { email: `${'a'.repeat(300)}@example.com` }, 'email'],
    ['PUSH', {}, 'type'],
    ['RECOVERY_CODE', {}, 'type'],
  ])('is InvalidInput for %s %j', async (type, target, field) => {
    const mfaToken = await enrolling();
    const { result } = await enroll({ mfaToken, type, ...target });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field });
  });

  it.each([
    [403, 'access_denied', 'User is already enrolled.', 'AlreadyEnrolled'],
    [400, 'invalid_request', 'User is already enrolled', 'AlreadyEnrolled'],
    [
      400,
      'unsupported_challenge_type',
      'User does not have any enrolled factor',
      'FactorNotOffered',
    ],
    [403, 'access_denied', 'SMS is not enabled', 'FactorNotOffered'],
    [400, 'invalid_request', 'Invalid phone_number', 'InvalidInput'],
    [403, 'expired_token', 'mfa_token is expired', 'MfaTokenExpired'],
    [401, 'invalid_token', 'nope', 'MfaTokenExpired'],
    [429, 'too_many_attempts', 'slow', 'TooManyAttempts'],
    [401, 'access_denied', 'Unauthorized', 'ServiceUnavailable'],
  ])('contract 9.3: %i %s, %s: %s', async (status, error, error_description, __typename) => {
    const mfaToken = await enrolling();
    auth0.answer('/mfa/associate', { status, json: { error, error_description } });
    const { result } = await enroll({ mfaToken, type: 'SMS', phoneNumber: '+4930901820' });
    expect(result).toMatchObject({ __typename });
  });
});

describe('somebody signed in', () => {
  const reauthenticate = (token: string | undefined) =>
    mutate(gateway, 'reauthenticate', { password: credentials.password }, { token });
  const mfaTokens = async () => ({ json: await auth0.tokens({ access_token: 'mfa-api-token' }) });

  async function proven(): Promise<{ token: string; mfaToken: string }> {
    tokenEndpoint(mfaTokens);
    const token = await auth0.accessToken();
    const { result } = await reauthenticate(token);
    return { token, mfaToken: String(result['mfaToken']) };
  }

  it('proves themselves with the password, and sees their factors', async () => {
    tokenEndpoint(mfaTokens);
    const { result } = await reauthenticate(await auth0.accessToken());
    expect(result).toMatchObject({
      __typename: 'Reauthenticated',
      expiresIn: 600,
      factors: [{ id: 'totp|dev_1', type: 'TOTP' }, { type: 'SMS' }, { type: 'PUSH' }],
    });
    expect(Object.fromEntries(lastForm() ?? [])).toMatchObject({
      username: 'user@example.com',
      realm: 'Username-Password-Authentication',
      audience: `${auth0.issuer}mfa/`,
      scope: 'openid enroll read:authenticators remove:authenticators',
    });
    expect(auth0.seen('/mfa/authenticators').at(-1)?.headers.authorization).toBe(
      'Bearer mfa-api-token',
    );
  });

  it('proves themselves with the second factor, too', async () => {
    tokenEndpoint(() => mfaRequired());
    const { result } = await reauthenticate(await auth0.accessToken());
    expect(result).toMatchObject({ __typename: 'MfaRequired' });
    tokenEndpoint(mfaTokens);
    const verified = await verify({ mfaToken: result['mfaToken'], code: '123456' });
    expect(verified.result).toMatchObject({ __typename: 'Reauthenticated', factors: [{}, {}, {}] });
    expect(verified.text).not.toContain('mfa-api-token');
  });

  it('is MfaEnrollmentRequired where everybody has to have a factor', async () => {
    tokenEndpoint(() => mfaRequired({ mfa_requirements: { enroll: [{ type: 'otp' }] } }));
    const { result } = await reauthenticate(await auth0.accessToken());
    expect(result).toMatchObject({ __typename: 'MfaEnrollmentRequired' });
  });

  it('is nobody without a bearer', async () => {
    const { errors } = await reauthenticate(undefined);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is not believed when the password was somebody else’s', async () => {
    tokenEndpoint(async () => ({
      json: await auth0.tokens({ id_token: await auth0.idToken({ sub: 'auth0|other' }) }),
    }));
    const { result } = await reauthenticate(await auth0.accessToken());
    expect(result).toMatchObject({ __typename: 'ServiceUnavailable' });
  });

  it.each([
    [403, 'invalid_grant', 'Wrong email or password.', 'InvalidCredentials'],
    [401, 'password_leaked', 'x', 'PasswordLeaked'],
    [403, 'unauthorized', 'user is blocked', 'AccountBlocked'],
    [403, 'access_denied', 'no', 'LoginDenied'],
    [401, 'requires_verification', 'x', 'VerificationRequired'],
    [429, 'too_many_attempts', 'x', 'TooManyAttempts'],
    [503, 'temporarily_unavailable', 'x', 'ServiceUnavailable'],
  ])('%i %s is %s %s', async (status, error, error_description, __typename) => {
    tokenEndpoint(() => ({ status, json: { error, error_description } }));
    // Each row has a user of its own: a block ends the user's bearer.
    const sub = `auth0|${error}`;
    answerAccount(sub);
    const { result } = await reauthenticate(await auth0.accessToken({ sub }));
    expect(result).toMatchObject({ __typename });
  });

  it('has to type the password', async () => {
    const token = await auth0.accessToken();
    const { result } = await mutate(gateway, 'reauthenticate', { password: '' }, { token });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'password' });
  });

  it('adds a factor with the proof, and confirms it', async () => {
    const { token, mfaToken } = await proven();
    auth0.answer('/mfa/associate', { json: { authenticator_type: 'oob', oob_code: 'Fe26.2*add' } });
    const input = { mfaToken, type: 'SMS', phoneNumber: '+4930901820' };
    const { result } = await mutate(gateway, 'enrollFactor', input, { token });
    expect(result).toMatchObject({ __typename: 'CodeSent' });
    const confirmed = await verify({ mfaToken: result['mfaToken'], code: '123456' });
    expect(confirmed.result).toMatchObject({
      __typename: 'Reauthenticated',
      factors: [{}, {}, {}],
    });
    expect(lastForm()?.get('mfa_token')).toBe('mfa-api-token');
  });

  it('adds none with the proof of somebody else', async () => {
    const { mfaToken } = await proven();
    const input = { mfaToken, type: 'TOTP' };
    const other = await auth0.accessToken({ sub: 'auth0|other' });
    const { result } = await mutate(gateway, 'enrollFactor', input, { token: other });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'mfaToken' });
    const { errors } = await mutate(gateway, 'enrollFactor', input);
    expect(errors).toMatchObject([{ extensions: { reason: 'TOKEN_MISSING' } }]);
  });

  it('takes a phone number with spaces', async () => {
    const { token, mfaToken } = await proven();
    auth0.answer('/mfa/associate', { json: { authenticator_type: 'oob', oob_code: 'Fe26.2*add' } });
    const input = { mfaToken, type: 'SMS', phoneNumber: '+49 30 901820' };
    const { result } = await mutate(gateway, 'enrollFactor', input, { token });
    expect(result).toMatchObject({ __typename: 'CodeSent' });
    expect(auth0.seen('/mfa/associate').at(-1)?.body).toContain('+4930901820');
  });

  it('removes a factor, and sees what is left', async () => {
    const { token, mfaToken } = await proven();
    auth0.answer('/mfa/authenticators/sms%7Cdev_2', { status: 204, text: '' });
    auth0.answer('/mfa/authenticators', { json: [totp] });
    const input = { mfaToken, factorId: 'sms|dev_2' };
    const { result } = await mutate(gateway, 'removeFactor', input, { token });
    expect(result).toEqual({
      __typename: 'FactorRemoved',
      factors: [{ id: 'totp|dev_1', type: 'TOTP', name: null }],
      otherDevices: expect.any(Number),
    });
    expect(auth0.seen('/mfa/authenticators/sms%7Cdev_2')[0]).toMatchObject({
      method: 'DELETE',
      headers: { authorization: 'Bearer mfa-api-token' },
    });
  });

  it('has removed a factor though the remaining ones cannot be read', async () => {
    const { token, mfaToken } = await proven();
    auth0.answer('/mfa/authenticators/sms%7Cdev_2', { status: 204, text: '' });
    auth0.answer('/mfa/authenticators', { status: 503, text: '' });
    const input = { mfaToken, factorId: 'sms|dev_2' };
    const { result } = await mutate(gateway, 'removeFactor', input, { token });
    expect(result).toEqual({
      __typename: 'FactorRemoved',
      factors: null,
      otherDevices: expect.any(Number),
    });
  });

  it.each([
    [404, 'InvalidInput'],
    [401, 'MfaTokenExpired'],
    [429, 'TooManyAttempts'],
    [500, 'ServiceUnavailable'],
  ])('contract 9.6: a removal answered with %i is %s', async (status, __typename) => {
    const { token, mfaToken } = await proven();
    auth0.answer('/mfa/authenticators/sms%7Cdev_8', { status, text: '' });
    const input = { mfaToken, factorId: 'sms|dev_8' };
    const { result } = await mutate(gateway, 'removeFactor', input, { token });
    expect(result).toMatchObject({ __typename });
    expect(gateway.logText()).not.toContain('dev_8');
  });

  it('removes none with a token that proves nothing yet', async () => {
    const { mfaToken } = await challenged();
    const token = await auth0.accessToken();
    const input = { mfaToken, factorId: 'sms|dev_2' };
    const { result } = await mutate(gateway, 'removeFactor', input, { token });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'mfaToken' });
  });
});

/** Draws the picture of a QR code enlarged, and returns the text that a scanner reads in it. */
function scanned(dataUri: string): string {
  const svg = Buffer.from(dataUri.replace('data:image/svg+xml;base64,', ''), 'base64').toString();
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const scale = 4;
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x = '', y = '', length = ''] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      const start = row * width + Number(x) * scale;
      data.fill(0, start * 4, (start + Number(length) * scale) * 4);
    }
  }
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255;
  return decodeQR({ width, height: width, data });
}
