import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestGateway } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { newPassword, startBackOffice, type BackOfficeScene } from './back-office-scene.ts';
import { ManagementProxy, type Fate } from './management-proxy.ts';

let scene: BackOfficeScene;
let proxy: ManagementProxy;
let gateway: TestGateway;
let token: string;
beforeAll(async () => {
  scene = await startBackOffice();
  proxy = new ManagementProxy(scene.tenant.url);
  gateway = await scene.anotherGateway({ AUTH0_TENANT_DOMAIN: await proxy.listen() });
  token = await scene.tokenOf('admin@example.com');
});
afterAll(async () => {
  await gateway.close();
  proxy.close();
  await scene.close();
});
beforeEach(() => {
  proxy.decide = () => 'pass';
});

const act = async (mutation: string, input: object) =>
  (await mutate(gateway, mutation, input, { token })).result;
const accept = async (invitation: string, password = newPassword) =>
  (await mutate(gateway, 'acceptInvitation', { token: invitation, password })).result;
/** Gives the calls with a name another fate. */
const stopAt = (stopped: string, fate: Fate) => {
  proxy.decide = (call) => (call === stopped ? fate : 'pass');
};
const unavailable = { __typename: 'ServiceUnavailable' };
let count = 0;
const newAddress = () => `person${(count += 1)}@example.com`;

async function invited() {
  const email = newAddress();
  const { invitation } = await act('inviteUser', { email, roles: ['editor'] });
  return { email, id: (invitation as { id: string }).id, token: await scene.tokenFor(email) };
}

/** Lets the acceptance stop at a step of the three, before or after the tenant has carried it out. */
const steps = [
  ['before the address is verified', 1, 'refuse'],
  ['when the address was verified', 1, 'lose the answer'],
  ['before the roles are added', 2, 'refuse'],
  ['when the roles were added', 2, 'lose the answer'],
  ['before the password is set', 3, 'refuse'],
] as const;

function stopAtStep(step: number, fate: Fate) {
  let writes = 0;
  proxy.decide = () => ((writes += 1) === step ? fate : 'pass');
}

describe.each(steps)('an acceptance that stops %s', (_when, step, fate) => {
  it('lets nobody in, and the next acceptance finishes it', async () => {
    const { email, token: invitation } = await invited();
    stopAtStep(step, fate);
    expect(await accept(invitation)).toMatchObject(unavailable);
    expect(await scene.userOf(email)).toMatchObject({ blocked: true });
    expect(['AccountBlocked', 'InvalidCredentials']).toContain(
      (await scene.login(email, newPassword)).__typename,
    );
    proxy.decide = () => 'pass';
    expect(await accept(invitation)).toMatchObject({
      ...{ __typename: 'Session', user: { emailVerified: true, roles: ['editor'] } },
    });
  });

  it('is undone by a revocation', async () => {
    const { email, id, token: invitation } = await invited();
    stopAtStep(step, fate);
    await accept(invitation);
    proxy.decide = () => 'pass';
    expect(await act('revokeInvitation', { id })).toMatchObject({
      __typename: 'InvitationRevoked',
    });
    expect(await scene.rolesOf(email)).toEqual([]);
    expect(await scene.userOf(email)).toMatchObject({ blocked: true });
    expect(await accept(invitation)).toMatchObject({ ended: 'REVOKED' });
  });
});

it('an acceptance whose last answer is lost has happened: the next one tells to sign in', async () => {
  const { email, token: invitation } = await invited();
  stopAtStep(3, 'lose the answer');
  expect(await accept(invitation)).toMatchObject(unavailable);
  proxy.decide = () => 'pass';
  expect(await accept(invitation, 'Another-One-4-Zebra')).toMatchObject({ ended: 'ACCEPTED' });
  expect(await scene.login(email, newPassword)).toMatchObject({ __typename: 'Session' });
});

it('an invitation whose answer was lost exists: it can be sent again', async () => {
  const email = newAddress();
  stopAt('POST users', 'lose the answer');
  expect(await act('inviteUser', { email })).toMatchObject(unavailable);
  proxy.decide = () => 'pass';
  const { __typename, invitation } = await act('inviteUser', { email });
  expect(__typename).toBe('AlreadyInvited');
  const { id } = invitation as { id: string };
  expect(await act('resendInvitation', { id })).toMatchObject({ mailSent: true });
  expect(await accept(await scene.tokenFor(email))).toMatchObject({ __typename: 'Session' });
});

it('an invitation that Auth0 did not take leaves nothing behind', async () => {
  const email = newAddress();
  stopAt('POST users', 'refuse');
  expect(await act('inviteUser', { email })).toMatchObject(unavailable);
  await expect(scene.userOf(email)).rejects.toThrow('no user');
});

it('an invitation that could not be sent again keeps its earlier link', async () => {
  const { id, token: invitation } = await invited();
  stopAt('PATCH users', 'refuse');
  expect(await act('resendInvitation', { id })).toMatchObject(unavailable);
  proxy.decide = () => 'pass';
  expect(await accept(invitation)).toMatchObject({ __typename: 'Session' });
});

it('a revocation that could not take the roles back is finished by the next one', async () => {
  const { email, id, token: invitation } = await invited();
  stopAtStep(3, 'refuse');
  await accept(invitation);
  expect(await scene.rolesOf(email)).toEqual(['editor']);
  stopAt('DELETE users/roles', 'refuse');
  expect(await act('revokeInvitation', { id })).toMatchObject(unavailable);
  proxy.decide = () => 'pass';
  expect(await accept(invitation)).toMatchObject({ ended: 'REVOKED' });
  expect(await act('revokeInvitation', { id })).toMatchObject({ __typename: 'InvitationRevoked' });
  expect(await scene.rolesOf(email)).toEqual([]);
});

it('another invitation takes back the roles of the one before', async () => {
  const { email, id, token: invitation } = await invited();
  stopAtStep(3, 'refuse');
  await accept(invitation);
  stopAt('DELETE users/roles', 'refuse');
  await act('revokeInvitation', { id });
  proxy.decide = () => 'pass';
  expect(await act('inviteUser', { email, roles: ['support'] })).toMatchObject({
    __typename: 'InvitationSent',
  });
  expect(await scene.rolesOf(email)).toEqual([]);
  await accept(await scene.tokenFor(email));
  expect(await scene.rolesOf(email)).toEqual(['support']);
});

describe('of two at once', () => {
  /** Holds the first write until the others have had their time. */
  function holdFirstWrite() {
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isFirst = true;
    const reached = new Promise<void>((resolve) => {
      proxy.decide = async () => {
        if (isFirst) {
          isFirst = false;
          resolve();
          await held;
        }
        return 'pass' as const;
      };
    });
    return { reached, release: () => release?.() };
  }

  it('one acceptance succeeds', async () => {
    const { token: invitation } = await invited();
    const results = await Promise.all([
      accept(invitation),
      accept(invitation, 'Another-One-4-Zebra'),
    ]);
    const names = results.map(({ __typename, ended }) => ended ?? __typename);
    expect(new Set(names)).toEqual(new Set(['ACCEPTED', 'Session']));
  });

  it('a revocation waits for the acceptance that is under way', async () => {
    const { id, token: invitation } = await invited();
    const { reached, release } = holdFirstWrite();
    const accepted = accept(invitation);
    await reached;
    const revoked = act('revokeInvitation', { id });
    release();
    expect(await accepted).toMatchObject({ __typename: 'Session' });
    expect(await revoked).toMatchObject({ ended: 'ACCEPTED' });
  });

  it('an acceptance waits for the revocation that is under way', async () => {
    const { email, id, token: invitation } = await invited();
    const { reached, release } = holdFirstWrite();
    const revoked = act('revokeInvitation', { id });
    await reached;
    const accepted = accept(invitation);
    release();
    expect(await revoked).toMatchObject({ __typename: 'InvitationRevoked' });
    expect(await accepted).toMatchObject({ ended: 'REVOKED' });
    expect(await scene.userOf(email)).toMatchObject({ blocked: true });
  });

  it('an acceptance with the old link waits for the mail that replaces it', async () => {
    const { id, token: invitation } = await invited();
    const { reached, release } = holdFirstWrite();
    const sent = act('resendInvitation', { id });
    await reached;
    const accepted = accept(invitation);
    release();
    expect(await sent).toMatchObject({ __typename: 'InvitationSent' });
    expect(await accepted).toMatchObject({ ended: 'REPLACED' });
  });
});
