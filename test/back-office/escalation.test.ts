import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate } from '../support/mutate.ts';
import { startBackOffice, type BackOfficeScene } from './back-office-scene.ts';

const support = 'support@example.com';
const api = 'https://api.gatehouse.example';

let scene: BackOfficeScene;
let roleIds: Map<string, string>;
beforeAll(async () => {
  scene = await startBackOffice({
    settings: ({ connections, users, client_grants: [grant] }) => {
      grant?.scope.push('update:roles');
      const [connection] = connections;
      if (connection) connections.push({ ...connection, name: 'partners-db' });
      const admin = users.find(({ email }) => email === 'admin@example.com');
      if (!admin) throw new Error('no administrator');
      const second = { user_id: 'auth0|6500000000000000000000a2', email: 'second@example.com' };
      users.push({ ...admin, ...second, name: 'Zoe Second' });
    },
  });
  const roles = (await scene.manage('GET', 'roles')) as { id: string; name: string }[];
  roleIds = new Map(roles.map(({ id, name }) => [name, id]));
});
afterAll(() => scene.close());

const act = async (mutation: string, input: object, as: string) =>
  (await mutate(scene.gateway, mutation, input, { token: await scene.tokenOf(as) })).result;
const idOf = ({ invitation }: Record<string, unknown>) => (invitation as { id: string }).id;
const path = (id: string) => `users/${encodeURIComponent(id)}`;

/** Takes a role from a user for the time of a task. */
async function withoutRole<Value>(email: string, role: string, task: () => Promise<Value>) {
  const { user_id } = await scene.userOf(email);
  const body = { roles: [roleIds.get(role)] };
  await scene.manage('DELETE', `${path(user_id)}/roles`, body);
  try {
    return await task();
  } finally {
    await scene.manage('POST', `${path(user_id)}/roles`, body);
  }
}

describe('an administrator of the second rank', () => {
  const beyond = { __typename: 'NotAllowed', code: 'NOT_ALLOWED', rule: 'ROLE_BEYOND_YOURS' };

  it('invites to roles that give no more than the own ones', async () => {
    const invited = await scene.invite({ email: 'low@example.com', roles: ['editor'] }, support);
    expect(invited).toMatchObject({ __typename: 'InvitationSent' });
  });

  it('gives no role with a permission that the administrator lacks', async () => {
    const email = 'friend@example.com';
    const refused = await scene.invite({ email, roles: ['editor', 'admin'] }, support);
    expect(refused).toMatchObject(beyond);
    expect(refused['missingPermissions']).toContain('manage:realms');
    await expect(scene.userOf(email)).rejects.toThrow('no user');
  });

  it('neither sends nor revokes an invitation to such a role', async () => {
    const invited = await scene.invite({ email: 'chief@example.com', roles: ['admin'] });
    const id = idOf(invited);
    expect(await act('resendInvitation', { id }, support)).toMatchObject(beyond);
    expect(await act('revokeInvitation', { id }, support)).toMatchObject(beyond);
    expect(await scene.accept(await scene.tokenFor('chief@example.com'))).toMatchObject({
      ...{ __typename: 'Session', user: { roles: ['admin'] } },
    });
  });

  it('can do nothing with a bearer that is older than the loss of the role', async () => {
    const lost = { __typename: 'NotAllowed', rule: 'PERMISSION_LOST' };
    const id = idOf(await scene.invite({ email: 'kept@example.com' }));
    await scene.tokenOf(support);
    await withoutRole(support, 'support', async () => {
      const email = 'after@example.com';
      expect(await scene.invite({ email }, support)).toMatchObject(lost);
      expect(await act('resendInvitation', { id }, support)).toMatchObject(lost);
      expect(await act('revokeInvitation', { id }, support)).toMatchObject(lost);
    });
    const { user_id } = await scene.userOf(support);
    await scene.manage('PATCH', path(user_id), { blocked: true });
    expect(await scene.invite({ email: 'blocked@example.com' }, support)).toMatchObject(lost);
    await scene.manage('PATCH', path(user_id), { blocked: false });
  });

  it('neither invites to another realm nor sees or changes its invitations', async () => {
    const gateway = await scene.anotherGateway({
      AUTH0_REALMS: 'staff:Username-Password-Authentication,partners:partners-db',
    });
    try {
      const signIn = async (username: string) => {
        const input = { username, password: 'Correct-Horse-7-Battery', realm: 'staff' };
        return String((await mutate(gateway, 'login', input)).result['accessToken']);
      };
      const [low, high] = [await signIn(support), await signIn('admin@example.com')];
      const invite = async (email: string, token: string, realm?: string) =>
        (await mutate(gateway, 'inviteUser', { email, realm }, { token })).result;
      const other = { __typename: 'NotAllowed', rule: 'OTHER_REALM' };
      expect(await invite('p1@example.com', low, 'partners')).toMatchObject(other);
      expect(await invite('s1@example.com', low)).toMatchObject({ invitation: { realm: 'staff' } });
      const partner = await invite('p2@example.com', high, 'partners');
      expect(partner).toMatchObject({ invitation: { realm: 'partners' } });
      const id = idOf(partner);
      const revoked = await mutate(gateway, 'revokeInvitation', { id }, { token: low });
      expect(revoked.result).toMatchObject(other);
      const realmsFor = async (token: string) => {
        const query = '{ invitations(first: 50) { edges { node { realm } } } }';
        const { data } = await gateway.request<Record<string, Listed>>(query, { token });
        return new Set(data?.['invitations']?.edges.map(({ node }) => node.realm));
      };
      expect(await realmsFor(low)).toEqual(new Set(['staff']));
      expect(await realmsFor(high)).toEqual(new Set(['staff', 'partners']));
    } finally {
      await gateway.close();
    }
  });
});

interface Listed {
  edges: { node: { realm: string } }[];
}

describe('an invitation is checked again when it is accepted', () => {
  it('against the roles of the inviter, until another administrator vouches for it', async () => {
    const email = 'vouched@example.com';
    const id = idOf(await scene.invite({ email, roles: ['editor'] }, support));
    await withoutRole(support, 'support', async () => {
      const token = await scene.tokenFor(email);
      expect(await scene.accept(token)).toMatchObject({ ended: 'WITHDRAWN' });
      expect(await scene.userOf(email)).toMatchObject({ blocked: true, email_verified: false });
      expect(await scene.rolesOf(email)).toEqual([]);
      await act('resendInvitation', { id }, 'second@example.com');
      expect(await scene.accept(await scene.tokenFor(email))).toMatchObject({
        __typename: 'Session',
      });
    });
  });

  it('against permissions that its role has gained since', async () => {
    const email = 'gained@example.com';
    await scene.invite({ email, roles: ['editor'] }, support);
    const permissions = [{ resource_server_identifier: api, permission_name: 'write:users' }];
    const role = `roles/${roleIds.get('editor')}/permissions`;
    await scene.manage('POST', role, { permissions });
    const token = await scene.tokenFor(email);
    expect(await scene.accept(token)).toMatchObject({ ended: 'WITHDRAWN' });
    await scene.manage('DELETE', role, { permissions });
    expect(await scene.accept(token)).toMatchObject({ __typename: 'Session' });
  });
});
