import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGatehouse, type Gatehouse } from '../../client/src/index.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { loseAnswer, recordedFetch, type RecordedFetch } from './recorded-fetch.ts';

const editor = { username: 'editor@example.com', password: seededPassword };
const day = 24 * 60 * 60;

let local: Local;
let gatehouse: Gatehouse;
let recorded: RecordedFetch;

beforeAll(async () => {
  local = await startLocal();
});

afterAll(() => local.close());

beforeEach(() => {
  recorded = recordedFetch();
  gatehouse = newGatehouse();
});

afterEach(() => control('DELETE', 'faults/token'));

function newGatehouse(): Gatehouse {
  const { url } = local.gateway;
  return createGatehouse({ url, transport: 'tokens', fetch: recorded.fetch });
}

/** Turns a switch of the local tenant. */
async function control(method: string, path: string, body?: object): Promise<void> {
  await fetch(`${local.tenant.issuer}control/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
}

/** Lets all access tokens expire at the gateway. The kit does not notice: its own clock stands still meanwhile. */
const expire = () => control('POST', 'clock/advance', { seconds: day + 60 });

/** Asks for the user's e-mail address as any GraphQL client would, and returns the answer. */
async function askMe(query = 'query Me { me { email } }'): Promise<unknown> {
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json' };
  return (await gatehouse.fetch(gatehouse.url, { method: 'POST', headers, body })).json();
}

describe('the session', () => {
  it('is unknown, then signed out, signed in, and signed out', async () => {
    const { session } = gatehouse;
    expect(session.getSnapshot()).toEqual({ status: 'unknown' });
    await new Promise<void>((resolve) => session.subscribe(resolve));
    expect(session.getSnapshot()).toEqual({ status: 'signedOut' });
    await gatehouse.signIn(editor);
    expect(session.getSnapshot()).toMatchObject({
      status: 'signedIn',
      user: { email: editor.username },
    });
    expect(session.getSnapshot()).toBe(session.getSnapshot());
    expect(await gatehouse.signOut()).toMatchObject({
      __typename: 'LoggedOut',
      accessTokenRevoked: true,
      refreshTokenRevoked: true,
    });
    expect(session.getSnapshot()).toEqual({ status: 'signedOut' });
    recorded.sent.length = 0;
    expect(await gatehouse.signOut()).toMatchObject({ __typename: 'SignedOut' });
    expect(recorded.sent).toEqual([]);
  });

  it('is unknown on a server', () => {
    expect(gatehouse.session.getServerSnapshot()).toEqual({ status: 'unknown' });
  });

  it('gives no token to the program', async () => {
    const answer = await gatehouse.signIn(editor);
    expect(Object.keys(answer).sort()).toEqual(['__typename', 'recoveryCode', 'scopes', 'user']);
    expect(JSON.stringify(gatehouse.session.getSnapshot())).not.toContain('eyJ');
  });

  it('tells of another user before it tells its subscribers', async () => {
    const told: string[] = [];
    gatehouse.session.onUserChange(() => told.push('user'));
    gatehouse.session.subscribe(() => told.push(gatehouse.session.getSnapshot().status));
    await gatehouse.signIn(editor);
    await gatehouse.signIn(editor);
    await gatehouse.signIn({ ...editor, username: 'user@example.com' });
    await gatehouse.signOut();
    expect(told).toEqual([
      'signedOut',
      ...['user', 'signedIn'],
      ...['user', 'signedIn'],
      ...['user', 'signedOut'],
    ]);
  });
});

describe('an expired access token', () => {
  beforeEach(() => gatehouse.signIn(editor));

  it('is renewed once for any number of operations', async () => {
    await expire();
    const answers = await Promise.all(Array.from({ length: 10 }, () => askMe()));
    expect(answers).toEqual(Array(10).fill({ data: { me: { email: editor.username } } }));
    expect(recorded.sent.filter((name) => name === 'Refresh')).toHaveLength(1);
  });

  it('is renewed when the answer to the refresh is lost', async () => {
    await expire();
    recorded.sent.length = 0;
    recorded.onNext('Refresh', loseAnswer);
    expect(await askMe()).toEqual({ data: { me: { email: editor.username } } });
    expect(recorded.sent).toEqual(['Me', 'Refresh', 'Refresh', 'Me']);
  });

  it('is kept during an outage of Auth0, and renewed after it', async () => {
    await expire();
    await control('PUT', 'faults/token', { fault: 'server_error' });
    await expect(askMe()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(gatehouse.session.getSnapshot().status).toBe('signedIn');
    await control('DELETE', 'faults/token');
    expect(await askMe()).toEqual({ data: { me: { email: editor.username } } });
  });

  it('is enough to sign out everywhere', async () => {
    await expire();
    recorded.sent.length = 0;
    expect(await gatehouse.signOut('ALL')).toMatchObject({ __typename: 'LoggedOut' });
    expect(recorded.sent).toEqual(['Logout']);
    expect(gatehouse.session.getSnapshot()).toEqual({ status: 'signedOut' });
  });
});

describe('a sign-out of the other devices', () => {
  it('leaves this one signed in', async () => {
    await gatehouse.signIn(editor);
    expect(await gatehouse.signOut('OTHERS')).toMatchObject({ __typename: 'LoggedOut' });
    expect(gatehouse.session.getSnapshot().status).toBe('signedIn');
    expect(await askMe()).toEqual({ data: { me: { email: editor.username } } });
  });
});

describe('an outage of Auth0', () => {
  it('leaves a user who signs out everywhere signed in, to try again', async () => {
    await gatehouse.signIn(editor);
    recorded.onNext('Logout', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await gatehouse.signOut('ALL')).toMatchObject({
      __typename: 'ServiceUnavailable',
      message: 'The service cannot be reached at the moment. Try again later.',
    });
    expect(gatehouse.session.getSnapshot().status).toBe('signedIn');
    expect(await gatehouse.signOut('ALL')).toMatchObject({ __typename: 'LoggedOut' });
    expect(gatehouse.session.getSnapshot()).toEqual({ status: 'signedOut' });
  });

  it('is an answer of a sign-in, and so is a lost answer', async () => {
    recorded.onNext('Login', loseAnswer);
    expect(await gatehouse.signIn(editor)).toMatchObject({ __typename: 'ServiceUnavailable' });
  });
});

describe('a session that was ended elsewhere', () => {
  beforeEach(() => gatehouse.signIn(editor));

  it('ends here with the next operation, and says why', async () => {
    const { sub } = await revokeAll();
    expect(sub).toBeTruthy();
    expect(await askMe()).toMatchObject({
      data: { me: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REVOKED' } }],
    });
    expect(gatehouse.session.getSnapshot()).toMatchObject({
      status: 'signedOut',
      refusal: { __typename: 'InvalidRefreshToken' },
    });
  });

  it('is an answer of a change of password', async () => {
    await revokeAll();
    const input = { currentPassword: seededPassword, newPassword: 'Purple-Kettle-9-Violin' };
    expect(await gatehouse.changePassword(input)).toEqual({
      __typename: 'SignedOut',
      code: 'SIGNED_OUT',
      message: 'You have been signed out. Sign in again.',
    });
  });

  it('asks the gateway no more often than once for each operation', async () => {
    await revokeAll();
    recorded.sent.length = 0;
    await askMe('query First { me { email } }');
    await askMe('query Second { me { email } }');
    expect(recorded.sent).toEqual(['First', 'Refresh', 'Second']);
  });

  /** Signs the user out on all devices, from another one. */
  async function revokeAll(): Promise<{ sub: string }> {
    const other = newGatehouse();
    const answer = await other.signIn(editor);
    await other.signOut('ALL');
    return { sub: answer.__typename === 'Session' ? answer.user.id : '' };
  }
});

describe('a sign-in over another session', () => {
  const user = { ...editor, username: 'user@example.com' };
  const saved = new Map<string, string>();

  beforeEach(async () => {
    const { url } = local.gateway;
    const storage = {
      getItem: (key: string) => saved.get(key) ?? null,
      setItem: (key: string, value: string) => void saved.set(key, value),
      removeItem: (key: string) => void saved.delete(key),
    };
    gatehouse = createGatehouse({ url, transport: 'tokens', storage, fetch: recorded.fetch });
    await gatehouse.signIn(editor);
  });

  it('revokes the old tokens', async () => {
    const [refreshToken] = saved.values();
    const revoked = new Promise<void>((resolve) => {
      recorded.onNext('Logout', async (send) => {
        const answer = await send();
        resolve();
        return answer;
      });
    });
    await gatehouse.signIn(user);
    await revoked;
    const { data } = await local.gateway.request<{ refresh: { __typename: string } }>(
      'mutation ($input: RefreshInput!) { refresh(input: $input) { __typename } }',
      { variables: { input: { refreshToken } } },
    );
    expect(data?.refresh.__typename).toBe('InvalidRefreshToken');
    expect(await askMe()).toEqual({ data: { me: { email: user.username } } });
  });

  it('succeeds when they cannot be revoked', async () => {
    recorded.onNext('Logout', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await gatehouse.signIn(user)).toMatchObject({ __typename: 'Session' });
    expect(recorded.sent).toContain('Logout');
    expect(await askMe()).toEqual({ data: { me: { email: user.username } } });
  });
});

describe('a sign-out of the other devices', () => {
  it('goes on with the new refresh token when the session is renewed on its way', async () => {
    await gatehouse.signIn(editor);
    const extensions = { code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' };
    const errors = [{ message: 'expired', path: ['logout'], extensions }];
    const expired = JSON.stringify({ data: { logout: null }, errors });
    const headers = { 'content-type': 'application/json' };
    recorded.onNext('Logout', () => Promise.resolve(new Response(expired, { headers })));
    await control('POST', 'clock/advance', { seconds: 60 });
    expect(await gatehouse.signOut('OTHERS')).toMatchObject({ __typename: 'LoggedOut' });
    expect(gatehouse.session.getSnapshot().status).toBe('signedIn');
  });
});

describe('a mistake of the program', () => {
  it('is thrown', async () => {
    const wrong = createGatehouse({ url: `${local.tenant.issuer}nothing`, transport: 'tokens' });
    await expect(wrong.signIn(editor)).rejects.toThrow(/is no GraphQL endpoint: status 404/);
  });
});

describe('an answer for the last user', () => {
  it('does not reach the next one', async () => {
    await gatehouse.signIn(editor);
    recorded.onNext('Me', async (send) => {
      const answer = await send();
      await gatehouse.signIn({ ...editor, username: 'user@example.com' });
      return answer;
    });
    await expect(askMe()).rejects.toMatchObject({ code: 'USER_CHANGED' });
  });
});
