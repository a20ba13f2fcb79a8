/**
 * Post-login Action for Gatehouse.
 *
 * Auth0 Dashboard: Actions > Library > Create Action > Build from scratch, trigger "Login / Post Login", Node 22. Replace
 * everything in the editor with this file, press Deploy, then drag the Action into Actions > Triggers > post-login, and
 * press Apply there: without that last step it does not run.
 *
 * Auth0 puts neither roles nor an e-mail address into an access token by itself. This Action adds them, under names in a
 * namespace of their own: names such as `roles` are reserved, and Auth0 drops them silently. The namespace is only a name: no
 * program opens it as an address. If you change it, set ROLES_CLAIM, EMAIL_CLAIM and PASSWORD_CLAIM of the gateway to match.
 *
 * `password_changed_at` tells which password a sign-in is from: when a user's newest value moves on, the gateway ends every
 * sign-in with an older one. A user who has never changed the password has no `last_password_reset`.
 *
 * The Action runs for every login and every refresh, so a new role is in the token of the next refresh.
 */
const namespace = 'https://gatehouse.example';

exports.onExecutePostLogin = async (event, api) => {
  const roles = event.authorization?.roles ?? [];

  api.accessToken.setCustomClaim(`${namespace}/roles`, roles);
  api.idToken.setCustomClaim(`${namespace}/roles`, roles);

  api.accessToken.setCustomClaim(`${namespace}/email`, event.user.email);
  api.accessToken.setCustomClaim(`${namespace}/email_verified`, event.user.email_verified);

  if (event.connection?.strategy === 'auth0') {
    const changedAt = event.user.last_password_reset ?? event.user.created_at;
    api.accessToken.setCustomClaim(`${namespace}/password_changed_at`, changedAt);
  }
};
