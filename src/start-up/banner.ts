import type { Auth0Config, Config } from '../config/config.ts';
import type { RunningGateway } from '../gateway.ts';
import { accountLines, findWithPassword, stateLine, type Account } from '../tenant/accounts.ts';
import type { RunningTenant } from '../tenant/tenant.ts';

/** Builds the text that `npm start` prints with the local tenant: URLs, accounts, and a command to try. */
export function localBanner(
  { url, webUrl }: RunningGateway,
  { auth0, services }: Config,
  { issuer, smtpUrl, state, notices }: RunningTenant,
  accounts: readonly Account[],
): string {
  const first = findWithPassword(accounts);
  const outbox = `${issuer}outbox`;
  const width = Math.max(url.length, outbox.length);
  const row = (label: string, value: string, meaning: string): Row => [
    label,
    `${value.padEnd(width)}  (${meaning})`,
  ];
  return `
  Gatehouse is ready.

${table([
  ...(webUrl === undefined ? [] : [row('App', webUrl, 'open it in a browser')]),
  row('GraphQL', url, 'the API, with an explorer'),
  row('Local tenant', issuer, 'takes the place of Auth0; needs no account there'),
  row('Outbox', outbox, 'mails and SMS that Auth0 would send'),
  ...(smtpUrl === undefined
    ? []
    : [row('SMTP', smtpUrl, 'mails of your programs, for the outbox')]),
  ...realmRows(auth0),
  ...serviceRows(services),
])}

  Accounts
${indented([...(accounts.length > 0 ? accountLines(accounts) : [noAccount]), stateLine(state), ...notices])}
${first ? `\n  Try it\n    ${loginCommand(url, first)}\n` : ''}`;
}

const noAccount =
  'No account of the local tenant can sign in here: add users of the connection to TENANT_FILE, or sign up.';

/** Builds the text that a start with an Auth0 tenant prints: one line for each setting and each micro-service. */
export function connectedBanner(
  { url, webUrl }: RunningGateway,
  { auth0, proxy, trustedProxies, clientIpHeader, services, isRehearsal }: Config,
): string {
  const rehearsal =
    '\n  REHEARSAL: this gateway may accept accounts of a local tenant, and serves this machine alone.\n';
  return `
  Gatehouse is ready at ${url}
${isRehearsal ? rehearsal : ''}
${table([
  ...(webUrl === undefined ? [] : [['App', webUrl] as Row]),
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

/**
 * Names the proxy between the gateway and Auth0, without its credentials. Returns nothing for a tenant on this machine, which
 * needs no proxy.
 */
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

function loginCommand(url: string, { user, realm }: Account): string {
  const query =
    'mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Session { accessToken user { email roles permissions } } ... on Problem { code message } } }';
  const input = { username: user.email, password: user.password, ...(realm && { realm }) };
  const body = JSON.stringify({ query, variables: { input } });
  return `curl -s ${url} -H 'content-type: application/json' -d '${body.replaceAll("'", String.raw`'\''`)}'`;
}
