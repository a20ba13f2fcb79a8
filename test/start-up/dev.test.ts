import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { choosePassword, lastLink } from '../support/choose-password.ts';
import { DevProgram } from '../support/dev-program.ts';
import { present } from '../support/present.ts';

let dev: DevProgram;

beforeAll(async () => {
  dev = await DevProgram.start();
  await until(() => dev.url !== undefined);
});

afterAll(async () => {
  await dev.stop();
});

/** The text of an answer, from whichever process serves by now; undefined while there is none. */
async function post(url: string | undefined, body: unknown, headers = {}) {
  if (url === undefined) return undefined;
  const sent = { 'content-type': 'application/json', ...headers };
  return fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(body) }).then(
    (response) => response.text(),
    () => undefined,
  );
}

const ask = (query: string, headers = {}) => post(dev.url, { query }, headers);

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((wait) => setTimeout(wait, 100));
}

const newcomer = '{ username: "newcomer@example.com", password: "Correct-Horse-7-Battery" }';
const login = () => ask(`mutation { login(input: ${newcomer}) { __typename } }`);
const tenantUrl = () => present(/Local tenant\s+(http\S+)/.exec(dev.output))[1] ?? '';
const switchClock = (seconds: number) => post(`${tenantUrl()}control/clock/advance`, { seconds });

it('npm run dev writes the types and restarts the gateway when the schema changes; the tenant goes on', async () => {
  const signup = newcomer.replace('username', 'email');
  expect(await ask(`mutation { signup(input: ${signup}) { __typename } }`)).toContain('SignedUp');
  const field = '  """\n  Says hello.\n  """\n  hello: String @public\n';
  const schema = dev.read('schema.graphql');
  dev.save('schema.graphql', schema.replace('type Query {\n', `type Query {\n${field}`));

  const answer = JSON.stringify({ data: { hello: null } });
  await until(async () => (await ask('{ hello }')) === `${answer}\n`);
  await until(() => dev.read('src/__generated__/graphql.ts').includes('hello'));
  expect(await login()).toContain('Session');
});

it('npm run dev serves the app by Vite, and a change of it without a new start', async () => {
  const get = async (path: string) =>
    (await fetch(new URL(path, dev.url), { headers: { accept: 'text/html' } })).text();
  await until(async () => (await get('/')).includes('/@vite/client'));
  const file = 'web/src/main.tsx';
  dev.save(file, `${dev.read(file)}\nexport const more = 'a change';\n`);
  const { starts } = dev;
  await until(async () => (await get('/src/main.tsx')).includes('a change'));
  expect(dev.starts).toBe(starts);
});

it('npm run dev takes a file of schema/ that comes later, and every change of it', async () => {
  const write = (guard: string) => {
    dev.save('schema/later.graphql', `extend type Query { later: String ${guard} }`);
  };
  write('@public');
  const open = JSON.stringify({ data: { later: null } });
  await until(async () => (await ask('{ later }')) === `${open}\n`);
  write('@authenticated'); // which changes no type
  await until(async () => (await ask('{ later }'))?.includes('TOKEN_MISSING') === true);
});

it('npm run dev has one clock for tenant and gateway, also when one of them starts again', async () => {
  const signIn = `mutation { login(input: ${newcomer}) { ... on Session { accessToken } } }`;
  const newToken = async () =>
    `Bearer ${present(/"accessToken":"(.+?)"/.exec((await ask(signIn)) ?? ''))[1]}`;
  const me = (authorization: string) => ask('{ me { id } }', { authorization });

  const first = await newToken();
  expect(await me(first)).toContain('"id":"auth0|');
  await switchClock(90_000);
  expect(await me(first)).toContain('"reason":"TOKEN_EXPIRED"');

  const { starts } = dev;
  dev.save('src/resolvers/me.ts', `${dev.read('src/resolvers/me.ts')}\nexport const more = 1;\n`);
  await until(() => dev.starts > starts);
  expect(await me(await newToken())).toContain('"id":"auth0|');
});

it('npm run dev starts the tenant alone again for a file of the tenant', async () => {
  const { starts, url } = dev;
  const file = 'src/tenant/pages/home-page.ts';
  dev.save(file, `${dev.read(file)}\nexport const more = 1;\n`);
  await until(() => dev.output.includes('The local tenant is ready again'));
  // It has its users, and its clock is the machine's.
  expect(await login()).toContain('Session');
  expect(dev.output).toContain(
    'The clock was set before the restart. It shows the real time again.',
  );
  expect([dev.starts, dev.url]).toEqual([starts, url]);
});

it('npm run dev starts the gateway again, too, when it depends on a changed setting of the tenant', async () => {
  const { starts } = dev;
  const settings = dev.read('src/tenant/tenant.yaml');
  dev.save('src/tenant/tenant.yaml', settings.replaceAll('gatehouse-local', 'gatehouse-other'));
  await until(() => dev.starts > starts);
  expect(
    await ask(
      'mutation { login(input: { username: "user@example.com", password: "Correct-Horse-7-Battery" }) { __typename } }',
    ),
  ).toContain('Session');
  expect(dev.output).not.toContain('has ended');
});

it('npm run dev starts again what has ended, by the next save', async () => {
  const settings = dev.read('src/tenant/tenant.yaml');
  dev.save('src/tenant/tenant.yaml', `typo: 1\n${settings}`);
  await until(() => dev.output.includes('The local tenant has ended'));
  expect(dev.output).toContain('TENANT_FILE typo: unknown key');
  dev.save('src/tenant/tenant.yaml', settings);
  await until(() => dev.output.split('The local tenant is ready again').length > 2);
  expect(await login()).toContain('Session');
  expect(dev.output).not.toContain('The gateway has ended');
});

it('S13: npm run dev tells the gateway of a changed password, also after the tenant has started again', async () => {
  const countOf = (text: string) => dev.output.split(text).length - 1;
  const ended = '"operation":"passwordChanged","outcome":"SignInsEnded"';
  const changePassword = async (username: string) => {
    const before = countOf(ended);
    const input = `{ username: "${username}" }`;
    expect(
      await ask(`mutation { requestPasswordReset(input: ${input}) { __typename } }`),
    ).toContain('PasswordResetRequested');
    await choosePassword(await lastLink(tenantUrl(), username), 'Purple-Kettle-9-Violin');
    await until(() => countOf(ended) > before);
  };
  await changePassword('admin@example.com');
  const before = countOf('The local tenant is ready again');
  const file = 'src/tenant/pages/home-page.ts';
  dev.save(file, `${dev.read(file)}\nexport const hook = 1;\n`);
  await until(() => countOf('The local tenant is ready again') > before);
  await changePassword('editor@example.com');
});

it('npm run dev restarts with what .env says by now', async () => {
  dev.save('.env', Buffer.from('\uFEFFLOG_LEVEL=loud\r\n', 'utf16le')); // as Windows PowerShell does
  await until(() => dev.output.includes('LOG_LEVEL must be one of'));
  dev.save('.env', 'AUTH0_CONNECTION=Customers\n');
  await until(() => dev.output.includes('AUTH0_CONNECTION must be a connection'));
  expect(dev.output.match(/LOG_LEVEL must be one of/g)).toHaveLength(1);
  dev.save('.env', 'AUTH0_DOMAIN: a.example\nLOG_LEVEL=quiet\n');
  await until(() => dev.output.includes('.env line 1: write AUTH0_DOMAIN=…'));
  expect(dev.output).toMatch(/\.env line 1: .*\n {2}LOG_LEVEL must be one of/s);
  dev.save('.env', '');
});

it('npm run dev, killed, leaves no program behind', async () => {
  const { starts } = dev;
  await until(() => dev.starts > starts);
  // Resolves when every process that may write has ended.
  expect(await dev.stop('SIGKILL')).toBeNull();
});
