import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGatehouse, type Factor, type Gatehouse } from '../../client/src/index.ts';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { present } from '../support/present.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { recordedFetch, type RecordedFetch } from './recorded-fetch.ts';

// The local tenant has no phone that could approve, so Auth0 is scripted here.
let auth0: ScriptedAuth0;
let gateway: TestGateway;
let gatehouse: Gatehouse;
let recorded: RecordedFetch;
/** Seconds that the gateway tells the kit to wait, in place of its own 5. */
let retryAfter: number | undefined;
let onAnswer: () => void = () => undefined;

const step = () => gatehouse.secondFactor.getSnapshot();
const asks = () => recorded.sent.filter((name) => name === 'VerifyMfa').length;
const status = () => gatehouse.session.getSnapshot().status;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0);
  auth0.answer('/mfa/challenge', { json: { challenge_type: 'oob', oob_code: 'Fe26.2*push' } });
  auth0.answer('/mfa/authenticators', {
    json: [
      { id: 'push|dev_1', authenticator_type: 'oob', oob_channel: 'auth0', active: true },
      { id: 'totp|dev_2', authenticator_type: 'otp', active: true },
    ],
  });
});
afterAll(async () => {
  await gateway.close();
  await auth0.close();
});

beforeEach(async () => {
  retryAfter = 0.05;
  recorded = recordedFetch();
  gatehouse = createGatehouse({
    url: gateway.url,
    transport: 'tokens',
    fetch: async (input, init) => {
      const answer = await recorded.fetch(input, init);
      onAnswer();
      return withRetryAfter(answer);
    },
  });
  refuse('mfa_required', { mfa_token: 'Fe26.2*mfa' });
  await gatehouse.signIn({ username: 'user@example.com', password: 'Correct-Horse-7-Battery' });
  refuse('authorization_pending');
});

async function withRetryAfter(answer: Response): Promise<Response> {
  const text = await answer.text();
  const changed =
    retryAfter === undefined ? text : text.replace(/("retryAfter":)\d+/, `$1${retryAfter}`);
  return new Response(changed, answer);
}

/** Makes Auth0 refuse the next requests for a token. */
function refuse(error: string, more: object = {}): void {
  auth0.answer('/oauth/token', { status: 403, json: { error, error_description: error, ...more } });
}

/** Makes the user approve on the phone. */
async function approve(): Promise<void> {
  auth0.answer('/oauth/token', { json: await auth0.tokens() });
}

function factorOf(type: Factor['type']): Factor {
  const state = step();
  const factors = 'factors' in state ? state.factors : undefined;
  return present(factors?.find((factor) => factor.type === type));
}

/** Waits until the kit has asked this often. */
async function asked(times: number): Promise<void> {
  while (asks() < times) await new Promise<void>((resolve) => (onAnswer = resolve));
}

describe('a phone that has to approve', () => {
  it('is asked until the user approves', async () => {
    const proven = gatehouse.secondFactor.challenge(factorOf('PUSH'));
    await asked(3);
    expect(step()).toMatchObject({ step: 'approve', factor: { type: 'PUSH' }, isPending: true });
    await approve();
    await proven;
    expect(step().step).toBe('none');
    expect(status()).toBe('signedIn');
  });

  it('is asked as seldom as the gateway says', async () => {
    retryAfter = undefined;
    const begun = performance.now();
    const proven = gatehouse.secondFactor.challenge(factorOf('PUSH'));
    await asked(1);
    await approve();
    await proven;
    expect(asks()).toBe(2);
    expect(performance.now() - begun).toBeGreaterThan(4900);
  });

  it('shows that the user has declined, and asks no more', async () => {
    const declined = gatehouse.secondFactor.challenge(factorOf('PUSH'));
    await asked(2);
    refuse('invalid_grant', { error_description: 'MFA Authorization rejected.' });
    await declined;
    expect(step()).toMatchObject({ step: 'approve', isPending: false });
    expect(step().refusal).toMatchObject({ __typename: 'InvalidCode' });
  });

  it('is asked no more when the user chooses another factor', async () => {
    const left = gatehouse.secondFactor.challenge(factorOf('PUSH'));
    await asked(1);
    await gatehouse.secondFactor.challenge(factorOf('TOTP'));
    await left;
    expect(step()).toMatchObject({ step: 'code', factor: { type: 'TOTP' }, isPending: false });
    const before = asks();
    await approve();
    await gatehouse.secondFactor.verify({ code: '123456' });
    expect(asks()).toBe(before + 1);
    expect(auth0.seen('/oauth/token').at(-1)?.form.get('otp')).toBe('123456');
    expect(status()).toBe('signedIn');
  });

  it('is asked no more when the user gives up', async () => {
    const left = gatehouse.secondFactor.challenge(factorOf('PUSH'));
    await asked(1);
    gatehouse.secondFactor.done();
    const before = asks();
    await left;
    expect(asks()).toBe(before);
    expect(step().step).toBe('none');
  });

  it('is asked through an outage, which shows', async () => {
    const proven = gatehouse.secondFactor.challenge(factorOf('PUSH'));
    await asked(1);
    const outage = new Promise<void>((resolve) => {
      gatehouse.secondFactor.subscribe(() => {
        if (step().refusal?.__typename === 'ServiceUnavailable') resolve();
      });
    });
    auth0.answer('/oauth/token', { status: 503, json: { error: 'temporarily_unavailable' } });
    await outage;
    expect(step().step).toBe('approve');
    await approve();
    await proven;
    expect(status()).toBe('signedIn');
  });
});
