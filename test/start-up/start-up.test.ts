import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { present } from '../support/present.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { unusedServices } from '../support/unused-services.ts';

/** A program under test, with all it has written so far. */
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

/** What this machine's own environment says of Gatehouse must not reach the program. */
const plainEnv = { PATH: present(process.env['PATH']), HOST: '127.0.0.1', ...unusedServices() };

function run(args: string[], env: Record<string, string>): Program {
  const child = spawn(process.execPath, args, {
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
  for (const name of ['dist', 'package.json', 'schema.graphql']) {
    cpSync(name, join(folder, name), { recursive: true });
  }
  return folder;
}

const start = (env: Record<string, string>) =>
  run(['scripts/start.js'], { PORT: '0', TENANT_PORT: '0', ...env });

/** The same program after `npm run build`: what it says is the same, and it is there in half the time. */
const startBuilt = (env: Record<string, string>) =>
  run(['dist/main.js'], { NODE_ENV: 'development', PORT: '0', TENANT_PORT: '0', ...env });

beforeAll(() => {
  // Types are checked elsewhere, once for all.
  const build = ['run', '--silent', 'build', '--', '--noCheck'];
  const { status, stdout } = spawnSync('npm', build, { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, '']);
});

/** Resolves with the match, as soon as the program has written it. */
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
    program = start({});
  });

  it('starts tenant and gateway, and prints URLs, accounts and a command that works', async () => {
    const [, url = ''] = await written(program, /GraphQL\s+(http\S+)/);
    const [, command = ''] = await written(program, /^ +(curl .*)$/m);
    expect(program.output()).toMatch(/Local tenant\s+http:\/\/127\.0\.0\.1:\d+\//);
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

  it('L04: SIGTERM ends it with 0', async () => {
    await written(program, /Try it/);
    program.process.kill('SIGTERM');
    expect(await program.exited).toBe(0);
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
    expect(program.output()).toMatch(/^The configuration has 3 mistake\(s\):\n/);
    expect(program.output()).toContain('\n  TENANT_FILE typo: unknown key\n');
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
      mkdirSync(join(folder, 'schema'));
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
  const production = (env: Record<string, string>, folder = '.') =>
    run([join(folder, 'dist/main.js')], { PORT: '0', ...env });

  it('does not start without a tenant, and names every variable it wants', async () => {
    const program = production({});
    expect(await program.exited).toBe(1);
    for (const variable of ['DOMAIN', 'CLIENT_ID', 'CLIENT_SECRET', 'AUDIENCE']) {
      expect(program.output()).toContain(`AUTH0_${variable} is missing`);
    }
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

  it('has the licences of the packages that it contains', () => {
    const licenses = readFileSync('dist/licenses.txt', 'utf8');
    expect(licenses).toMatch(/^graphql 16\S+ \(MIT\)\n\nMIT License\n\nCopyright /m);
    expect(licenses).not.toContain('(undefined)');
  });

  it('serves, without packages, explorer and introspection, and drains on SIGTERM', async () => {
    const auth0 = await startIssuer();
    const program = production({ ...connected(auth0), METRICS_PORT: '0' }, copyBuild());
    const [, url = ''] = await written(program, /ready at (http\S+)/);
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
    expect(program.output()).toContain('the issuer does not answer; starting all the same');
  });
});
