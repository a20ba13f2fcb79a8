import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGatehouse, type Device, type Gatehouse } from '../../client/src/index.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { enrollApp, type App } from './authenticator-app.ts';
import { recordedFetch, type RecordedFetch } from './recorded-fetch.ts';

const password = seededPassword;
const editor = { username: 'editor@example.com', password };

/** Milliseconds by which the clocks of gateway and tenant are ahead. */
let later = 0;
const now = () => new Date(Date.now() + later);
const elevenMinutes = 11 * 60 * 1000;

let local: Local;
let gatehouse: Gatehouse;
let recorded: RecordedFetch;
/** Ends the watching of the devices, as a screen does that goes away. */
let leave: () => void;

const state = () => gatehouse.devices.getSnapshot();
const list = () => present(state().list);
const other = () => present(list().find(({ current }) => !current));
const statusOf = ({ session }: Gatehouse) => session.getSnapshot().status;

beforeAll(async () => {
  local = await startLocal({ now });
});
afterAll(() => local.close());

beforeEach(async () => {
  recorded = recordedFetch();
  gatehouse = await newDevice();
  await gatehouse.signOut('OTHERS');
});

/** Signs the editor in on a device. A tenant gives two sign-ins of one second the same access token. */
async function newDevice(): Promise<Gatehouse> {
  later += 1000;
  const { url } = local.gateway;
  const device = createGatehouse({ url, transport: 'tokens', fetch: recorded.fetch });
  await device.signIn(editor);
  return device;
}

/** Asks a device's gateway for its user. Returns the status of the session afterwards. */
async function look(device: Gatehouse): Promise<string> {
  await device.reloadUser();
  return statusOf(device);
}

/** Watches the devices as a screen does, until they are listed. */
async function watch(): Promise<void> {
  leave = gatehouse.devices.subscribe(() => undefined);
  await gatehouse.devices.reload();
}

describe('the devices', () => {
  it('are looked up once when a screen begins to watch them, in StrictMode too', async () => {
    await newDevice();
    recorded.sent.length = 0;
    expect(state()).toEqual({
      list: undefined,
      refusal: undefined,
      isPending: false,
      isPasswordNeeded: false,
      error: undefined,
    });
    gatehouse.devices.subscribe(() => undefined)();
    expect(state().isPending).toBe(true);
    await watch();
    expect(recorded.sent).toEqual(['Devices']);
    expect(list().map(({ current }) => current)).toEqual([false, true]);
    leave();
  });

  it('are ended one by one', async () => {
    const device = await newDevice();
    await watch();
    expect(await gatehouse.devices.end(other())).toMatchObject({ __typename: 'DeviceEnded' });
    expect(list()).toMatchObject([{ current: true }]);
    expect(await look(device)).toBe('signedOut');
    expect(await look(gatehouse)).toBe('signedIn');
  });

  it('are ended but for this one, and listed again', async () => {
    const devices = [await newDevice(), await newDevice()];
    await watch();
    expect(list()).toHaveLength(3);
    expect(await gatehouse.devices.endOthers()).toMatchObject({ __typename: 'LoggedOut' });
    expect(list()).toMatchObject([{ current: true }]);
    expect(await Promise.all(devices.map(look))).toEqual(['signedOut', 'signedOut']);
  });

  it('are ended once for two clicks', async () => {
    await newDevice();
    await watch();
    const device = other();
    recorded.sent.length = 0;
    await Promise.all([gatehouse.devices.end(device), gatehouse.devices.end(device)]);
    expect(recorded.sent).toEqual(['EndDevice']);
  });

  it('sign this device out like a sign-out', async () => {
    await watch();
    recorded.sent.length = 0;
    await gatehouse.devices.end(present(list()[0]));
    expect(recorded.sent).toEqual(['Logout']);
    expect(statusOf(gatehouse)).toBe('signedOut');
    expect(state().list).toBeUndefined();
  });

  it('are listed again when one of them has ended meanwhile', async () => {
    const device = await newDevice();
    await watch();
    const ended = other();
    await device.signOut();
    await gatehouse.devices.end(ended);
    expect(state().refusal).toMatchObject({ __typename: 'InvalidInput', field: 'id' });
    expect(list()).toMatchObject([{ current: true }]);
  });

  it('stay listed in an outage, which is a refusal', async () => {
    await watch();
    const before = list();
    recorded.onNext('Devices', () => Promise.reject(new TypeError('Failed to fetch')));
    await gatehouse.devices.reload();
    expect(state()).toMatchObject({ refusal: { __typename: 'ServiceUnavailable' } });
    expect(list()).toBe(before);
    await gatehouse.devices.reload();
    expect(state().refusal).toBeUndefined();
  });

  it('say why no list can come, when the mistake is in the program', async () => {
    const { url } = local.gateway;
    const wrong = createGatehouse({
      url,
      transport: 'tokens',
      fetch: (input, init) =>
        JSON.stringify(init?.body).includes('query Devices')
          ? Promise.resolve(new Response('{"errors":[{"message":"No such field."}]}'))
          : recorded.fetch(input, init),
    });
    await wrong.signIn(editor);
    await new Promise<void>((resolve) => {
      wrong.devices.subscribe(() => {
        if (wrong.devices.getSnapshot().error) resolve();
      });
    });
    expect(wrong.devices.getSnapshot()).toMatchObject({
      list: undefined,
      isPending: false,
      error: { name: 'GatehouseError', code: 'BAD_REQUEST', message: 'No such field.' },
    });
  });

  it('of one user do not reach the next one', async () => {
    await watch();
    const user = { ...editor, username: 'user@example.com' };
    recorded.onNext('Devices', async (send) => {
      const answer = await send();
      await gatehouse.signIn(user);
      return answer;
    });
    await gatehouse.devices.reload();
    await gatehouse.devices.reload();
    expect(list()).toHaveLength(1);
    expect(state().refusal).toBeUndefined();
    await gatehouse.signOut();
    expect(state().list).toBeUndefined();
  });
});

describe('a sign-in of more than 10 minutes ago', () => {
  let device: Gatehouse;
  let ended: Device;

  beforeEach(async () => {
    device = await newDevice();
    later += elevenMinutes;
    await watch();
    ended = other();
  });

  it('needs the password before a device ends, and a wrong one ends none', async () => {
    const answer = await gatehouse.devices.end(ended);
    expect(answer).toMatchObject({ __typename: 'ReauthenticationRequired' });
    expect(state()).toMatchObject({ isPasswordNeeded: true, refusal: answer });
    await gatehouse.devices.confirm({ password: 'not the password' });
    expect(state()).toMatchObject({
      isPasswordNeeded: true,
      refusal: { __typename: 'InvalidCredentials' },
    });
    expect(await look(device)).toBe('signedIn');
    await gatehouse.devices.confirm({ password });
    expect(state()).toMatchObject({ isPasswordNeeded: false, refusal: undefined });
    expect(list()).toMatchObject([{ current: true }]);
    expect(await look(device)).toBe('signedOut');
  });

  it('needs it once for several devices', async () => {
    await newDevice();
    later += elevenMinutes;
    await gatehouse.devices.reload();
    await gatehouse.devices.end(ended);
    await gatehouse.devices.confirm({ password });
    expect(await gatehouse.devices.end(other())).toMatchObject({ __typename: 'DeviceEnded' });
    expect(list()).toMatchObject([{ current: true }]);
  });

  it('needs it before all others end, which ends the proof as well', async () => {
    await gatehouse.devices.endOthers();
    await gatehouse.devices.confirm({ password });
    expect(list()).toMatchObject([{ current: true }]);
    expect(gatehouse.secondFactor.getSnapshot().step).toBe('none');
  });

  it('ends nothing when the user changes their mind', async () => {
    await gatehouse.devices.end(ended);
    gatehouse.devices.cancel();
    expect(state()).toMatchObject({ isPasswordNeeded: false, refusal: undefined });
    await gatehouse.devices.confirm({ password });
    expect(recorded.sent).not.toContain('Reauthenticate');
    expect(await look(device)).toBe('signedIn');
  });

  it('ends nothing when the proof was given for something else', async () => {
    await gatehouse.devices.end(ended);
    await gatehouse.reauthenticate({ password });
    expect(gatehouse.secondFactor.getSnapshot().step).toBe('proven');
    expect(await look(device)).toBe('signedIn');
  });

  it('needs the second factor too, where the account has one', async () => {
    const app = await enroll();
    await gatehouse.devices.end(ended);
    later += 30_000;
    const confirmed = gatehouse.devices.confirm({ password });
    await passwordIsTaken();
    expect(gatehouse.secondFactor.getSnapshot().step).toBe('choose');
    expect(state()).toMatchObject({ isPending: false, refusal: undefined });
    expect(await look(device)).toBe('signedIn');
    await gatehouse.secondFactor.verify({ code: app.code() });
    await confirmed;
    expect(await look(device)).toBe('signedOut');
  });

  /** Adds an app as second factor, and lets its proof become too old. */
  async function enroll(): Promise<App> {
    await gatehouse.reauthenticate({ password });
    const app = await enrollApp(gatehouse, now);
    expect(gatehouse.secondFactor.getSnapshot()).toMatchObject({ step: 'proven', otherDevices: 1 });
    gatehouse.secondFactor.done();
    return app;
  }

  async function passwordIsTaken(): Promise<void> {
    await new Promise<void>((resolve) => {
      gatehouse.devices.subscribe(() => {
        if (!state().isPasswordNeeded) resolve();
      });
    });
  }
});
