import type { Auth0Config, Config } from '../config/config.ts';
import { accountLines } from '../tenant/account-lines.ts';
import type { RunningTenant } from '../tenant/tenant.ts';

/** Builds the text that `npm start` prints with the local tenant: URLs, accounts, and a command to try. */
export function localBanner(
  url: string,
  { auth0, services }: Config,
  { issuer, settings }: RunningTenant,
): string {
  const [user] = settings.users;
  const outbox = `${issuer}outbox`;
  const width = Math.max(url.length, outbox.length);
  return `
  Gatehouse is ready.

${table([
  ['GraphQL', `${url.padEnd(width)}  (open it in a browser)`],
  ['Local tenant', `${issuer.padEnd(width)}  (takes the place of Auth0; needs no account there)`],
  ['Outbox', `${outbox.padEnd(width)}  (mails and SMS that Auth0 would send)`],
  ...realmRows(auth0),
  ...serviceRows(services),
])}

  Accounts
${indented(accountLines(settings.users))}

  Try it
    ${loginCommand(url, user?.email ?? '', user?.password ?? '')}
`;
}

/** Builds the text that a start with an Auth0 tenant prints: one line for each setting and each micro-service. */
export function connectedBanner(
  url: string,
  { auth0, proxy, trustedProxies, clientIpHeader, services }: Config,
): string {
  return `
  Gatehouse is ready at ${url}

${table([
  ['Issuer', auth0.issuer],
  ...proxyRows(auth0, proxy),
  ['Audience', auth0.audience],
  ...realmRows(auth0),
  [
    'Trusted proxies',
    trustedProxies.join(', ') ||
      'none: X-Forwarded-For is ignored, and Auth0 gets the address of the direct peer',
  ],
  ...(trustedProxies.length > 0 ? [['User address', `from ${clientIpHeader}`] as Row] : []),
  ...serviceRows(services),
])}
`;
}

type Row = [label: string, value: string];

function serviceRows(services: Config['services']): Row[] {
  return Object.entries(services).map(([name, { url, auth }]) => [
    `Service ${name}`,
    `${url}  (receives ${auth === 'internal' ? 'internal tokens' : "the caller's access token"})`,
  ]);
}

/** Says which proxy leads to Auth0, without its credentials. A tenant on this machine is reached without. */
function proxyRows({ issuer }: Auth0Config, proxy: Config['proxy']): Row[] {
  if (!proxy || issuer.startsWith('http:')) return [];
  const { url, variable, exceptions } = proxy;
  const direct = exceptions.length > 0 ? `; direct to ${exceptions.join(', ')} (NO_PROXY)` : '';
  return [['Proxy', `${new URL(url).origin} to Auth0 (${variable})${direct}`]];
}

function table(rows: Row[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return indented(rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`));
}

function indented(lines: string[]): string {
  return lines.map((line) => `    ${line}`).join('\n');
}

function realmRows({ realms }: Auth0Config): Row[] {
  const ofRealm = (connection?: string) =>
    connection ?? "(the tenant's default directory; no sign-up)";
  const [only, ...others] = realms;
  if (others.length === 0) return [['Connection', ofRealm(only?.connection)]];
  return realms.map(({ name, connection }) => [`Realm ${name}`, ofRealm(connection)]);
}

function loginCommand(url: string, username: string, password: string): string {
  const query =
    'mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Session { accessToken user { email roles permissions } } ... on Problem { code message } } }';
  const body = JSON.stringify({ query, variables: { input: { username, password } } });
  return `curl -s ${url} -H 'content-type: application/json' -d '${body.replaceAll("'", String.raw`'\''`)}'`;
}
