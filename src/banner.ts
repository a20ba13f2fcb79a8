import type { Config } from './config.ts';
import type { RunningTenant } from './tenant/tenant.ts';

/** What `npm start` says once everything runs: where things are, who can sign in, and one command to paste. */
export function localBanner(url: string, { issuer, settings }: RunningTenant): string {
  const accounts = settings.users.map(({ email, roles, password }) => [
    email.padEnd(22),
    (roles.join(', ') || 'no role').padEnd(10),
    password,
  ]);
  const [user = ''] = settings.users.map(({ email }) => email);
  return `
  Gatehouse is ready.

    GraphQL       ${url}   (open it in a browser)
    Local tenant  ${issuer}          (stands in for Auth0; nothing leaves this machine)

  Accounts
${accounts.map((columns) => `    ${columns.join('  ')}`).join('\n')}

  Try it
    ${loginCommand(url, user, settings.users[0]?.password ?? '')}
`;
}

/** One line each on the tenant in use. */
export function connectedBanner(url: string, { auth0, trustedProxies }: Config): string {
  return `
  Gatehouse is ready at ${url}

    Issuer           ${auth0.issuer}
    Audience         ${auth0.audience}
    Connection       ${auth0.connection ?? "(the tenant's default directory; no sign-up)"}
    Trusted proxies  ${trustedProxies.join(', ') || "none: X-Forwarded-For is not read, the peer's address goes to Auth0"}
`;
}

function loginCommand(url: string, username: string, password: string): string {
  const query =
    'mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Session { accessToken user { email roles permissions } } ... on Problem { code message } } }';
  const body = JSON.stringify({ query, variables: { input: { username, password } } });
  return `curl -s ${url} -H 'content-type: application/json' -d '${body.replaceAll("'", String.raw`'\''`)}'`;
}
