import { beforeEach, describe, expect, it } from '@jest/globals';
import { everybody } from '../../src/sign-ins/notices.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { AccessToken } from '../../src/tokens/access-token.ts';
import { InvalidTokenError } from '../../src/tokens/invalid-token.ts';
import { KeysUnavailableError } from '../../src/issuer-keys/issuer-keys.ts';
import { announce } from '../support/announce.ts';
import { Revocations } from '../../src/sign-ins/revocations.ts';

/** Current time, in seconds since the epoch. */
let time: number;
const now = () => new Date(time * 1000);
const passwordClaim = 'https://gatehouse.example/password_changed_at';
let store: MemoryStore;
let revoked: Revocations;
let forgotten: string[];
/** Verifies a token in the background. `asked` has the tokens that it got. */
let verify: (accessToken: string) => Promise<AccessToken>;
let asked: string[];
beforeEach(() => {
  time = 1_000_000;
  asked = [];
  forgotten = [];
  verify = () => Promise.reject(new KeysUnavailableError('down'));
  store = new MemoryStore({ now });
  revoked = replica();
});

/** Makes the revocations of another replica, which uses the same store. */
function replica(): Revocations {
  return new Revocations({
    ...{ store, now },
    verify: (accessToken) => {
      asked.push(accessToken);
      return verify(accessToken);
    },
    onRevoked: (id) => forgotten.push(id),
    passwordClaim,
  });
}

/** Makes a token. Its text is `id.signature`. */
function token(text: string, claims: { sub?: string; iat?: unknown } = {}) {
  const [id = ''] = text.split('.');
  const all = { iss: 'i', sub: 'uma', exp: time + 60, iat: time, ...claims };
  return { id, accessToken: text, claims: all as AccessToken['claims'] };
}
const isRevoked = (text: string, claims = {}, by = revoked) =>
  by.find(token(text, claims)) !== undefined;
const end = (id: string, exp = time + 60) => revoked.revoke([{ id, exp, cause: 'LOGOUT' }]);
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('revocations', () => {
  it('refuse what was ended, at once, and nothing else', async () => {
    const told = end('one');
    expect([isRevoked('one.x'), isRevoked('two.x')]).toEqual([true, false]);
    expect([revoked.isTokenRevoked('one'), revoked.isTokenRevoked('two')]).toEqual([true, false]);
    expect(forgotten).toEqual(['one']);
    expect(await told).toBe(true);
  });

  it('are known to whoever comes later', async () => {
    await end('one');
    revoked.cutOff('ed', 'LOGOUT_EVERYWHERE');
    expect(isRevoked('one.x', {}, replica())).toBe(true);
    expect(isRevoked('of ed.x', { sub: 'ed' }, replica())).toBe(true);
  });

  it('are kept until the token would be refused anyway, clock tolerance included', async () => {
    await end('one');
    time += 64;
    await end('two');
    expect(isRevoked('one.x')).toBe(true);
    time += 62;
    await end('three');
    expect([isRevoked('one.x'), isRevoked('two.x')]).toEqual([false, true]);
  });

  it.each<[unknown[], unknown]>([
    [['token', 'one'], undefined],
    [['token', 'one', 'PASSWORD_CHANGED'], 'PASSWORD_CHANGED'],
    [['token', 'one', 'SOMETHING_NEWER', 7], undefined],
    [['token', 'one', 'toString'], undefined],
    [['person', 'uma', 999_999_000], undefined],
    [['person', 'uma', 999_999_000, 'ACCOUNT_BLOCKED'], 'ACCOUNT_BLOCKED'],
    [['person', 'uma', 999_999_000, 'SOMETHING_NEWER'], undefined],
  ])(
    'hold whatever version wrote them, and name the cause if it is known: %j',
    async (notice, cause) => {
      await announce(store, JSON.stringify(notice), (time + 60) * 1000);
      for (const by of [revoked, replica()]) {
        expect(by.find(token('one.x', { iat: time - 100 }))).toMatchObject({ cause });
      }
    },
  );

  it('keep their first cause, at the next process too', async () => {
    await revoked.revoke([{ id: 'one', exp: time + 60, cause: 'PASSWORD_CHANGED' }]);
    await revoked.revoke([{ id: 'one', exp: time + 90, cause: 'LOGOUT' }]);
    for (const by of [revoked, replica()]) {
      expect(by.find(token('one.x'))).toMatchObject({ cause: 'PASSWORD_CHANGED' });
    }
  });

  it('of one user name the first event that covers a token', () => {
    revoked.cutOff('uma', 'PASSWORD_CHANGED');
    for (let more = 0; more < 20; more += 1) {
      time += 20;
      revoked.cutOff('uma', more === 0 ? 'ACCOUNT_BLOCKED' : 'LOGOUT_EVERYWHERE');
    }
    const causeAt = (iat: number, by: Revocations) => by.find(token('one.x', { iat }))?.cause;
    for (const by of [revoked, replica()]) {
      expect(causeAt(time - 19, by)).toBe('LOGOUT_EVERYWHERE');
      expect(causeAt(time - 500, by)).toBe('LOGOUT_EVERYWHERE');
      expect(causeAt(time + 6, by)).toBeUndefined();
    }
  });

  it.each(['', 'null', '[]', '["token"]', '["person","uma"]', '["other","uma",7]'])(
    'what another version has written is passed over: %j',
    async (notice) => {
      await announce(store, notice, (time + 60) * 1000);
      expect(isRevoked('one.x', {}, replica())).toBe(false);
    },
  );
});

describe('the end of everything of a person’s', () => {
  it.each([
    ['a minute before', -60, true],
    ['in the same second', 0, true],
    ['by a clock that is five seconds ahead', 5, true],
    ['six seconds later', 6, false],
    ['nobody says when', undefined, true],
    ['at no number', '0', true],
  ])('refuses a token issued %s: %p', (_when, offset, expected) => {
    revoked.cutOff('uma', 'LOGOUT_EVERYWHERE');
    const iat = typeof offset === 'number' ? time + offset : offset;
    expect(isRevoked('one.x', { iat })).toBe(expected);
    expect(isRevoked('one.x', { iat, sub: 'ed' })).toBe(false);
  });

  it('leaves alone what was handed out afterwards, by whatever clock', async () => {
    revoked.cutOff('uma', 'LOGOUT_EVERYWHERE');
    const cutOff = revoked.cutOffs.latestOf('uma');
    if (!cutOff) throw new Error('no cut-off');
    await revoked.exempt({ id: 'new', exp: time + 60 }, [cutOff]);
    expect(isRevoked('new.x', { iat: time - 5 })).toBe(false);
    expect(isRevoked('new.x', { iat: time - 5 }, replica())).toBe(false);
    await end('new');
    expect(isRevoked('new.x')).toBe(true);
  });

  it('a second one ends what was left alone by the first', async () => {
    revoked.cutOff('uma', 'LOGOUT_EVERYWHERE');
    const cutOff = revoked.cutOffs.latestOf('uma');
    if (!cutOff) throw new Error('no cut-off');
    await revoked.exempt({ id: 'new', exp: time + 60 }, [cutOff]);
    time += 1;
    revoked.cutOff('uma', 'LOGOUT_EVERYWHERE');
    expect(isRevoked('new.x', { iat: time })).toBe(true);
  });

  it('what is left alone by a later one ends by an earlier one that is heard of late', async () => {
    const { at } = revoked.cutOff('uma', 'LOGOUT_EVERYWHERE');
    const earlier = ['person', 'uma', at - 1, 'LOGOUT_EVERYWHERE'];
    await revoked.exempt({ id: 'new', exp: time + 60 }, [{ at }]);
    expect(isRevoked('new.x', { iat: time - 5 })).toBe(false);
    await store.announce([{ notice: JSON.stringify(earlier), until: (time + 60) * 1000 }]);
    expect(isRevoked('new.x', { iat: time - 5 })).toBe(true);
  });

  it('of everybody ends what anybody has, whatever was left alone before', async () => {
    const { at } = revoked.cutOff('uma', 'LOGOUT_EVERYWHERE');
    await revoked.exempt({ id: 'new', exp: time + 60 }, [{ at }]);
    revoked.cutOff(everybody, 'ENDED_BY_OPERATOR');
    for (const one of [revoked, replica()])
      for (const sub of ['uma', 'ed']) {
        expect(isRevoked('new.x', { iat: time - 5, sub }, one)).toBe(true);
        expect(isRevoked('later.x', { iat: time + 6, sub }, one)).toBe(false);
      }
  });

  it('what begins a millisecond later is after it, however slowly the clock is read', () => {
    const read = () => (time += 0.001);
    const slow = new Revocations({
      store: new MemoryStore({ now: () => new Date(read() * 1000) }),
      now: () => new Date(read() * 1000),
      verify,
      onRevoked: () => undefined,
      passwordClaim,
    });
    const { at } = slow.cutOff('uma', 'LOGOUT_EVERYWHERE');
    expect(slow.cutOffs.latestOf('uma')).toMatchObject({ at, heardAt: at });
  });

  it('is heard of once: hearing the same again is nothing new', () => {
    const { at } = revoked.cutOff('uma', 'LOGOUT_EVERYWHERE');
    time += 10;
    void announce(store, JSON.stringify(['person', 'uma', at]), at + 1e9);
    expect(revoked.cutOffs.latestOf('uma')).toMatchObject({ at, heardAt: at });
  });
});

describe('the end of a token that cannot be verified', () => {
  const real = (accessToken: string) => Promise.resolve(token(accessToken));

  it('holds for that very token alone', () => {
    revoked.revokeUnverified('one.signature');
    expect(isRevoked('one.signature')).toBe(true);
    expect(isRevoked('one.another')).toBe(false);
  });

  it('becomes real once the keys are back, and what was made up is forgotten', async () => {
    revoked.revokeUnverified('one.signature');
    revoked.revokeUnverified('made-up.signature');
    expect(isRevoked('two.x')).toBe(false);
    await settled();
    verify = (accessToken) =>
      accessToken.startsWith('made')
        ? Promise.reject(new InvalidTokenError('BAD_SIGNATURE', ''))
        : real(accessToken);
    expect(isRevoked('one.signature')).toBe(true);
    await settled();
    expect(isRevoked('one.other-signature')).toBe(true);
    asked = [];
    isRevoked('two.x');
    expect(asked).toEqual([]);
  });

  it('waits for a token that is not valid yet', async () => {
    verify = () => Promise.reject(new InvalidTokenError('TOKEN_NOT_YET_VALID', ''));
    revoked.revokeUnverified('one.signature');
    isRevoked('two.x');
    await settled();
    expect(isRevoked('one.signature')).toBe(true);
  });

  it('is not pushed out by any number of others: at some time no more are taken', () => {
    expect(revoked.revokeUnverified('one.signature')).toBe(true);
    const long = 'x'.repeat(100_000);
    const taken = Array.from({ length: 200 }, (_, i) => revoked.revokeUnverified(`${i}.${long}`));
    expect(taken).toContain(false);
    expect(isRevoked('one.signature')).toBe(true);
  });
});

describe('a listener for the ends of all sign-ins of a user', () => {
  it('hears of cut-offs and changes of the password, from any replica, once they are known', async () => {
    const heard: unknown[] = [];
    revoked.onUserEnded((user) =>
      heard.push([
        user,
        revoked.cutOffs.latestOf(user) !== undefined,
        revoked.passwords.isKnown(user, 999_000_000),
      ]),
    );
    await replica().cutOff('uma', 'LOGOUT_EVERYWHERE').everywhere;
    await replica().passwords.announce(['ed'], 999_000_000);
    await replica().cutOff(everybody, 'ENDED_BY_OPERATOR').everywhere;
    expect(heard).toEqual([
      ['uma', true, false],
      ['ed', false, true],
      [everybody, true, false],
    ]);
  });
});
