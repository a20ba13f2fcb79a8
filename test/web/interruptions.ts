import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { builtApp } from './built-app.ts';
import { opensForKeyboard } from './keyboard.ts';
import { press, refusal, scene, shows, signIn, type } from './scene.ts';

describe('a session that ends while a form is being filled', () => {
  it('leads to the sign-in, which says what to do, and then back to the form', async () => {
    const email = 'user@example.com';
    const page = await scene.enter(email, '/password');
    await type(page, 'Current password', 'as far as I got');
    const elsewhere = await scene.signInElsewhere(email);
    await elsewhere.mutate('logout', { scope: 'ALL' });
    await type(page, 'New password', 'as far as I got');
    await press(page, 'Change the password');
    await shows(page, 'Sign in');
    const words = await page.getByRole('status').innerText();
    expect(words).toContain('The session has ended');
    expect(words).toContain('you are back on the same page');
    await scene.look(page, 'sign-in-session-ended');
    await signIn(page, email);
    await shows(page, 'Change your password');
  });
});

// The local tenant has no phone that could approve, so Auth0 is scripted here.
describe('a second factor that asks the phone', () => {
  let auth0: ScriptedAuth0;
  let gateway: TestGateway;

  beforeAll(async () => {
    auth0 = await startScriptedAuth0();
    const folder = builtApp();
    const web = () => ({ state: 'built', folder }) as const;
    gateway = await gatewayBefore(auth0, { NODE_ENV: 'development' }, { web });
    auth0.answer('/mfa/challenge', { json: { challenge_type: 'oob', oob_code: 'Fe26.2*push' } });
    auth0.answer('/mfa/authenticators', {
      json: [{ id: 'push|dev_1', authenticator_type: 'oob', oob_channel: 'auth0', active: true }],
    });
  });
  afterAll(async () => {
    await gateway.close();
    await auth0.close();
  });

  /** Makes Auth0 refuse the next requests for a token. */
  const refuse = (error: string, more: object = {}) => {
    auth0.answer('/oauth/token', {
      status: 403,
      json: { error, error_description: error, ...more },
    });
  };

  it('waits until the user approves, says when the user has declined, and asks again', async () => {
    refuse('mfa_required', { mfa_token: 'Fe26.2*mfa' });
    const page = await scene.visit('/', gateway);
    await signIn(page, 'user@example.com');
    await shows(page, 'Confirm that it is you');
    refuse('authorization_pending');
    await page.getByRole('button', { name: 'Approval on your phone' }).click();
    await opensForKeyboard(page, 'Look at your phone');
    await scene.look(page, 'second-factor-push');
    refuse('invalid_grant', { error_description: 'MFA Authorization rejected.' });
    expect(await refusal(page)).toMatch(/declined/i);
    await scene.look(page, 'second-factor-push-declined');
    auth0.answer('/oauth/token', { json: await auth0.tokens() });
    await press(page, 'Ask again');
    await shows(page, 'Profile');
  });
});
