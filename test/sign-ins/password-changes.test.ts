import { beforeEach, describe, expect, it } from '@jest/globals';
import { RefreshTokens } from '../../src/sign-ins/refresh-tokens.ts';
import { Revocations } from '../../src/sign-ins/revocations.ts';
import { SignIns } from '../../src/sign-ins/sign-ins.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { AuthenticatedCaller } from '../../src/tokens/caller.ts';

const claim = 'https://gatehouse.example/password_changed_at';
const day = 24 * 60 * 60 * 1000;

/** Current time of the gateway, in milliseconds since the epoch. */
let time: number;
/** Milliseconds by which the provider's clock is ahead. */
let ahead: number;
let store: MemoryStore;
let here: Replica;
beforeEach(() => {
  time = Date.parse('2026-03-01T12:00:00.500Z');
  ahead = 0;
  store = new MemoryStore({ now: () => new Date(time) });
  here = new Replica();
});

const provider = () => time + ahead;
const later = (milliseconds = 2000) => (time += milliseconds);

/** A process of the gateway. All of them share one store. */
class Replica {
  readonly revocations = new Revocations({
    ...{ store, now: () => new Date(time), passwordClaim: claim },
    verify: () => Promise.reject(new Error('not asked')),
    onRevoked: () => undefined,
  });
  readonly passwords = this.revocations.passwords;
  readonly #refreshTokens = new RefreshTokens({ store, secrets: ['secret'] });
  readonly signIns = new SignIns({
    ...{ store, revocations: this.revocations, refreshTokens: this.#refreshTokens },
  });

  /** @param told - the password of which the access token tells. Default: none */
  async login(id: string, { told }: { told?: number } = {}) {
    const since = this.signIns.now();
    later();
    const made = callerOf(id, told);
    const password = this.passwords.markLogin(made.claims, since);
    const signIn = this.signIns.begin('uma', since, { name: 'name of uma', password });
    return this.signIns.record({ caller: made, refreshToken: `refresh-${id}` }, signIn);
  }

  async refresh(from: string, id: string, { told }: { told?: number | undefined } = {}) {
    later();
    const { value: signIn } = await this.signIns.findByRefreshToken(`refresh-${from}`);
    if (!signIn) throw new Error(`${from} is unknown`);
    if (signIn.hasEnded) return 'ended';
    const replaced = [`refresh-${from}`];
    const tokens = { caller: callerOf(id, told), refreshToken: `refresh-${id}`, replaced };
    return this.signIns.record(tokens, signIn);
  }

  /** The hook: the password was set, says the provider. */
  hook(value: number, { user, names = [] }: { user?: string; names?: string[] } = { user: 'uma' }) {
    return this.signIns.older.end({ user, names, value });
  }

  /** What refuses the access token of a login or refresh. */
  causeOf(id: string): unknown {
    const { claims, accessToken } = issued.get(id) ?? callerOf(id);
    return this.revocations.find({ id, claims, accessToken })?.cause;
  }

  async canRefresh(id: string): Promise<boolean> {
    const { value } = await this.signIns.findByRefreshToken(`refresh-${id}`);
    return value?.hasEnded === false;
  }

  /** Whether both tokens of a login or refresh are good. */
  async isAlive(id: string): Promise<boolean> {
    const [access, refresh] = [this.causeOf(id) === undefined, await this.canRefresh(id)];
    if (access !== refresh) throw new Error(`one token of ${id} is good, the other is not`);
    return access;
  }
}

const issued = new Map<string, AuthenticatedCaller>();
function callerOf(tokenId: string, told?: number): AuthenticatedCaller {
  const iat = Math.floor(provider() / 1000);
  const own = told === undefined ? {} : { [claim]: new Date(told).toISOString() };
  const lists = { scopes: [], permissions: [], roles: [] };
  const caller: AuthenticatedCaller = {
    ...{ state: 'authenticated', id: 'uma', tokenId, accessToken: `${tokenId}.x`, ...lists },
    claims: { iss: 'i', sub: 'uma', iat, exp: iat + 86_400, ...own },
  };
  issued.set(tokenId, caller);
  return caller;
}

/** The user changes the password elsewhere, now. Returns what the provider then tells. */
function changed(): number {
  const value = provider();
  later();
  return value;
}
const old = () => provider() - 30 * day;

describe.each([
  ['on time', 0],
  ['30 seconds ahead', 30_000],
  ['30 seconds behind', -30_000],
])('S13: a password changed elsewhere, with the clock of the provider %s', (_how, off) => {
  let first: number;
  beforeEach(async () => {
    ahead = off;
    first = old();
    await here.login('intruder', { told: first });
    expect(await here.isAlive('intruder')).toBe(true);
  });

  it.each(['before', 'after'])(
    'ends what is from before, the hook %s the next login',
    async (when) => {
      const second = changed();
      if (when === 'before') await here.hook(second);
      expect(await here.login('owner', { told: second })).toBe('good');
      if (when === 'after') await here.hook(second);
      expect(await here.isAlive('intruder')).toBe(false);
      expect(here.causeOf('intruder')).toBe('PASSWORD_CHANGED');
      expect(await here.isAlive('owner')).toBe(true);
    },
  );

  it('ends it during the next login, which goes on', async () => {
    const second = changed();
    const since = here.signIns.now();
    later();
    await here.hook(second);
    const owner = callerOf('owner', second);
    const password = here.passwords.markLogin(owner.claims, since);
    const signIn = here.signIns.begin('uma', since, { password });
    const answer = await here.signIns.record(
      { caller: owner, refreshToken: 'refresh-owner' },
      signIn,
    );
    expect(answer).toBe('good');
    expect(await here.isAlive('owner')).toBe(true);
  });

  it('ends a login with the old password that the hook overtakes', async () => {
    const since = here.signIns.now();
    later();
    const guess = callerOf('guess', first);
    await here.hook(changed());
    const password = here.passwords.markLogin(guess.claims, since);
    const signIn = here.signIns.begin('uma', since, { password });
    expect(
      await here.signIns.record({ caller: guess, refreshToken: 'refresh-guess' }, signIn),
    ).toBe('ended');
    expect(here.causeOf('guess')).toBe('PASSWORD_CHANGED');
  });

  it('ends it with the post-login Action alone, by the next login or its own refresh', async () => {
    await here.login('second intruder', { told: first });
    const second = changed();
    expect(await here.refresh('second intruder', 'renewed', { told: second })).toBe('ended');
    expect(here.causeOf('renewed')).toBe('PASSWORD_CHANGED');
    expect(await here.isAlive('second intruder')).toBe(false);
    expect(await here.isAlive('intruder')).toBe(false);
    await here.login('owner', { told: second });
    expect(await here.isAlive('owner')).toBe(true);
  });

  it('of several changes ends what is from before the newest', async () => {
    const second = changed();
    await here.login('phone', { told: second });
    const third = changed();
    await here.login('desktop', { told: third });
    await here.hook(third);
    await here.hook(second);
    expect(await here.isAlive('phone')).toBe(false);
    expect(await here.isAlive('desktop')).toBe(true);
  });

  it('in the same second ends what is from before', async () => {
    const second = provider() + 1;
    time += 1;
    await here.login('owner', { told: second });
    expect(await here.isAlive('intruder')).toBe(false);
    expect(await here.isAlive('owner')).toBe(true);
  });

  it('counts for a login after the hook, although the claim lags behind', async () => {
    await here.hook(changed());
    later();
    expect(await here.login('owner', { told: first })).toBe('good');
    expect(await here.isAlive('owner')).toBe(true);
    expect(await here.refresh('owner', 'renewed', { told: first })).toBe('good');
    expect(await here.isAlive('renewed')).toBe(true);
    await here.hook(changed());
    expect([await here.isAlive('owner'), await here.isAlive('renewed')]).toEqual([false, false]);
  });
});

describe('the hook', () => {
  it('changes nothing when it comes again, and nothing with an older value', async () => {
    const first = old();
    await here.login('phone', { told: first });
    const second = changed();
    expect(await here.hook(second)).toBe(true);
    await here.login('owner', { told: second });
    expect(await here.hook(second)).toBe(true);
    expect(await here.hook(first)).toBe(true);
    expect(await here.isAlive('phone')).toBe(false);
    expect(await here.isAlive('owner')).toBe(true);
  });

  it('of a user who is not named ends the sign-ins by the name of the account', async () => {
    await here.login('phone', { told: old() });
    await here.hook(changed(), { names: ['name of ed'] });
    expect(await here.isAlive('phone')).toBe(true);
    await here.hook(changed(), { names: ['name of uma'] });
    expect(await here.isAlive('phone')).toBe(false);
  });
});

describe('with the hook alone', () => {
  beforeEach(() => here.login('intruder'));

  it('a change ends what began before it', async () => {
    const second = changed();
    await here.login('owner before the hook');
    await here.hook(second);
    await here.login('owner after the hook');
    expect(await here.isAlive('intruder')).toBe(false);
    expect(await here.isAlive('owner before the hook')).toBe(true);
    expect(await here.isAlive('owner after the hook')).toBe(true);
    await here.hook(changed());
    expect(await here.isAlive('owner before the hook')).toBe(false);
    expect(await here.isAlive('owner after the hook')).toBe(false);
  });

  it('it ends the token of a refresh between the change and the hook', async () => {
    const second = changed();
    expect(await here.refresh('intruder', 'renewed')).toBe('good');
    await here.hook(second);
    expect(here.causeOf('renewed')).toBe('PASSWORD_CHANGED');
    expect(await here.canRefresh('renewed')).toBe(false);
  });

  it('a login after the hook is good, with the clock of the provider 30 seconds ahead, too', async () => {
    ahead = 30_000;
    await here.hook(changed());
    later();
    await here.login('owner');
    expect(await here.isAlive('owner')).toBe(true);
    expect(await here.isAlive('intruder')).toBe(false);
  });
});

describe('a login that waits for its second factor', () => {
  const begin = () => ({
    since: here.signIns.now(),
    password: here.passwords.markFlow(['name of uma'], here.signIns.now()),
  });
  function finish(id: string, { since, password }: ReturnType<typeof begin>, told?: number) {
    later();
    const signIn = here.signIns.begin('uma', since, { name: 'name of uma', password });
    const caller = callerOf(id, told);
    return here.signIns.record({ caller, refreshToken: `refresh-${id}` }, signIn);
  }

  it('ends by the password of which its own tokens tell', async () => {
    const waiting = begin();
    later();
    expect(await finish('intruder', waiting, changed())).toBe('ended');
    expect(here.causeOf('intruder')).toBe('PASSWORD_CHANGED');
  });

  it('goes on when the password is from before its beginning, and takes it over', async () => {
    const first = changed();
    expect(await finish('owner', begin(), first)).toBe('good');
    await here.hook(changed());
    expect(await here.isAlive('owner')).toBe(false);
  });

  it('with the clock of the provider 30 seconds ahead succeeds the second time, also elsewhere', async () => {
    ahead = 30_000;
    const second = changed();
    expect(await finish('owner', begin(), second)).toBe('ended');
    here = new Replica();
    expect(await finish('owner again', begin(), second)).toBe('good');
    expect(await here.isAlive('owner again')).toBe(true);
  });
});

describe('a sign-in from before the gateway asked', () => {
  beforeEach(async () => {
    const text = JSON.stringify({ id: 'one', user: 'uma', since: time, after: 0 });
    const name = new RefreshTokens({ store, secrets: ['secret'] }).nameOf('refresh-old');
    await store.set(`refresh:${name}`, text, time + day);
  });

  it('takes over the first password that it meets', async () => {
    const first = old();
    expect(await here.refresh('old', 'renewed', { told: first })).toBe('good');
    expect(await here.isAlive('renewed')).toBe(true);
    await here.hook(changed());
    expect(await here.isAlive('renewed')).toBe(false);
  });

  it('ends when that is later than its own beginning', async () => {
    later();
    expect(await here.refresh('old', 'renewed', { told: changed() })).toBe('ended');
    expect(await here.canRefresh('old')).toBe(false);
  });

  it('ends by the hook, when the password is later than its own beginning', async () => {
    later();
    await here.hook(old());
    expect(await here.canRefresh('old')).toBe(true);
    await here.hook(changed());
    expect(await here.canRefresh('old')).toBe(false);
  });
});

describe('the session of a change of password by the gateway itself', () => {
  const earlier = Date.parse('2026-02-01T12:00:00.500Z');
  const own = Date.parse('2026-03-01T12:00:00.499Z');
  /** Logs in with the password that was just changed. */
  async function loginAfterChange(told?: number) {
    const since = here.signIns.now();
    later();
    const caller = callerOf('session', told);
    const password = here.passwords.markLogin(caller.claims, since, { known: earlier });
    const signIn = here.signIns.begin('uma', since, { password });
    return here.signIns.record({ caller, refreshToken: 'refresh-session' }, signIn);
  }

  it.each<[string, number | undefined]>([
    ['tells of it', own],
    ['lags behind', earlier],
    ['is missing', undefined],
  ])('is from after it, when the claim %s, and ends with the next change', async (_how, told) => {
    expect(await loginAfterChange(told)).toBe('good');
    await here.hook(own);
    expect(await here.isAlive('session')).toBe(true);
    expect(await here.refresh('session', 'renewed', { told })).toBe('good');
    expect(await here.isAlive('renewed')).toBe(true);
    later();
    await here.hook(changed());
    expect([await here.isAlive('session'), await here.isAlive('renewed')]).toEqual([false, false]);
  });

  it('with a claim that lags behind, and no hook, takes over its own change at a refresh', async () => {
    await loginAfterChange(earlier);
    expect(await here.refresh('session', 'renewed', { told: own })).toBe('good');
    await here.hook(own);
    expect(await here.isAlive('renewed')).toBe(true);
    await here.hook(changed());
    expect(await here.isAlive('renewed')).toBe(false);
  });

  it('does not outlive a change of a minute later, though it never heard of its own', async () => {
    await loginAfterChange(earlier);
    later(61_000);
    await here.hook(changed());
    expect(await here.isAlive('session')).toBe(false);
  });

  it('is from after it at every replica, and after a restart', async () => {
    const there = new Replica();
    await loginAfterChange(earlier);
    await there.hook(own);
    for (const replica of [here, there, new Replica()])
      expect(await replica.isAlive('session')).toBe(true);
  });
});

describe('what is known of passwords', () => {
  it('reaches every replica, and outlives a restart', async () => {
    const there = new Replica();
    await here.login('phone', { told: old() });
    await there.login('owner', { told: changed() });
    for (const replica of [here, there, new Replica()]) {
      expect(replica.causeOf('phone')).toBe('PASSWORD_CHANGED');
      expect(await replica.isAlive('owner')).toBe(true);
    }
  });

  it('is not announced when the password is older than any sign-in', async () => {
    const seen: string[] = [];
    store.follow((notice) => seen.push(notice));
    await here.login('phone', { told: provider() - 91 * day });
    await here.login('desktop', { told: provider() - 89 * day });
    await here.login('tablet', { told: provider() - 89 * day });
    expect(seen.filter((notice) => notice.includes('password'))).toHaveLength(2);
  });

  it.each(['yesterday', '', 7, null])('is nothing that %j would tell', (told) => {
    const { claims } = callerOf('phone');
    expect(here.passwords.valueIn({ ...claims, [claim]: told })).toBeUndefined();
  });
});
