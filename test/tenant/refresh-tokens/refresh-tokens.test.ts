import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { RefreshTokens } from '../../../src/tenant/refresh-tokens/refresh-tokens.ts';
import { SavedState } from '../../../src/tenant/saved-state/saved-state.ts';
import { changedSettings } from '../support.ts';

const [client] = changedSettings(() => undefined).clients;
const device = { ip: '127.0.0.1', user_agent: 'jest' };
const login = { client_id: 'gatehouse-local', audience: undefined, scopes: ['openid'] };

describe('contract 3: refresh tokens of a user and client', () => {
  it('are 200 at most; one more drops the oldest, and nobody else’s', () => {
    if (!client) throw new Error('no client');
    let time = 0;
    const tokens = new RefreshTokens(
      randomBytes(32),
      new SavedState(),
      () => new Date((time += 1)),
    );
    const others = tokens.issue({ ...login, user_id: 'auth0|b' }, device);
    const issued = Array.from({ length: 201 }, () =>
      tokens.issue({ ...login, user_id: 'auth0|a' }, device),
    );
    const unusable = issued.filter((token) => tokens.check(token, client).failure);
    expect(unusable).toEqual([issued[0]]);
    expect(tokens.check(others, client).grant).toMatchObject({ user_id: 'auth0|b' });
  });
});
