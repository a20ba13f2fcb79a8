import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readEvents } from '../support/audit.ts';
import { endSessions } from '../support/end-sessions.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let local: Local;
let stateDir: string;
/** Milliseconds by which gateway and tenant are ahead. */
let later = 0;
beforeEach(async () => {
  later = 0;
  stateDir = temporaryFolder();
  local = await startLocal({
    now: () => new Date(Date.now() + later),
    env: { STATE_DIR: stateDir },
  });
});
afterEach(() => local.close());

const run = (args: string[], env: Record<string, string> = {}) =>
  endSessions(local, args, { STATE_DIR: stateDir, ...env });

interface Session {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
}
async function login(username: string): Promise<Session> {
  later += 1000;
  const input = { username, password: seededPassword };
  const { result } = await mutate(local.gateway, 'login', input);
  expect(result).toMatchObject({ __typename: 'Session' });
  return result as unknown as Session;
}
async function causeFor({ accessToken }: Session): Promise<unknown> {
  const { errors } = await local.gateway.request('{ me { id } }', { token: accessToken });
  return errors?.[0]?.extensions['revokedBy'];
}
async function refreshed({ refreshToken }: Session): Promise<string> {
  return (await mutate(local.gateway, 'refresh', { refreshToken })).result.__typename;
}

/** Stops the gateway while `work` runs, and starts another one with the same folder. */
async function whileStopped<Result>(work: () => Promise<Result>): Promise<Result> {
  await local.gateway.close();
  const result = await work();
  const gateway = await local.anotherGateway({});
  const { tenant } = local;
  const close = async () => {
    await gateway.close();
    await tenant.close();
  };
  local = { ...local, gateway, close };
  return result;
}

it('S04: ends all sessions of one user', async () => {
  const [phone, desktop] = [await login('user@example.com'), await login('user@example.com')];
  const other = await login('editor@example.com');
  const { status, stdout, stderr } = await whileStopped(() => run([phone.user.id]));
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^Ended: every session of auth0\|\w+ that began before 20\S+Z; known devices: 2\.\n/,
  );
  for (const session of [phone, desktop]) {
    expect(await causeFor(session)).toBe('ENDED_BY_OPERATOR');
    expect(await refreshed(session)).toBe('InvalidRefreshToken');
  }
  expect(await causeFor(other)).toBeUndefined();
  expect(await refreshed(other)).toBe('Session');

  const { accessToken } = await login('admin@example.com');
  const acts = await readEvents(local.gateway, accessToken, { operation: 'endSessions' });
  expect(acts).toMatchObject([{ outcome: 'SignInsEnded', actor: null, subject: phone.user.id }]);
});

it('S04: ends all sessions of everybody, and nobody is locked out', async () => {
  const sessions = [await login('user@example.com'), await login('editor@example.com')];
  const { status, stdout } = await whileStopped(() => run(['--all']));
  expect([status, stdout]).toEqual([0, expect.stringContaining('every session of all users')]);
  for (const session of sessions) {
    expect(await causeFor(session)).toBe('ENDED_BY_OPERATOR');
    expect(await refreshed(session)).toBe('InvalidRefreshToken');
  }
  later += 10_000;
  expect(await causeFor(await login('user@example.com'))).toBeUndefined();
});

it('does nothing while a gateway runs on the file, and says so', async () => {
  const phone = await login('user@example.com');
  const { status, stdout, stderr } = await run([phone.user.id]);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('STATE_DIR is used by another gateway process: stop that process');
  expect(await causeFor(phone)).toBeUndefined();
});

it('does nothing without a Redis that answers, and says so', async () => {
  const { status, stdout, stderr } = await run(['--all'], { REDIS_URL: 'redis://127.0.0.1:1' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('nothing has ended');
}, 60_000);

it.each([[[]], [['a|b', 'c|d']], [['']], [['user@example.com']], [['--al']]])(
  'wants one user: %j',
  async (args) => {
    const { status, stdout, stderr } = await run(args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Usage: npm run end-sessions -- USER');
  },
);

it('names the mistakes of the configuration', async () => {
  const { status, stderr } = await run(['--all'], { AUTH0_AUDIENCE: '' });
  expect([status, stderr]).toEqual([1, expect.stringContaining('AUTH0_AUDIENCE')]);
});
