import { describe, expect, it } from '@jest/globals';
import { toAccount, toProfileClaims, toTokenSet } from '../../src/auth0/authentication-answers.ts';
import { WireError } from '../../src/auth0/wire.ts';

const tokenResponse = { access_token: 'a.b.c', token_type: 'Bearer', expires_in: 86_400 };

describe('a token response (2.2)', () => {
  it('may hold no more than what is always there', () => {
    expect(toTokenSet(tokenResponse)).toEqual({
      accessToken: 'a.b.c',
      tokenType: 'Bearer',
      expiresIn: 86_400,
    });
  });

  it('may hold members we have no use for', () => {
    const more = { refresh_token: 'r', id_token: 'i', scope: 'openid email', session_state: 'x' };

    expect(toTokenSet({ ...tokenResponse, ...more })).toEqual({
      accessToken: 'a.b.c',
      refreshToken: 'r',
      idToken: 'i',
      tokenType: 'Bearer',
      expiresIn: 86_400,
      scopes: ['openid', 'email'],
    });
  });

  it('may spell its type in any case (RFC 6749 §7.1)', () => {
    expect(toTokenSet({ ...tokenResponse, token_type: 'bearer' }).tokenType).toBe('bearer');
  });

  it('names the members at fault, never their values', () => {
    const body = { ...tokenResponse, access_token: 7, scope: ['secret-scope'] };

    expect(() => toTokenSet(body)).toThrow(
      new WireError('missing or of another type: access_token'),
    );
  });

  it('is an object', () => {
    expect(() => toTokenSet('<html>')).toThrow(
      new WireError('missing or of another type: the body'),
    );
  });
});

describe('a new account (11.1)', () => {
  it.each([
    [{ _id: '65b2', email: 'a@example.com', email_verified: false }, 'auth0|65b2'],
    [{ _id: '65b2', username: 'ada' }, 'auth0|65b2'],
    [{ user_id: '7', email: 'a@example.com' }, 'auth0|7'],
    [{ id: 'auth0|custom|7' }, 'auth0|custom|7'],
    [{ id: 'custom|7' }, 'auth0|custom|7'],
  ])('%j has the id %s', (body, id) => {
    expect(toAccount(body).id).toBe(id);
  });

  it('exists without an id, too, and the log names what is missing', () => {
    const noted: string[] = [];
    const account = toAccount({ email: 'a@example.com' }, (member) => noted.push(member));
    expect(account).toMatchObject({ id: undefined, email: 'a@example.com' });
    expect(noted).toEqual(['_id']);
  });

  it('is none where the answer names no account', () => {
    expect(() => toAccount({})).toThrow(new WireError('missing or of another type: _id'));
  });
});

describe('a profile (11.4)', () => {
  it('holds address, names and picture, and more that is not looked at', () => {
    const names = {
      name: 'Robin',
      nickname: 'robin',
      picture: 'https://cdn.example.com/robin.png',
    };
    const address = { email: 'a@example.com', email_verified: true };
    const body = { sub: 'auth0|1', ...address, ...names, updated_at: '2026-01-01' };

    expect(toProfileClaims(body, 'auth0|1')).toEqual({
      email: 'a@example.com',
      emailVerified: true,
      ...names,
    });
  });

  it('drops a name of another type, and keeps the address', () => {
    const body = { sub: 'auth0|1', email: 'a@example.com', name: { first: 'Robin' } };

    expect(toProfileClaims(body, 'auth0|1')).toMatchObject({
      email: 'a@example.com',
      name: undefined,
    });
  });

  it('of somebody else is refused (OIDC Core §5.3.2)', () => {
    expect(() => toProfileClaims({ sub: 'auth0|2' }, 'auth0|1')).toThrow(WireError);
  });
});
