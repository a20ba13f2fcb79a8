import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { choosePassword } from '../support/choose-password.ts';
import { mutate } from '../support/mutate.ts';
import {
  newPassword,
  startBackOffice,
  tokenIn,
  type BackOfficeScene,
} from './back-office-scene.ts';

let scene: BackOfficeScene;
beforeAll(async () => {
  scene = await startBackOffice({ env: { WEB_URL: 'https://app.example.com/team' } });
});
afterAll(() => scene.close());

const preview = `query ($token: String!) { invitation(token: $token) { __typename
  ... on InvitationPreview { invitedBy email expiresAt }
  ... on InvitationEnded { code message ended }
  ... on InvalidInput { code field message } } }`;
const previewOf = async (token: string) =>
  (await scene.gateway.request(preview, { variables: { token } })).data?.['invitation'];

const act = async (mutation: string, input: object, as = 'admin@example.com') =>
  (await mutate(scene.gateway, mutation, input, { token: await scene.tokenOf(as) })).result;

describe('an invitation', () => {
  it('leads from the mail to a session with the roles of the invitation', async () => {
    const email = 'walk@example.com';
    const invited = await scene.invite({
      ...{ email: 'Walk@example.com', name: 'Wanda Walk', roles: ['editor'], locale: 'de' },
      note: 'Welcome & good luck',
    });
    expect(invited).toMatchObject({
      __typename: 'InvitationSent',
      ...{ mailSent: true, link: null },
      invitation: {
        ...{ email, name: 'Wanda Walk', realm: 'default', roles: ['editor'], state: 'OPEN' },
        ...{ note: 'Welcome & good luck', invitedBy: 'Ada Admin' },
      },
    });
    const mail = await scene.lastMessage(email);
    expect(mail).toMatchObject({
      from: 'Gatehouse <gatehouse@gatehouse.example>',
      subject: 'Your invitation',
    });
    expect(mail.text).toContain('Hello Wanda Walk,\n\nAda Admin invites you');
    expect(mail.text).toContain('Ada Admin writes: Welcome & good luck');
    expect(mail.html).toContain('>Welcome &amp; good luck</p>');
    const [link = ''] = mail.links ?? [];
    expect(link).toMatch(/^https:\/\/app\.example\.com\/team\/accept-invitation#token=\S+$/);
    expect(mail.text).toContain(link);

    const token = tokenIn(link);
    expect(await scene.userOf(email)).toMatchObject({ blocked: true, email_verified: false });
    expect(JSON.stringify(await scene.userOf(email))).not.toContain(token);
    expect(await previewOf(token)).toMatchObject({
      ...{ __typename: 'InvitationPreview', invitedBy: 'Ada Admin', email },
    });

    const accepted = await scene.accept(token);
    expect(accepted).toMatchObject({
      __typename: 'Session',
      user: {
        email,
        emailVerified: true,
        name: 'Wanda Walk',
        roles: ['editor'],
        permissions: ['read:users'],
      },
    });
    expect(await scene.userOf(email)).toMatchObject({ blocked: false, email_verified: true });
    expect(await scene.login(email, newPassword)).toMatchObject({ __typename: 'Session' });
    expect(await scene.accept(token)).toMatchObject({
      ...{ __typename: 'InvitationEnded', ended: 'ACCEPTED' },
    });
    expect(await previewOf(token)).toMatchObject({ ended: 'ACCEPTED' });
    expect(scene.gateway.logText()).not.toContain(token);
    expect(scene.gateway.logText()).not.toContain(newPassword);
  });

  it('is untouched by a scanner that opens its link, and by a preview', async () => {
    const email = 'scanned@example.com';
    await scene.invite({ email });
    const token = await scene.tokenFor(email);
    for (let time = 0; time < 3; time += 1)
      expect(await previewOf(token)).toMatchObject({ __typename: 'InvitationPreview' });
    expect(await scene.accept(token)).toMatchObject({ __typename: 'Session' });
  });

  it('stays open after a weak password, and names each rule', async () => {
    const email = 'weak@example.com';
    await scene.invite({ email, roles: ['editor'] });
    const token = await scene.tokenFor(email);
    const refused = await scene.accept(token, { password: 'short' });
    expect(refused).toMatchObject({ __typename: 'WeakPassword' });
    expect(refused['rules']).toContainEqual(
      expect.objectContaining({ code: 'lengthAtLeast', met: false }),
    );
    expect(await scene.userOf(email)).toMatchObject({ blocked: true });
    expect(await scene.accept(token)).toMatchObject({ __typename: 'Session' });
  });

  it('lets nobody in by a reset mail, before it is accepted', async () => {
    const email = 'reset@example.com';
    await scene.invite({ email });
    const token = await scene.tokenFor(email);
    await mutate(scene.gateway, 'requestPasswordReset', { username: email });
    const { link = '' } = await scene.lastMessage(email);
    const password = 'Other-Way-In-5-Otter';
    await choosePassword(link, password);
    expect(await scene.login(email, password)).toMatchObject({ __typename: 'AccountBlocked' });
    expect(await scene.accept(token)).toMatchObject({ __typename: 'Session' });
  });

  it('that is sent again has another link, and another user who vouches for it', async () => {
    const email = 'again@example.com';
    const { invitation } = await scene.invite({ email });
    const first = await scene.tokenFor(email);
    const { id } = invitation as { id: string };
    const sent = await act('resendInvitation', { id, expiresIn: 3600 }, 'support@example.com');
    expect(sent).toMatchObject({
      ...{ __typename: 'InvitationSent', mailSent: true },
      invitation: { id, invitedBy: 'Sue Support' },
    });
    const second = await scene.tokenFor(email);
    expect(second).not.toBe(first);
    expect(await scene.accept(first)).toMatchObject({ ended: 'REPLACED' });
    expect(await scene.accept(second)).toMatchObject({ __typename: 'Session' });
    expect(await act('resendInvitation', { id })).toMatchObject({ ended: 'ACCEPTED' });
    expect(await act('revokeInvitation', { id })).toMatchObject({ ended: 'ACCEPTED' });
  });

  it('that is revoked is dead, and its address can be invited anew', async () => {
    const email = 'revoked@example.com';
    const { invitation } = await scene.invite({ email, roles: ['editor'] });
    const token = await scene.tokenFor(email);
    const { id } = invitation as { id: string };
    expect(await act('revokeInvitation', { id })).toMatchObject({
      ...{ __typename: 'InvitationRevoked', invitation: { state: 'REVOKED' } },
    });
    expect(await scene.accept(token)).toMatchObject({ ended: 'REVOKED' });
    expect(await act('resendInvitation', { id })).toMatchObject({ ended: 'REVOKED' });
    expect(await act('revokeInvitation', { id })).toMatchObject({
      __typename: 'InvitationRevoked',
    });
    expect(await scene.invite({ email, name: 'Rita' })).toMatchObject({
      ...{ __typename: 'InvitationSent', invitation: { id, name: 'Rita', roles: [] } },
    });
    expect(await scene.accept(token)).toMatchObject({ ended: 'REPLACED' });
    expect(await scene.accept(await scene.tokenFor(email))).toMatchObject({
      ...{ __typename: 'Session', user: { roles: [] } },
    });
  });

  it('tells the inviter alone of an address that has an account or an open invitation', async () => {
    expect(await scene.invite({ email: 'editor@example.com' })).toMatchObject({
      ...{ __typename: 'UserExists', code: 'USER_EXISTS' },
    });
    await scene.invite({ email: 'twice@example.com' });
    expect(await scene.invite({ email: 'twice@example.com' })).toMatchObject({
      ...{ __typename: 'AlreadyInvited', invitation: { email: 'twice@example.com' } },
    });
  });

  it('needs the permissions of the schema', async () => {
    for (const [mutation, input] of [
      ['inviteUser', { email: 'x@example.com' }],
      ['resendInvitation', { id: 'auth0|1' }],
      ['revokeInvitation', { id: 'auth0|1' }],
    ] as const) {
      const token = await scene.tokenOf('editor@example.com');
      const { errors } = await mutate(scene.gateway, mutation, input, { token });
      expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    }
  });
});
