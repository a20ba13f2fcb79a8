import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createGatehouse,
  type Factor,
  type Gatehouse,
  type GatehouseError,
  type SecondFactorState,
} from '../../client/src/index.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { enrollApp, scanApp, type App } from './authenticator-app.ts';
import { recordedFetch, type RecordedFetch } from './recorded-fetch.ts';

const password = seededPassword;
const phoneNumber = '+4930901820';

/** Milliseconds by which the clocks of gateway and tenant are ahead. An app shows another code every 30 s. */
let later = 0;
const now = () => new Date(Date.now() + later);
const code = () => app.code();
const nextCode = () => (later += 30_000);

let local: Local;
let gatehouse: Gatehouse;
let recorded: RecordedFetch;
let app: App;

const step = () => gatehouse.secondFactor.getSnapshot();
const status = () => gatehouse.session.getSnapshot().status;
const signIn = (username: string) => gatehouse.signIn({ username, password });

/** Returns the step as this one. Fails when it is another. */
function at<Name extends SecondFactorState['step']>(name: Name) {
  const state = step();
  expect(state.step).toBe(name);
  return state as Extract<SecondFactorState, { step: Name }>;
}

function factorOf(factors: readonly Factor[] | null, type: Factor['type']): Factor {
  return present(factors?.find((factor) => factor.type === type));
}

/** Scans the QR code on the screen with the user's app. */
function scan(): void {
  app = scanApp(gatehouse, now);
}

beforeEach(() => {
  recorded = recordedFetch();
  gatehouse = createGatehouse({
    url: local.gateway.url,
    transport: 'tokens',
    fetch: recorded.fetch,
  });
});

describe('a sign-in that needs a second factor', () => {
  let recoveryCode = '';

  beforeAll(async () => {
    local = await startLocal({
      now,
      settings: ({ guardian }) => (guardian.policies = ['all-applications']),
    });
  });
  afterAll(() => local.close());

  it('sets up an app: enroll, confirm, signed in', async () => {
    expect(await signIn('user@example.com')).toMatchObject({ __typename: 'MfaEnrollmentRequired' });
    expect(at('enroll').factorTypes).toEqual(['TOTP', 'SMS', 'EMAIL']);
    await gatehouse.secondFactor.enroll({ type: 'TOTP' });
    const issued = at('confirm').enrollment.recoveryCodes;
    const onSignIn: string[] = [];
    gatehouse.session.subscribe(() => status() === 'signedIn' && onSignIn.push(step().step));
    recoveryCode = present(issued?.[0]);
    scan();
    await gatehouse.secondFactor.verify({ code: '000000' });
    expect(at('confirm').refusal).toMatchObject({ __typename: 'InvalidCode' });
    expect(status()).not.toBe('signedIn');
    await gatehouse.secondFactor.verify({ code: code() });
    expect(status()).toBe('signedIn');
    expect(onSignIn).toEqual(['recoveryCodes']);
    expect(at('recoveryCodes').recoveryCodes).toEqual(issued);
    gatehouse.secondFactor.done();
    expect(step()).toEqual({ step: 'none', refusal: undefined, isPending: false });
  });

  it('asks for the app: choose, code, signed in', async () => {
    nextCode();
    await signIn('user@example.com');
    await gatehouse.secondFactor.challenge(factorOf(at('choose').factors, 'TOTP'));
    expect(at('code').factor.type).toBe('TOTP');
    await gatehouse.secondFactor.verify({ code: code() });
    expect(at('none').refusal).toBeUndefined();
    expect(status()).toBe('signedIn');
  });

  it('shows the new recovery code while the user is signed in already', async () => {
    await signIn('user@example.com');
    await gatehouse.secondFactor.verify({ recoveryCode });
    const issued = at('recoveryCodes').recoveryCodes;
    expect(issued).toEqual([expect.any(String)]);
    expect(issued).not.toContain(recoveryCode);
    expect(status()).toBe('signedIn');
    gatehouse.secondFactor.done();
    expect(at('none').refusal).toBeUndefined();
  });

  it('sends a code by SMS, and goes back to the app with the right token', async () => {
    await signIn('admin@example.com');
    await gatehouse.secondFactor.enroll({ type: 'SMS', phoneNumber });
    const first = await local.lastMessage(phoneNumber);
    await gatehouse.secondFactor.verify({ code: present(first.code) });
    await gatehouse.reauthenticate({ password });
    await gatehouse.secondFactor.challenge(factorOf(at('choose').factors, 'SMS'));
    const second = await local.lastMessage(phoneNumber);
    await gatehouse.secondFactor.verify({ code: present(second.code) });
    await gatehouse.secondFactor.enroll({ type: 'TOTP' });
    scan();
    await gatehouse.secondFactor.verify({ code: code() });
    expect(at('proven').factors?.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['SMS', 'TOTP']),
    );

    nextCode();
    await signIn('admin@example.com');
    const { factors } = at('choose');
    await gatehouse.secondFactor.challenge(factorOf(factors, 'SMS'));
    await gatehouse.secondFactor.challenge(factorOf(factors, 'TOTP'));
    await gatehouse.secondFactor.verify({ code: code() });
    expect(at('none').refusal).toBeUndefined();
  });

  it('sends one request for two clicks', async () => {
    nextCode();
    await signIn('user@example.com');
    await signIn('admin@example.com');
    await gatehouse.secondFactor.challenge(factorOf(at('choose').factors, 'TOTP'));
    nextCode();
    recorded.sent.length = 0;
    const clicks = [1, 2].map(() => gatehouse.secondFactor.verify({ code: code() }));
    await Promise.all(clicks);
    expect(recorded.sent).toEqual(['VerifyMfa']);
    expect(status()).toBe('signedIn');
  });

  it('begins again when its time is over', async () => {
    await signIn('user@example.com');
    later += 11 * 60 * 1000;
    await gatehouse.secondFactor.verify({ code: '000000' });
    expect(at('none').refusal).toMatchObject({ __typename: 'MfaTokenExpired' });
  });

  it('takes no answer for a step that the user has left', async () => {
    nextCode();
    await signIn('user@example.com');
    recorded.onNext('VerifyMfa', async (send) => {
      gatehouse.secondFactor.done();
      return send();
    });
    await gatehouse.secondFactor.verify({ code: '000000' });
    expect(at('none').refusal).toBeUndefined();
  });

  it('puts no token into its state', async () => {
    await signIn('user@example.com');
    expect(Object.keys(at('choose')).sort()).toEqual(['factors', 'isPending', 'refusal', 'step']);
  });
});

describe('a signed-in user', () => {
  beforeAll(async () => {
    local = await startLocal({ now });
  });
  afterAll(() => local.close());

  it('adds a factor, and removes it', async () => {
    await signIn('admin@example.com');
    await gatehouse.reauthenticate({ password });
    await gatehouse.secondFactor.enroll({ type: 'TOTP' });
    scan();
    await gatehouse.secondFactor.verify({ code: code() });
    expect(at('recoveryCodes').recoveryCodes).toEqual([expect.any(String)]);
    gatehouse.secondFactor.done();
    const app = factorOf(at('proven').factors, 'TOTP');
    await gatehouse.secondFactor.remove(app);
    expect(at('proven').factors?.map(({ type }) => type)).not.toContain('TOTP');
  });

  it('loses the proof with the session', async () => {
    await signIn('admin@example.com');
    await gatehouse.reauthenticate({ password });
    at('proven');
    await gatehouse.signOut();
    at('none');
  });

  it('who signs out leaves no recovery code, and no proof after it', async () => {
    await signIn('user@example.com');
    await gatehouse.reauthenticate({ password });
    await gatehouse.secondFactor.enroll({ type: 'TOTP' });
    scan();
    await gatehouse.secondFactor.verify({ code: code() });
    at('recoveryCodes');
    await gatehouse.signOut();
    at('none');
  });

  it('changes the password by way of the second factor, and signs in with the new one', async () => {
    await signIn('editor@example.com');
    await gatehouse.reauthenticate({ password });
    await gatehouse.secondFactor.enroll({ type: 'TOTP' });
    scan();
    await gatehouse.secondFactor.verify({ code: code() });
    gatehouse.secondFactor.done();
    nextCode();
    const newPassword = 'Purple-Kettle-9-Violin';
    const asked = await gatehouse.changePassword({ currentPassword: password, newPassword });
    expect(asked).toMatchObject({ __typename: 'MfaRequired' });
    await gatehouse.secondFactor.challenge(factorOf(at('choose').factors, 'TOTP'));
    await gatehouse.secondFactor.verify({ code: code() });
    at('proven');
    const changed = await gatehouse.changePassword({ newPassword });
    expect(changed).toMatchObject({ __typename: 'PasswordChanged' });
    expect(status()).toBe('signedOut');
    nextCode();
    await gatehouse.secondFactor.challenge(factorOf(at('choose').factors, 'TOTP'));
    await gatehouse.secondFactor.verify({ code: code() });
    expect(status()).toBe('signedIn');
  });
});

describe('a user with an unverified address who sets up a second factor', () => {
  let strict: TestGateway;

  beforeAll(async () => {
    local = await startLocal({
      now,
      settings: ({ guardian, users }) => {
        guardian.policies = ['all-applications'];
        present(users.find(({ email }) => email === 'user@example.com')).email_verified = false;
      },
    });
    strict = await local.anotherGateway({ REQUIRE_VERIFIED_EMAIL: 'true' });
  });
  afterAll(async () => {
    await strict.close();
    await local.close();
  });

  it('saves the recovery codes first, and is then told to verify the address', async () => {
    gatehouse = createGatehouse({ url: strict.url, transport: 'tokens' });
    await signIn('user@example.com');
    await gatehouse.secondFactor.enroll({ type: 'TOTP' });
    scan();
    await gatehouse.secondFactor.verify({ code: code() });
    expect(at('recoveryCodes').recoveryCodes).toEqual([expect.any(String)]);
    gatehouse.secondFactor.done();
    expect(at('none').refusal).toMatchObject({ __typename: 'EmailNotVerified' });
    expect(status()).not.toBe('signedIn');
  });
});

describe('a session whose renewal needs the second factor', () => {
  beforeAll(async () => {
    local = await startLocal({
      now,
      settings: ({ guardian }) => (guardian.challenge_on_refresh = true),
    });
  });
  afterAll(() => local.close());

  it('goes on with it, and without the password', async () => {
    await signIn('user@example.com');
    await gatehouse.reauthenticate({ password });
    app = await enrollApp(gatehouse, now);
    gatehouse.secondFactor.done();
    later += 25 * 60 * 60 * 1000;
    await gatehouse.reloadUser();
    const session = gatehouse.session.getSnapshot();
    expect(session).toMatchObject({ status: 'signedOut', refusal: { __typename: 'MfaRequired' } });
    expect(JSON.stringify(session)).not.toContain('mfaToken');
    await gatehouse.secondFactor.challenge(factorOf(at('choose').factors, 'TOTP'));
    await gatehouse.secondFactor.verify({ code: code() });
    at('none');
    expect(status()).toBe('signedIn');
    expect(recorded.sent.filter((name) => name === 'Login')).toHaveLength(1);
    await gatehouse.reloadUser();
    expect(status()).toBe('signedIn');
  });

  it('asks for it once, and answers every operation that waits', async () => {
    await signIn('admin@example.com');
    await gatehouse.reauthenticate({ password });
    app = await enrollApp(gatehouse, now);
    gatehouse.secondFactor.done();
    later += 25 * 60 * 60 * 1000;
    recorded.sent.length = 0;
    const steps: string[] = [];
    const leave = gatehouse.secondFactor.subscribe(() => steps.push(step().step));
    const asked = Array.from({ length: 20 }, () =>
      askMe().catch(({ code }: GatehouseError) => code),
    );
    const answers = await Promise.all(asked);
    leave();
    // An answer that arrives after the end of the session is for the last user.
    const refusals = answers.filter((answer) => answer !== 'USER_CHANGED');
    expect(new Set(refusals)).toEqual(new Set(['UNAUTHENTICATED']));
    expect(recorded.sent.filter((name) => name !== 'Me')).toEqual(['Refresh']);
    expect(steps.filter((name) => name !== 'none')).toEqual(['choose']);
    await gatehouse.secondFactor.challenge(factorOf(at('choose').factors, 'TOTP'));
    await gatehouse.secondFactor.verify({ code: code() });
    expect(status()).toBe('signedIn');
    expect(await askMe()).toBe('admin@example.com');
  });
});

/** Asks for the user's e-mail address as any GraphQL client would. Returns the address, or the code of the error. */
async function askMe(): Promise<string | undefined> {
  const body = JSON.stringify({ query: 'query Me { me { email } }' });
  const headers = { 'content-type': 'application/json' };
  const answer = await gatehouse.fetch(gatehouse.url, { method: 'POST', headers, body });
  const { data, errors } = (await answer.json()) as {
    data: { me: { email: string } | null } | null;
    errors?: { extensions: { code: string } }[];
  };
  return data?.me?.email ?? errors?.[0]?.extensions.code;
}
