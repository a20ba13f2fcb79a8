import { beforeEach, describe, expect, it } from '@jest/globals';
import { RefreshTokens } from '../../src/sign-ins/refresh-tokens.ts';
import { SignIns } from '../../src/sign-ins/sign-ins.ts';
import type { SignIn } from '../../src/sign-ins/sign-in.ts';
import { everybody } from '../../src/sign-ins/notices.ts';
import type { Entry } from '../../src/store/entry.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { AuthenticatedCaller } from '../../src/tokens/caller.ts';
import { Revocations } from '../../src/sign-ins/revocations.ts';
import { present } from '../support/present.ts';

/** Current time, in milliseconds since the epoch. */
let time: number;
const now = () => new Date(time);
const passwordClaim = 'https://gatehouse.example/password_changed_at';
let store: MemoryStore;
let revoked: Revocations;
let tokens: SignIns;
beforeEach(() => {
  time = 1_000_000_000;
  store = new MemoryStore({ now });
  const verify = () => Promise.reject(new Error('not asked'));
  revoked = new Revocations({ store, now, verify, onRevoked: () => undefined, passwordClaim });
  const refreshTokens = new RefreshTokens({ store, secrets: ['secret'] });
  tokens = new SignIns({ store, revocations: revoked, refreshTokens });
});

function caller(user: string, tokenId: string, iat = Math.floor(time / 1000)): AuthenticatedCaller {
  const claims = { iss: 'i', sub: user, iat, exp: iat + 3600 };
  const none: string[] = [];
  const lists = { scopes: none, permissions: none, roles: none };
  return {
    state: 'authenticated',
    id: user,
    tokenId,
    claims,
    accessToken: `${tokenId}.x`,
    ...lists,
  };
}

/** Begins a sign-in, and records an access token with this name and a refresh token. */
async function signIn(user: string, name: string, iat?: number): Promise<SignIn> {
  const made = tokens.begin(user, time);
  await tokens.record({ caller: caller(user, name, iat), refreshToken: `refresh-${name}` }, made);
  return made;
}
const isAlive = (user: string, name: string, iat?: number) => {
  const { claims, accessToken } = caller(user, name, iat);
  return revoked.find({ id: name, claims, accessToken }) === undefined;
};
const canRefresh = async (name: string) =>
  (await tokens.findByRefreshToken(`refresh-${name}`)).value?.hasEnded === false;

describe('the end of one sign-in', () => {
  it('ends its tokens, also those that a refresh has replaced, and no others', async () => {
    const phone = await signIn('uma', 'phone');
    await signIn('uma', 'desktop');
    const next = { caller: caller('uma', 'phone-2'), refreshToken: 'refresh-phone-2' };
    await tokens.record({ ...next, replaced: ['refresh-phone'] }, phone);

    const { tokens: ended } = await tokens.ends.end([phone], 'LOGOUT');

    expect(ended.map(({ id }) => id).sort()).toEqual(['phone', 'phone-2']);
    expect([isAlive('uma', 'phone'), isAlive('uma', 'phone-2')]).toEqual([false, false]);
    expect([await canRefresh('phone'), await canRefresh('phone-2')]).toEqual([false, false]);
    expect(isAlive('uma', 'desktop')).toBe(true);
    expect(await canRefresh('desktop')).toBe(true);
  });

  it('is found by the access token, and by the refresh token', async () => {
    const { id } = await signIn('uma', 'phone');
    expect((await tokens.findByAccessToken(caller('uma', 'phone'))).value).toMatchObject([
      { id, user: 'uma' },
    ]);
    expect((await tokens.findByRefreshToken('refresh-phone')).value).toMatchObject({
      id,
      user: 'uma',
    });
    expect((await tokens.findByAccessToken(caller('uma', 'unknown'))).value).toEqual([]);
    expect((await tokens.findByRefreshToken('unknown')).value).toBeUndefined();
  });

  it('has the digest of the account’s name, also after a refresh', async () => {
    const phone = tokens.begin('uma', time, { name: 'digest' });
    await tokens.record({ caller: caller('uma', 'phone'), refreshToken: 'refresh-phone' }, phone);
    const found = await tokens.findByRefreshToken('refresh-phone');
    const next = { caller: caller('uma', 'phone-2'), refreshToken: 'refresh-phone-2' };
    await tokens.record({ ...next, replaced: ['refresh-phone'] }, present(found.value));
    expect((await tokens.findByAccessToken(next.caller)).value).toMatchObject([{ name: 'digest' }]);
    for (const name of ['refresh-phone', 'refresh-phone-2']) {
      expect((await tokens.findByRefreshToken(name)).value).toMatchObject({ name: 'digest' });
    }
  });

  it('that an earlier version recorded is read', async () => {
    const exp = Math.floor(time / 1000) + 3600;
    await store.add('tokens:uma', JSON.stringify(['old', exp, 1, 'id', time, 0]), exp * 1000);
    expect((await tokens.findByAccessToken(caller('uma', 'old'))).value).toEqual([
      { id: 'id', user: 'uma', since: time, after: 0, name: undefined },
    ]);
  });

  it('two that got the same token within a second share its end', async () => {
    await signIn('uma', 'same');
    await signIn('uma', 'same');
    expect((await tokens.findByAccessToken(caller('uma', 'same'))).value).toHaveLength(2);
  });

  it('goes for what was handed out here before this process heard of it', async () => {
    const phone = await signIn('uma', 'phone');
    await store.announce([{ notice: JSON.stringify(['signIn', phone.id]), until: time + 1e6 }]);
    expect(isAlive('uma', 'phone')).toBe(false);
    expect(await canRefresh('phone')).toBe(false);
  });

  it('goes for tokens that are on their way, whichever comes first', async () => {
    const phone = await signIn('uma', 'phone');
    await tokens.ends.end([phone], 'LOGOUT');
    const late = { caller: caller('uma', 'late'), refreshToken: 'refresh-late' };
    expect(await tokens.record(late, phone)).toBe('ended');
    expect(isAlive('uma', 'late')).toBe(false);
    expect(await canRefresh('late')).toBe(false);
  });

  it('an exchanged refresh token is known for 30 days, one that nobody uses for 90', async () => {
    const phone = await signIn('uma', 'phone');
    const next = { caller: caller('uma', 'phone-2'), refreshToken: 'refresh-phone-2' };
    await tokens.record({ ...next, replaced: ['refresh-phone'] }, phone);
    time += 30 * 86_400_000 + 1;
    expect((await tokens.findByRefreshToken('refresh-phone')).value).toBeUndefined();
    time += 59 * 86_400_000;
    expect((await tokens.findByRefreshToken('refresh-phone-2')).value).toMatchObject({
      id: phone.id,
    });
  });
});

describe('the end of all of a person’s sign-ins', () => {
  it('ends access tokens and refresh tokens, and nobody else’s', async () => {
    await signIn('uma', 'phone');
    await signIn('ed', 'other');
    time += 60_000;
    expect(await tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE').everywhere).toBe(true);
    expect([isAlive('uma', 'phone'), await canRefresh('phone')]).toEqual([false, false]);
    expect([isAlive('ed', 'other'), await canRefresh('other')]).toEqual([true, true]);
  });

  it('S04: a login within the same second is good, and a token from before it is not', async () => {
    await signIn('uma', 'before');
    const { since, everywhere } = tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE');
    await everywhere;
    time = since;
    await signIn('uma', 'after');
    expect([isAlive('uma', 'before'), isAlive('uma', 'after')]).toEqual([false, true]);
    expect([await canRefresh('before'), await canRefresh('after')]).toEqual([false, true]);
  });

  it.each([-5, 5, 60])('S04: the same with Auth0’s clock %d seconds off', async (off) => {
    const iat = () => Math.floor(time / 1000) + off;
    const before = iat();
    await signIn('uma', 'before', before);
    time += 300;
    const { since, everywhere } = tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE');
    await everywhere;
    time = since;
    const after = iat();
    await signIn('uma', 'after', after);
    expect(isAlive('uma', 'before', before)).toBe(false);
    expect(isAlive('uma', 'after', after)).toBe(true);
  });

  it('the very token of before, handed out again within the second, is not revived', async () => {
    await signIn('uma', 'same');
    await tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE').everywhere;
    expect(revoked.isTokenRevoked('same')).toBe(true);
  });

  it('ends what nobody has recorded, but not for ever', async () => {
    await tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE').everywhere;
    expect(isAlive('uma', 'unknown')).toBe(false);
    time += 6000;
    expect(isAlive('uma', 'later')).toBe(true);
  });

  it('a refresh goes on with the sign-in it came of: it does not escape', async () => {
    const phone = await signIn('uma', 'phone');
    time += 1000;
    await tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE').everywhere;
    time += 10_000;
    const late = { caller: caller('uma', 'late'), refreshToken: 'refresh-late' };
    expect(await tokens.record(late, phone)).toBe('ended');
    expect(isAlive('uma', 'late')).toBe(false);
  });

  it('knows what began before it', async () => {
    const { since, everywhere } = tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE');
    await everywhere;
    expect(tokens.ends.isCutOff('uma', time)).toBe(true);
    expect(tokens.ends.isCutOff('uma', since)).toBe(false);
    expect(tokens.ends.isCutOff('ed', 0)).toBe(false);
  });

  it('a sign-in made by a clock that was ahead ends with the others', async () => {
    time += 3000;
    await signIn('uma', 'phone');
    time -= 2000;
    await tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE').everywhere;
    expect([isAlive('uma', 'phone'), await canRefresh('phone')]).toEqual([false, false]);
  });

  it('a second one in the same instant, or by a clock that was set back, ends what came between', async () => {
    await tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE').everywhere;
    await signIn('uma', 'phone');
    time -= 60_000;
    await tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE').everywhere;
    expect([isAlive('uma', 'phone'), await canRefresh('phone')]).toEqual([false, false]);
  });

  it('a replica whose clock is behind takes a new sign-in all the same', async () => {
    await tokens.ends.endAll('uma', 'LOGOUT_EVERYWHERE').everywhere;
    time -= 500;
    await signIn('uma', 'phone');
    expect([isAlive('uma', 'phone'), await canRefresh('phone')]).toEqual([true, true]);
  });
});

describe('the end of all of a person’s sign-ins but one', () => {
  it('ends the others, recorded or not, and nobody else’s', async () => {
    const phone = await signIn('uma', 'phone');
    await signIn('uma', 'desktop');
    await signIn('ed', 'other');
    expect(await tokens.ends.endOthers('uma', [phone], 'LOGOUT_ELSEWHERE')).toBe(true);
    expect([isAlive('uma', 'phone'), await canRefresh('phone')]).toEqual([true, true]);
    expect([isAlive('uma', 'desktop'), await canRefresh('desktop')]).toEqual([false, false]);
    expect(isAlive('uma', 'unknown')).toBe(false);
    expect([isAlive('ed', 'other'), await canRefresh('other')]).toEqual([true, true]);
  });

  it('the one that stays goes on: earlier tokens, those from a refresh, and after a restart', async () => {
    const phone = await signIn('uma', 'phone');
    await tokens.record({ caller: caller('uma', 'phone-2'), refreshToken: undefined }, phone);
    await tokens.ends.endOthers('uma', [phone], 'LOGOUT_ELSEWHERE');
    const next = { caller: caller('uma', 'phone-3'), refreshToken: 'refresh-phone-3' };
    expect(await tokens.record(next, phone)).toBe('good');
    const verify = () => Promise.reject(new Error('not asked'));
    revoked = new Revocations({ store, now, verify, onRevoked: () => undefined, passwordClaim });
    for (const name of ['phone', 'phone-2', 'phone-3']) expect(isAlive('uma', name)).toBe(true);
  });

  it('S04: what another replica issues meanwhile is good for the one that stays, and bad for the others', async () => {
    const phone = await signIn('uma', 'phone');
    const desktop = await signIn('uma', 'desktop');
    // Another replica, which hears of the cut-off late: it writes its records first.
    const late = {
      tokens: new Map([
        ['phone-2', phone],
        ['desktop-2', desktop],
      ]),
      exp: time + 1e6,
    };
    const ending = tokens.ends.endOthers('uma', [phone], 'LOGOUT_ELSEWHERE');
    for (const [token, { id, since, after }] of late.tokens) {
      const iat = Math.floor(time / 1000);
      await store.add(
        'tokens:uma',
        JSON.stringify([token, iat + 60, iat, id, since, after]),
        late.exp,
      );
    }
    await ending;
    expect([isAlive('uma', 'phone-2'), isAlive('uma', 'desktop-2')]).toEqual([true, false]);
  });

  it('S04: a token that is recorded while the cut-off comes is good for the one that stays', async () => {
    const phone = await signIn('uma', 'phone');
    const recording = tokens.record({ caller: caller('uma', 'late'), refreshToken: 'late' }, phone);
    const notice = JSON.stringify(['person', 'uma', time, 'LOGOUT_ELSEWHERE', phone.id]);
    await store.announce([{ notice, until: time + 1e6 }]);
    expect(await recording).toBe('good');
    expect(isAlive('uma', 'late')).toBe(true);
  });

  it('the one that stays ends by a logout everywhere, also by an earlier one that is heard of late', async () => {
    for (const at of [time - 1, time + 60_000]) {
      const phone = await signIn('uma', `phone-${at}`);
      await tokens.ends.endOthers('uma', [phone], 'LOGOUT_ELSEWHERE');
      expect(tokens.ends.find(phone)).toBeUndefined();
      const notice = JSON.stringify(['person', 'uma', at, 'LOGOUT_EVERYWHERE']);
      await store.announce([{ notice, until: time + 1e6 }]);
      expect(tokens.ends.find(phone)).toMatchObject({ cause: 'LOGOUT_EVERYWHERE' });
      expect(isAlive('uma', `phone-${at}`)).toBe(false);
      time += 1000;
    }
  });

  it('another one that ends the others ends the one that stayed before', async () => {
    const [phone, desktop] = [await signIn('uma', 'phone'), await signIn('uma', 'desktop')];
    await tokens.ends.endOthers('uma', [phone], 'LOGOUT_ELSEWHERE');
    time += 1000;
    const tablet = await signIn('uma', 'tablet');
    await tokens.ends.endOthers('uma', [tablet], 'LOGOUT_ELSEWHERE');
    const ended = [phone, desktop, tablet].map((signIn) => tokens.ends.find(signIn) !== undefined);
    expect(ended).toEqual([true, true, false]);
  });
});

describe('the end of everybody’s sign-ins', () => {
  it('ends all of them, those with a clock ahead among them, and no later one', async () => {
    await signIn('uma', 'phone');
    time += 4000;
    await tokens.ends.endAll('ed', 'LOGOUT_EVERYWHERE').everywhere;
    await signIn('ed', 'other');
    time -= 4000;
    await tokens.ends.endAll(everybody, 'ENDED_BY_OPERATOR').everywhere;
    expect([await canRefresh('phone'), await canRefresh('other')]).toEqual([false, false]);
    expect([isAlive('uma', 'phone'), isAlive('ed', 'other')]).toEqual([false, false]);
    expect(tokens.ends.isCutOff('digest of a name', time)).toBe(true);
    time += 10_000;
    await signIn('uma', 'next');
    expect([isAlive('uma', 'next'), await canRefresh('next')]).toEqual([true, true]);
  });
});

it('nothing that is kept can be used as a token', async () => {
  await signIn('uma', 'phone');
  const kept = JSON.stringify([...store.entries()]);
  expect(kept).not.toContain('refresh-phone');
  expect(kept).not.toContain('phone.x');
});

describe('S08: the record of a refresh token', () => {
  it('that a promoted replica brings back replaces no newer one, and neither does a write that is based on it', async () => {
    const phone = await signIn('uma', 'phone');
    const isRecord = ({ kind, ...entry }: Entry) =>
      kind === 'value' && 'key' in entry && entry.key.startsWith('refresh:');
    const older = present([...store.entries()].find(isRecord));
    const refreshTokens = new RefreshTokens({ store, secrets: ['secret'] });
    const stale = present((await refreshTokens.find('refresh-phone')).value);
    const next = { caller: caller('uma', 'phone-2'), refreshToken: 'refresh-phone-2' };
    await refreshTokens.save('refresh-phone', { ...stale, presentedAt: time }, time);
    await tokens.record({ ...next, replaced: ['refresh-phone'] }, phone);

    store.put(older, true);
    await refreshTokens.save('refresh-phone', { ...stale, isInDoubt: true }, time);

    const { value } = await refreshTokens.find('refresh-phone');
    expect(value).toMatchObject({ presentedAt: time, exchanged: { at: time } });
  });
});
