import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { parseEnv } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { choosePassword, lastLink } from '../support/choose-password.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { codeBlocks, readPage } from '../docs/page.ts';
import { present } from '../support/present.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { unusedServices } from '../support/unused-services.ts';

/** A program under test, and its output so far. */
interface Program {
  process: ChildProcess;
  output: () => string;
  exited: Promise<number | null>;
}

const programs: Program[] = [];
const issuers: ScriptedAuth0[] = [];
afterAll(async () => {
  for (const { process, exited } of programs.splice(0)) {
    process.kill('SIGKILL');
    await exited;
  }
  for (const issuer of issuers.splice(0)) await issuer.close();
});

/** Environment of a program. It has no variable of Gatehouse from this machine's environment. */
const plainEnv = {
  PATH: present(process.env['PATH']),
  HOST: '127.0.0.1',
  TENANT_STATE: 'memory',
  ...unusedServices(),
};

function run(args: string[], env: Record<string, string>, command = process.execPath): Program {
  const child = spawn(command, args, {
    env: { ...plainEnv, STATE_DIR: temporaryFolder(), ...env },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const program = { process: child, output: () => output, exited };
  programs.push(program);
  return program;
}

/** Copies all that production needs: no package, no source. */
function copyBuild(): string {
  const folder = temporaryFolder();
  for (const name of ['dist', 'package.json', 'schema.graphql', 'schema']) {
    cpSync(name, join(folder, name), { recursive: true });
  }
  return folder;
}

const start = (env: Record<string, string>) =>
  run(['scripts/start.js'], { PORT: '0', TENANT_PORT: '0', ...env });

/** Starts the program that `npm run build` makes. It writes the same as `scripts/start.js`, and starts in half the time. */
const startBuilt = (env: Record<string, string>) =>
  run(['dist/main.js'], { NODE_ENV: 'development', PORT: '0', TENANT_PORT: '0', ...env });

beforeAll(() => {
  // `npm test` checks the types on its own.
  const build = ['run', '--silent', 'build', '--', '--noCheck'];
  const { status, stdout } = spawnSync('npm', build, { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, '']);
});

/** Waits until a program has written a text that matches, and returns the match. */
async function written({ process, output }: Program, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output());
    if (match) return match;
    if (process.exitCode !== null) throw new Error(`exited first: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function ask(url: string, query: string, token?: string): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function startIssuer(): Promise<ScriptedAuth0> {
  const auth0 = await startScriptedAuth0();
  issuers.push(auth0);
  return auth0;
}

const connected = ({ issuer, audience }: ScriptedAuth0) => ({
  AUTH0_DOMAIN: issuer,
  AUTH0_CLIENT_ID: 'test-client',
  AUTH0_CLIENT_SECRET: 'test-secret',
  AUTH0_AUDIENCE: audience,
});

describe('npm start', () => {
  let program: Program;
  beforeAll(() => {
    program = start({ TENANT_STATE: '' });
  });

  it('starts tenant and gateway, and prints URLs, accounts and a command that works', async () => {
    const [, url = ''] = await written(program, /GraphQL\s+(http\S+)/);
    const [, command = ''] = await written(program, /^ +(curl .*)$/m);
    expect(program.output()).toMatch(/Local tenant\s+http:\/\/127\.0\.0\.1:\d+\//);
    expect(program.output()).toMatch(
      /^ +Accounts outlive a restart, in \/\S+\/local-tenant\. To begin anew: npm run tenant -- --reset$/m,
    );
    for (const account of ['admin@example.com', 'editor@example.com', 'user@example.com']) {
      expect(program.output()).toContain(account);
    }
    const body = present(/-d '(.*)'$/.exec(command))[1];
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: present(body),
    });
    expect(await response.json()).toMatchObject({
      data: {
        login: { __typename: 'Session', user: { email: 'admin@example.com', roles: ['admin'] } },
      },
    });
  });

  it('names the app first, and serves it as soon as it is built', async () => {
    const [, appUrl = ''] = await written(program, /ready\.\n\n +App +(http\S+)/);
    const open = () => fetch(appUrl, { headers: { accept: 'text/html' } });
    let page = await open();
    while (page.status === 503) {
      expect(await page.text()).toContain('Building the app');
      await wait(200);
      page = await open();
    }
    const html = await page.text();
    const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(html) ?? [];
    expect([page.status, (await fetch(new URL(script, appUrl))).status]).toEqual([200, 200]);
  });

  it('has one clock for both: moved at the tenant, a token expires at the gateway', async () => {
    const [, url = ''] = await written(program, /GraphQL\s+(http\S+)/);
    const [, issuer = ''] = await written(program, /Local tenant\s+(http\S+)/);
    const login = present(/-d '(.*)'$/m.exec(program.output()))[1];
    const post = async (to: string, body: string, headers = {}) => {
      const sent = { 'content-type': 'application/json', ...headers };
      return (await fetch(to, { method: 'POST', headers: sent, body })).text();
    };
    const [, token = ''] = present(/"accessToken":"(.+?)"/.exec(await post(url, present(login))));
    const authorization = `Bearer ${token}`;
    const ask = () => post(url, '{"query":"{ me { id } }"}', { authorization });
    expect(await ask()).toContain('"id":"auth0|');
    await post(`${issuer}control/clock/advance`, '{"seconds":90000}');
    expect(await ask()).toContain('"reason":"TOKEN_EXPIRED"');
  });

  it('S13: a password chosen by the link of a reset ends an earlier session', async () => {
    const [, url = ''] = await written(program, /GraphQL\s+(http\S+)/);
    const [, issuer = ''] = await written(program, /Local tenant\s+(http\S+)/);
    const ask = async (query: string, headers = {}) => {
      const sent = { 'content-type': 'application/json', ...headers };
      const body = JSON.stringify({ query });
      return (await fetch(url, { method: 'POST', headers: sent, body })).text();
    };
    const credentials = '{ username: "user@example.com", password: "Correct-Horse-7-Battery" }';
    const login = `mutation { login(input: ${credentials}) { ... on Session { accessToken } } }`;
    const [, token = ''] = present(/"accessToken":"(.+?)"/.exec(await ask(login)));
    const me = () => ask('{ me { id } }', { authorization: `Bearer ${token}` });
    expect(await me()).toContain('"id":"auth0|');
    const username = '{ username: "user@example.com" }';
    await ask(`mutation { requestPasswordReset(input: ${username}) { __typename } }`);
    const link = await lastLink(issuer, 'user@example.com');
    const page = await choosePassword(link, 'Purple-Kettle-9-Violin');
    expect(page).toContain(`href="${new URL('/', url).href}"`); // back to the app
    await written(program, /"operation":"passwordChanged","outcome":"SignInsEnded"/);
    expect(await me()).toContain('"revokedBy":"PASSWORD_CHANGED"');
  });

  it('L04: SIGTERM ends it with 0', async () => {
    await written(program, /Try it/);
    program.process.kill('SIGTERM');
    expect(await program.exited).toBe(0);
  });
});

describe('npm itself', () => {
  it.each([
    ['SIGTERM', 'start', /Try it/],
    ['SIGHUP', 'tenant', /For a gateway/],
    ['SIGKILL', 'tenant', /For a gateway/],
  ] as const)('%s to npm run %s ends all that it started', async (signal, script, ready) => {
    const ports = { PORT: '0', TENANT_PORT: '0' };
    const npm = run(['run', '--silent', script], ports, 'npm');
    await written(npm, ready);
    // Only when the last process that may write has ended: npm itself ends at once.
    const closed = new Promise<void>((resolve) => npm.process.on('close', resolve));
    npm.process.kill(signal);
    await closed;
    expect(npm.process.signalCode ?? npm.process.exitCode).not.toBeNull();
  });
});

describe('the program, for development', () => {
  it('with AUTH0_DOMAIN set, says issuer, audience, connection and trusted proxies in a line each', async () => {
    const auth0 = await startIssuer();
    const program = startBuilt({ ...connected(auth0), TRUSTED_PROXIES: '10.0.0.0/8' });
    await written(program, /Trusted proxies\s+10\.0\.0\.0\/8\n/);
    expect(program.output()).toMatch(new RegExp(`Issuer\\s+${auth0.issuer}\n`));
    expect(program.output()).toMatch(new RegExp(`Audience\\s+${auth0.audience}\n`));
    expect(program.output()).toMatch(/Connection\s+Username-Password-Authentication\n/);
    expect(program.output()).not.toContain('test-secret');
  });

  describe('before a tenant with several connections', () => {
    const settings = readFileSync('src/tenant/tenant.yaml', 'utf8')
      .replace(
        'connections:\n',
        'connections:\n  - { name: customers-db, enabled_clients: [gatehouse-local] }\n',
      )
      .replace(
        'users:\n',
        `users:
  - { user_id: auth0|c2, connection: customers-db, email: blocked@example.com, password: Blue-Lamp-5-River, blocked: true }
  - { user_id: auth0|c1, connection: customers-db, email: carla@example.com, password: Blue-Lamp-5-River }
`,
      );
    const startBefore = (env: Record<string, string>) => {
      const file = join(temporaryFolder(), 'team.yaml');
      writeFileSync(file, settings);
      return startBuilt({ TENANT_FILE: file, ...env });
    };
    /** What the banner's command answers, and the explorer's own login. */
    const logins = async (program: Program) => {
      const [, url = ''] = await written(program, /GraphQL\s+(http\S+)/);
      const [, body = ''] = await written(program, /^ +curl .* -d '(.*)'$/m);
      const operations = await fetch(new URL('/graphql/explorer/operations.json', url));
      const { operations: prepared } = (await operations.json()) as {
        operations: { name: string; document: string; variables: object }[];
      };
      const { document: query, variables } = present(prepared.find(({ name }) => name === 'Login'));
      const sent = [body, JSON.stringify({ query, variables })].map(async (text) => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(url, { method: 'POST', headers, body: text })).json();
      });
      return Promise.all(sent);
    };
    const session = (email: string) => ({
      data: { login: { __typename: 'Session', user: { email } } },
    });

    it('shows the accounts of the connection in use, and commands that work', async () => {
      const program = startBefore({ AUTH0_CONNECTION: 'customers-db' });
      expect(await logins(program)).toMatchObject([
        session('carla@example.com'),
        session('carla@example.com'),
      ]);
      expect(program.output()).not.toMatch(/(admin|editor|user|blocked)@example\.com/);
    });

    it('shows the accounts of each realm, and commands that name one', async () => {
      const AUTH0_REALMS = 'customers:customers-db,staff:Username-Password-Authentication';
      const program = startBefore({ AUTH0_REALMS });
      expect(await logins(program)).toMatchObject([
        session('carla@example.com'),
        session('carla@example.com'),
      ]);
      expect(program.output()).toMatch(
        /carla@example\.com +no role +Blue-Lamp-5-River +realm customers\n/,
      );
      expect(program.output()).toMatch(/admin@example\.com +admin +\S+ +realm staff\n/);
    });

    it('shows no account and no command where none can sign in, and says so', async () => {
      const program = startBefore({
        AUTH0_CONNECTION: 'customers-db',
        REQUIRE_VERIFIED_EMAIL: 'true',
      });
      await written(program, /No account of the local tenant can sign in here: .*\n/);
      expect(program.output()).not.toMatch(/@example\.com|curl/);
    });
  });

  it('names the port that is in use, and exits with 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = String((other.address() as AddressInfo).port);
    for (const variable of ['PORT', 'TENANT_PORT']) {
      const program = startBuilt({ [variable]: port });
      expect(await program.exited).toBe(1);
      expect(program.output()).toBe(
        `Port ${port} is in use: stop the program that uses it, or set PORT, TENANT_PORT or METRICS_PORT to another.\n`,
      );
    }
    await new Promise((resolve) => other.close(resolve));
  });

  it("L05: names all wrong variables at once, the tenant's too, and exits with 1", async () => {
    const program = startBuilt({
      PORT: 'eighty',
      TENANT_PORT: 'x',
      LOG_LEVEL: 'loud',
      TENANT_FILE: '/none',
    });
    expect(await program.exited).toBe(1);
    for (const variable of ['PORT', 'TENANT_PORT', 'TENANT_FILE', 'LOG_LEVEL']) {
      expect(program.output()).toMatch(new RegExp(`^ +${variable}\\b`, 'm'));
    }
    expect(program.output()).not.toMatch(/^ +at /m);
  });

  it('L05: counts and names the mistakes of the settings file among the others', async () => {
    const file = join(temporaryFolder(), 'team.yaml');
    writeFileSync(file, 'typo: 1\nusers: 7\n');
    const program = startBuilt({ LOG_LEVEL: 'loud', TENANT_FILE: file });
    expect(await program.exited).toBe(1);
    expect(program.output()).toMatch(/^The configuration has 3 mistakes:\n/);
    expect(program.output()).toContain('\n  TENANT_FILE typo: unknown key\n');
  });

  it('L05: tells the mistakes of every file beside those of variables, each once', async () => {
    const folder = temporaryFolder();
    const path = (name: string) => join(folder, name);
    writeFileSync(path('broken.js'), 'exports.onExecutePostLogin =\n  async () => {');
    writeFileSync(path('empty.js'), '');
    const settings = readFileSync('src/tenant/tenant.yaml', 'utf8')
      .replace('[docs/post-login-action.js]', '[broken.js, empty.js, none.js]')
      .replace('[docs/post-change-password-action.js]', '[empty.js]')
      .replace('roles: [admin]', 'roles: [nobody]')
      .replace('passwordPolicy: good', 'passwordPolicy: splendid');
    writeFileSync(path('team.yaml'), settings);
    const program = startBuilt({
      PORT: 'eighty',
      TENANT_PORT: '4555',
      METRICS_PORT: '4555',
      LOG_LEVEL: 'loud',
      TENANT_FILE: path('team.yaml'),
      JWKS_FILE: path('keys.json'),
      STATE_DIR: path('team.yaml'),
    });
    expect(await program.exited).toBe(1);
    const [title, ...lines] = program.output().trim().split('\n').slice(0, -1);
    expect(title).toBe(
      `The configuration has ${lines.length} ${lines.length === 1 ? 'mistake' : 'mistakes'}:`,
    );
    expect(lines.map((line) => line.trim().replaceAll(folder, ''))).toEqual([
      expect.stringMatching(/^TENANT_FILE connections\[0\]\.options\.passwordPolicy: /),
      expect.stringMatching(
        /^TENANT_FILE actions\["post-login"\]\[0\]: \/broken\.js:2: SyntaxError/,
      ),
      'TENANT_FILE actions["post-login"][1]: /empty.js: exports no onExecutePostLogin',
      'TENANT_FILE actions["post-login"][2]: no such file',
      'TENANT_FILE actions["post-change-password"][0]: /empty.js: exports no onExecutePostChangePassword',
      'TENANT_FILE users[0].roles[0]: no such role',
      'PORT must be a port number from 0 to 65535',
      expect.stringMatching(/^LOG_LEVEL must be/),
      expect.stringMatching(/^JWKS_FILE cannot be used: ENOENT.*\/keys\.json/),
      'STATE_DIR cannot be used: /team.yaml is not a folder',
    ]);
  });

  it('L05: tells all that the gateway and the local tenant cannot share', async () => {
    const program = startBuilt({
      TENANT_PORT: '4000',
      PORT: '',
      METRICS_PORT: '4000',
      AUTH0_REALMS: 'staff:Staff,customers:Username-Password-Authentication',
      AUTH0_CLIENT_ID: 'mine',
    });
    expect(await program.exited).toBe(1);
    expect(
      program
        .output()
        .match(/^ {2}\S+/gm)
        ?.map((name) => name.trim()),
    ).toEqual(['AUTH0_CLIENT_ID', 'AUTH0_REALMS', 'PORT', 'METRICS_PORT', 'METRICS_PORT']);
  });

  it('starts on a copy of the seeded settings in another folder', async () => {
    const file = join(temporaryFolder(), 'team.yaml');
    copyFileSync('src/tenant/tenant.yaml', file);
    await written(
      startBuilt({ TENANT_FILE: file }),
      /Connection +Username-Password-Authentication\n/,
    );
  });

  it('L05: refuses a connection that the local tenant lacks, and says which it has', async () => {
    const program = startBuilt({ AUTH0_CONNECTION: 'Customers' });
    expect(await program.exited).toBe(1);
    expect(program.output()).toContain(
      'AUTH0_CONNECTION must be a connection of the local tenant: Username-Password-Authentication\n',
    );
  });

  it('L05: refuses one port for both', async () => {
    const program = startBuilt({ PORT: '4321', TENANT_PORT: '4321' });
    expect(await program.exited).toBe(1);
    expect(program.output()).toContain('PORT and TENANT_PORT are the same');
  });

  it('L05: says in one line that HOST cannot be resolved', async () => {
    const program = startBuilt({ HOST: 'nosuch.invalid' });
    expect(await program.exited).toBe(1);
    expect(program.output()).toBe('HOST cannot be resolved: nosuch.invalid.\n');
  });

  it('names a misspelled variable, and none that docs/configuration.md has', async () => {
    const page = readFileSync('docs/configuration.md', 'utf8');
    const known = [...page.matchAll(/^### `([A-Z0-9_]+)`$/gm)].map(([, name = '']) => [name, 'x']);
    const program = startBuilt({ ...(Object.fromEntries(known) as object), AUTH0_DOMIAN: 'x' });
    await program.exited;
    expect(known.length).toBeGreaterThan(20);
    expect(program.output().match(/^.*Unknown variable.*$/gm)).toEqual([
      'AUTH0_DOMIAN: Unknown variable, ignored. Did you mean AUTH0_DOMAIN?',
    ]);
  });

  it.each([
    [
      'a syntax error',
      'extend type Query {\n  orders: \n}',
      'Syntax Error: Expected Name, found "}". (schema/orders.graphql:3:1)',
    ],
    [
      'an open field',
      'extend type Query { orders: Int }',
      'Query.orders is open by accident: give it @public or a guard (schema/orders.graphql:1:21)',
    ],
  ])(
    'names file, line and column of %s in the schema, and exits with 1',
    async (_case, orders, mistake) => {
      const folder = copyBuild();
      writeFileSync(join(folder, 'schema/orders.graphql'), orders);
      const program = run([join(folder, 'dist/main.js')], {
        NODE_ENV: 'development',
        PORT: '0',
        AUTH0_DOMAIN: 'http://127.0.0.1:1',
        AUTH0_CLIENT_ID: 'client',
        AUTH0_CLIENT_SECRET: 'secret',
        AUTH0_AUDIENCE: 'https://api.example',
      });
      expect(await program.exited).toBe(1);
      expect(program.output()).toContain(mistake);
      expect(program.output()).not.toMatch(/^ +at /m);
    },
  );

  it('does not mix a tenant of ours with credentials of another', async () => {
    const program = startBuilt({ AUTH0_CLIENT_SECRET: 'a-real-secret' });
    expect(await program.exited).toBe(1);
    expect(program.output()).toContain('AUTH0_CLIENT_SECRET is set, but AUTH0_DOMAIN is not');
    expect(program.output()).not.toContain('a-real-secret');
  });
});

describe('npm run build && node dist/main.js', () => {
  const production = (env: Record<string, string>, args = ['dist/main.js']) =>
    run(args, { PORT: '0', ...env });
  const lines = (env: object) =>
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join('');

  it('does not start without a tenant, and names every variable it wants', async () => {
    const program = production({});
    expect(await program.exited).toBe(1);
    for (const variable of ['DOMAIN', 'CLIENT_ID', 'CLIENT_SECRET', 'AUDIENCE']) {
      expect(program.output()).toContain(`AUTH0_${variable} is missing`);
    }
  });

  it('L05: tells a key set that cannot be used beside every other mistake', async () => {
    const program = production({ JWKS_FILE: '/none/jwks.json', STATE_DIR: '/dev/null/state' });
    expect(await program.exited).toBe(1);
    for (const variable of ['AUTH0_DOMAIN', 'AUTH0_AUDIENCE', 'JWKS_FILE', 'STATE_DIR'])
      expect(program.output().match(new RegExp(`^ +${variable} `, 'gm'))).toHaveLength(1);
  });

  it('refuses an issuer that is a local tenant', async () => {
    const auth0 = await startIssuer();
    auth0.answer('/.well-known/openid-configuration', {
      json: { issuer: auth0.issuer, gatehouse_local_tenant: true },
    });
    const program = production(connected(auth0));
    expect(await program.exited).toBe(1);
    expect(program.output()).toContain('AUTH0_DOMAIN is a local tenant; production refuses it');
  });

  // Starts six programs, about 7 s of CPU together; four of them stop at once.
  it('is rehearsed on one machine as docs/questions.md says, and by no mistake', async () => {
    const page = readPage('questions.md');
    const rehearsal = page.slice(page.indexOf('## How do I rehearse production'));
    const [tenantCommand = '', gatewayCommands = ''] = codeBlocks(rehearsal, 'sh');
    const [, HOST = ''] = present(/^HOST=(\S+) npm run tenant\n$/.exec(tenantCommand));
    const tenant = run(['scripts/start.js', '--tenant'], { HOST, TENANT_PORT: '0' });
    const [, issuer = ''] = await written(tenant, /tenant is ready: (http\S+)\//);
    expect(new URL(issuer).hostname).toBe('auth.localhost');

    const variables = parseEnv(present(codeBlocks(rehearsal, 'ini')[0]));
    const env = { ...variables, AUTH0_DOMAIN: issuer, STATE_DIR: temporaryFolder() };
    expect(new URL(variables['AUTH0_DOMAIN'] ?? '').hostname).toBe('auth.localhost');
    const file = join(temporaryFolder(), 'rehearsal.env');
    writeFileSync(file, lines(env));
    const [build, command = ''] = gatewayCommands.trim().split('\n');
    expect(build).toBe('npm run build');
    const [node, ...args] = command.split(' ');
    expect(node).toBe('node');
    const program = production(
      {},
      args.map((arg) => arg.replace('rehearsal.env', file)),
    );
    const [, url = ''] = await written(program, /ready at (http\S+)/);
    await written(program, /^ +REHEARSAL: /m);

    const login =
      'mutation { login(input: { username: "admin@example.com", password: "Correct-Horse-7-Battery" }) { __typename ... on Session { accessToken } } }';
    const { data } = (await ask(url, login)) as { data: { login: { accessToken: string } } };
    expect(await ask(url, '{ me { email } }', data.login.accessToken)).toEqual({
      data: { me: { email: 'admin@example.com' } },
    });
    expect(await ask(url, '{ __schema { types { name } } }')).not.toHaveProperty('data');
    for (const path of ['/health/live', '/health/ready']) {
      expect(await (await fetch(new URL(path, url))).json()).toEqual({
        status: 'ok',
        rehearsal: true,
      });
    }
    await written(program, /"msg":"request"/);
    const logged = program.output().match(/^\{.*\}$/gm) ?? [];
    for (const line of logged) expect(JSON.parse(line)).toMatchObject({ rehearsal: true });

    for (const [mistake, message] of [
      [{ HOST: '0.0.0.0' }, 'HOST leaves this machine'],
      [{ AUTH0_DOMAIN: 'team.eu.auth0.com' }, 'AUTH0_DOMAIN leaves this machine'],
      [{ REHEARSAL: '' }, "AUTH0_CLIENT_SECRET is the local tenant's"],
      [
        { REHEARSAL: '', AUTH0_CLIENT_SECRET: 'own' },
        'AUTH0_DOMAIN is a local tenant; production refuses it',
      ],
    ] as const) {
      const refused = production({ ...env, ...mistake });
      expect(await refused.exited).toBe(1);
      expect(refused.output()).toContain(message);
    }
  });

  it('has the licences of the packages that it contains', () => {
    const licenses = readFileSync('dist/licenses.txt', 'utf8');
    expect(licenses).toMatch(/^graphql 16\S+ \(MIT\)\n\nMIT License\n\nCopyright /m);
    expect(licenses).not.toContain('(undefined)');
  });

  it('G03: has no account and no development bar in the app, which npm start has', () => {
    const textIn = (folder: string) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(js|css|html)$/.test(name))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('\n');
    const production = textIn('dist/web');
    expect(production).toContain('/graphql');
    for (const text of ['Correct-Horse', 'admin@example.com', '/development/']) {
      expect(production).not.toContain(text);
    }
    const kept = textIn('.web');
    expect(kept).toContain('/development/bar');
    for (const text of ['Correct-Horse', 'admin@example.com']) expect(kept).not.toContain(text);
  });

  it('has a sign-in page of at most 180 kB of script and style, compressed, and no other screen', () => {
    const page = readFileSync('dist/web/index.html', 'utf8');
    const loaded = Array.from(
      page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g),
      ([, file = '']) => file,
    );
    const size = loaded
      .map((file) => gzipSync(readFileSync(join('dist/web', file))).byteLength)
      .reduce((sum, each) => sum + each);
    console.log(`the sign-in page: ${(size / 1000).toFixed(1)} kB`);
    expect(size).toBeLessThanOrEqual(180_000);
    const others = readdirSync('dist/web/assets').filter((file) =>
      /^(SignUp|Profile|Devices)-.*\.(js|css)$/.test(file),
    );
    expect(others.length).toBeGreaterThanOrEqual(3);
    expect(loaded.filter((file) => others.some((other) => file.endsWith(other)))).toEqual([]);
  });

  it('needs the app for SERVE_WEB=true', async () => {
    const folder = copyBuild();
    rmSync(join(folder, 'dist/web'), { recursive: true });
    const env = { ...connected(await startIssuer()), SERVE_WEB: 'true' };
    const program = production(env, [join(folder, 'dist/main.js')]);
    expect(await program.exited).toBe(1);
    expect(program.output()).toContain(
      'SERVE_WEB is true, but there is no app in dist/web/: run npm run build, or unset SERVE_WEB',
    );
  });

  it('serves, without packages, explorer and introspection, and drains on SIGTERM', async () => {
    const auth0 = await startIssuer();
    const mail = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Gatehouse <no-reply@example.com>' };
    const env = { ...connected(auth0), ...mail, METRICS_PORT: '0', SERVE_WEB: 'true' };
    const program = production({ ...env, WEB_URL: 'https://app.example.com' }, [
      join(copyBuild(), 'dist/main.js'),
    ]);
    const [, url = ''] = await written(program, /ready at (http\S+)/);
    const app = await fetch(new URL('/profile', url), { headers: { accept: 'text/html' } });
    expect([app.status, await app.text()]).toEqual([
      200,
      readFileSync('dist/web/index.html', 'utf8'),
    ]);
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('This is a GraphQL API');
    expect(await ask(url, '{ __schema { types { name } } }')).not.toHaveProperty('data');
    expect(await ask(url, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });

    const tokens = await auth0.tokens();
    auth0.answer('/oauth/token', (response) => {
      setTimeout(() => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(tokens));
      }, 300);
    });
    const login = ask(
      url,
      'mutation { login(input: { username: "u", password: "p" }) { __typename } }',
    );
    while (auth0.seen('/oauth/token').length === 0)
      await new Promise((wait) => setTimeout(wait, 10));
    program.process.kill('SIGTERM');
    program.process.kill('SIGTERM'); // as supervisors and npm do
    expect(await login).toEqual({ data: { login: { __typename: 'Session' } } });
    expect(await program.exited).toBe(0);
  });

  it('K04: killed and started again while the issuer is down, it verifies with the keys it has kept', async () => {
    const auth0 = await startIssuer();
    const env = { ...connected(auth0), STATE_DIR: temporaryFolder() };
    const token = await auth0.accessToken();
    const me = async (program: Program) => {
      const [, url = ''] = await written(program, /ready at (http\S+)/);
      return ask(url, '{ me { id } }', token);
    };
    const before = production(env);
    expect(await me(before)).toEqual({ data: { me: { id: testUser } } });
    while (!existsSync(join(env.STATE_DIR, 'issuer-keys.jwt'))) await wait(10);
    before.process.kill('SIGKILL');
    await before.exited;
    for (const name of ['openid-configuration', 'jwks.json']) {
      auth0.answer(`/.well-known/${name}`, { status: 503 });
    }
    expect(await me(production(env))).toEqual({ data: { me: { id: testUser } } });
  });

  it('starts while the issuer is down', async () => {
    const auth0 = await startIssuer();
    await auth0.close();
    const program = production(connected(auth0));
    await written(program, /ready at http/);
    expect(program.output()).toContain(
      'the issuer does not answer; the gateway starts nevertheless',
    );
  });

  it('where a proxy is the only way to Auth0, every call passes it; one that refuses is named', async () => {
    const auth0 = await startIssuer();
    const certificate = await generate([{ name: 'commonName', value: 'team.example' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'team.example' }] }],
    });
    const trusted = join(temporaryFolder(), 'ca.pem');
    writeFileSync(trusted, certificate.cert);
    const tls = createTlsServer({ key: certificate.private, cert: certificate.cert }, (socket) => {
      const target = connect(Number(new URL(auth0.issuer).port), '127.0.0.1');
      socket.pipe(target).pipe(socket);
      for (const end of [socket, target]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const proxy = await startConnectProxy((tls.address() as AddressInfo).port);

    const iss = 'https://team.example/';
    auth0.answer('/.well-known/openid-configuration', {
      json: { issuer: iss, jwks_uri: `${iss}.well-known/jwks.json` },
    });
    const [access_token, id_token] = [
      await auth0.accessToken({ iss, aud: [auth0.audience, `${iss}userinfo`] }),
      await auth0.idToken({ iss }),
    ];
    auth0.answer('/oauth/token', { json: await auth0.tokens({ access_token, id_token }) });
    auth0.answer('/userinfo', { json: { sub: testUser, email: 'user@example.com' } });

    const program = production({
      ...connected(auth0),
      AUTH0_DOMAIN: 'team.example',
      https_proxy: proxy.url.replace('//', '//team:hunter2@'),
      NO_PROXY: 'localhost,.internal',
      NODE_EXTRA_CA_CERTS: trusted,
    });
    const [, url = ''] = await written(program, /ready at (http\S+)/);
    await written(program, /Audience/);
    expect(program.output()).toContain(
      `${proxy.url} to Auth0 (https_proxy); direct to localhost, .internal (NO_PROXY)\n`,
    );
    expect(program.output()).not.toMatch(/hunter2|Unknown variable/);

    const login =
      'mutation { login(input: { username: "u", password: "p" }) { __typename ... on Problem { code } } }';
    expect(await ask(url, login)).toEqual({ data: { login: { __typename: 'Session' } } });
    expect(await ask(url, '{ me { id email } }', access_token)).toEqual({
      data: { me: { id: testUser, email: 'user@example.com' } },
    });
    expect(new Set(auth0.requests.map(({ path }) => path))).toEqual(
      new Set([
        '/.well-known/openid-configuration',
        '/.well-known/jwks.json',
        '/oauth/token',
        '/userinfo',
      ]),
    );
    expect(new Set(proxy.requests.map(({ path }) => path))).toEqual(new Set(['team.example:443']));

    proxy.refuse(407);
    expect(await ask(url, login)).toEqual({
      data: { login: { __typename: 'ServiceUnavailable', code: 'SERVICE_UNAVAILABLE' } },
    });
    await written(program, /"msg":"https_proxy: no call to Auth0 gets through"/);
    expect(program.output()).toContain(
      `https_proxy: the proxy ${proxy.url} answers with status 407`,
    );
    expect(program.output()).not.toMatch(/hunter2|Auth0 cannot be reached/);
    await proxy.close();
    tls.close();
  });
});
