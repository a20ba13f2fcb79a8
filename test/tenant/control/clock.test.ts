import { describe, expect, it } from '@jest/globals';
import { accessTokenClaims } from '../support.ts';
import { switchableTenant } from './support.ts';

/** Instant at which the tests' clock begins. */
const start = '2026-03-01T12:00:00.500Z';

describe('the clock of the tenant', () => {
  it('shows the time of the clock behind it', async () => {
    const { control } = await switchableTenant();
    expect((await control('GET', '')).clock).toEqual({ now: start, offset_seconds: 0 });
  });

  it('moves forward by seconds, one step after the other, and runs on', async () => {
    const { tenant, control } = await switchableTenant();
    await control('POST', '/clock/advance', { seconds: 3600 });
    const { status, clock } = await control('POST', '/clock/advance', { seconds: 0.5 });
    expect(status).toBe(200);
    expect(clock).toEqual({ now: '2026-03-01T13:00:01.000Z', offset_seconds: 3600.5 });
    tenant.advance(1_000);
    expect((await control('GET', '')).clock.now).toBe('2026-03-01T13:00:02.000Z');
    expect(tenant.now()).toEqual(new Date('2026-03-01T13:00:02.000Z'));
  });

  it('is set to a time, past or to come, and put back', async () => {
    const { control } = await switchableTenant();
    const set = async (now: string) => (await control('PUT', '/clock', { now })).clock.now;
    expect(await set('2031-01-01T00:00:00+02:00')).toBe('2030-12-31T22:00:00.000Z');
    expect(await set('2019-01-01T00:00:00Z')).toBe('2019-01-01T00:00:00.000Z');
    expect((await control('DELETE', '/clock')).clock).toEqual({ now: start, offset_seconds: 0 });
  });

  it('dates and expires tokens', async () => {
    const { tenant, control } = await switchableTenant();
    const before = (await tenant.login()).body['access_token'];
    const { clock } = await control('POST', '/clock/advance', { seconds: 86_400 });
    const after = await tenant.login();
    expect(accessTokenClaims(after).iat).toBe(Math.floor(Date.parse(clock.now) / 1000));
    expect((await tenant.userInfo(before)).status).toBe(401);
    expect((await tenant.userInfo(after.body['access_token'])).status).toBe(200);
  });

  it('put back, fills the buckets of attack protection again', async () => {
    const { tenant, control } = await switchableTenant();
    const token = (await tenant.login()).body['access_token'];
    await control('POST', '/clock/advance', { seconds: 3600 });
    for (let call = 0; call < 10; call += 1) await tenant.userInfo(token);
    await control('DELETE', '/clock');
    expect((await tenant.userInfo(token)).status).toBe(429);
    tenant.advance(12_000);
    expect((await tenant.userInfo(token)).status).toBe(200);
  });

  it.each([
    ['/clock/advance', {}, 'seconds: has to be a number of seconds above 0'],
    ['/clock/advance', { seconds: '60' }, 'seconds: has to be a number of seconds above 0'],
    ['/clock/advance', { seconds: 0 }, 'seconds: has to be a number of seconds above 0'],
    ['/clock/advance', { seconds: 1e300 }, 'does not pass the year 9999'],
    ['/clock/advance', { seconds: 1, minutes: 1 }, 'minutes: is unknown; the members are: seconds'],
    ['/clock/advance', [60], 'the body: Invalid input: expected object, received array'],
    ['/clock', {}, 'now: has to be a time such as 2030-01-31T12:00:00Z'],
    ['/clock', { now: 1_900_000_000 }, 'now: has to be a time such as'],
    ['/clock', { now: '2030-02-30T00:00:00Z' }, 'now: has to be a time such as'],
    ['/clock', { now: '2030-01-31T12:00:00' }, 'now: has to be a time such as'],
    ['/clock', { now: '1969-12-31T00:00:00Z' }, 'from 1970 to 9999'],
  ])('refuses %s %j, and says what is wrong', async (path, body, words) => {
    const { control } = await switchableTenant();
    const method = path === '/clock' ? 'PUT' : 'POST';
    const { status, error, error_description } = await control(method, path, body);
    expect([status, error]).toEqual([400, 'invalid_request']);
    expect(error_description).toContain(words);
    expect((await control('GET', '')).clock.offset_seconds).toBe(0);
  });
});
