import { afterEach, describe, expect, it } from '@jest/globals';
import { checkRefreshTokens } from '../../src/auth0/refresh-token-check.ts';
import { tenantSettings, type TenantSetting } from '../../src/auth0/tenant-settings.ts';
import type { TestGateway } from '../support/gateway.ts';
import { startLocal, type Local } from '../support/local.ts';

type RefreshTokens = Partial<{
  leeway: number;
  rotation_type: 'rotating' | 'non-rotating';
  idle_token_lifetime: number;
  infinite_idle_token_lifetime: boolean;
  token_lifetime: number;
  infinite_token_lifetime: boolean;
}>;

let local: Local | undefined;
afterEach(async () => {
  await local?.close();
  local = undefined;
});

/** Starts a gateway in front of a tenant with these settings. Its look at them goes on. */
async function start(refreshTokens: RefreshTokens, env = {}): Promise<TestGateway> {
  local = await startLocal({
    env,
    settings: ({ clients }) => {
      for (const { refresh_token } of clients) Object.assign(refresh_token, refreshTokens);
    },
  });
  return local.gateway;
}
const linesOf = (gateway: TestGateway, setting: TenantSetting) =>
  gateway.log().filter(({ msg }) => msg === tenantSettings[setting]);
/** Waits for the line of a setting. */
async function written(gateway: TestGateway, setting: TenantSetting) {
  for (;;) {
    const lines = linesOf(gateway, setting);
    if (lines.length > 0) return lines;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const day = 86_400;
const long = {
  ...{ leeway: 10, infinite_idle_token_lifetime: false, infinite_token_lifetime: false },
  ...{ idle_token_lifetime: 7 * day, token_lifetime: 30 * day },
};

describe("S09: the lifetimes of the application's refresh tokens", () => {
  it('are a line when a session in a cookie would end earlier at Auth0', async () => {
    const gateway = await start({ ...long, idle_token_lifetime: day, token_lifetime: 10 * day });
    expect(await written(gateway, 'sessionLifetimes')).toMatchObject([
      {
        ...{ level: 40, SESSION_IDLE: 7 * day, idle_token_lifetime: day },
        ...{ SESSION_LIFETIME: 30 * day, token_lifetime: 10 * day },
      },
    ]);
    expect(linesOf(gateway, 'overlap')).toEqual([]);
  });

  it.each<[string, RefreshTokens, Record<string, string>]>([
    ['they are as long', long, {}],
    ['they are endless', { ...long, token_lifetime: 1, infinite_token_lifetime: true }, {}],
    [
      'no session may be in a cookie',
      { ...long, idle_token_lifetime: 60 },
      { ALLOWED_TRANSPORTS: 'TOKENS' },
    ],
  ])('are no line when %s', async (_case, refreshTokens, env) => {
    const gateway = await start({ ...refreshTokens, leeway: 0 }, env);
    // Of the two lines it would be the second, written in the same step.
    await written(gateway, 'overlap');
    await new Promise((resolve) => setImmediate(resolve));
    expect(linesOf(gateway, 'sessionLifetimes')).toEqual([]);
  });
});

describe("S02: the overlap of the application's refresh tokens", () => {
  it('is a line when it is 0, once for the process', async () => {
    const gateway = await start({ ...long, leeway: 0 });
    expect(await written(gateway, 'overlap')).toMatchObject([{ level: 40 }]);
  });

  it('is none without rotation, which has a line of its own', async () => {
    const gateway = await start({ leeway: 0, rotation_type: 'non-rotating' });
    expect(await written(gateway, 'rotation')).toHaveLength(1);
    expect(linesOf(gateway, 'overlap')).toEqual([]);
  });
});

describe('the permission read:clients', () => {
  /** Looks at an application without overlap with a token of these scopes. Returns what was asked, and what was written. */
  async function look(scopes: string[]) {
    const asked: string[] = [];
    const written: string[] = [];
    const token = { hasScope: (scope: string) => Promise.resolve(scopes.includes(scope)) };
    const refreshTokenPolicy = (clientId: string) => {
      asked.push(clientId);
      return Promise.resolve({
        ...{ rotates: true, leeway: 0 },
        ...{ lifetime: undefined, idleLifetime: undefined },
      });
    };
    await checkRefreshTokens({
      management: { token, api: () => ({ refreshTokenPolicy }) },
      ...{ clientId: 'app', sessions: undefined, stopped: new AbortController().signal },
      reports: { setting: (setting) => written.push(setting) },
      log: { debug: (_details, message) => written.push(message) },
    });
    return { asked, written };
  }

  it('is needed: without it nothing is asked, and no line is written', async () => {
    expect(await look(['read:clients'])).toEqual({ asked: ['app'], written: ['overlap'] });
    expect(await look(['read:users', 'read:client_keys'])).toEqual({ asked: [], written: [] });
  });
});
