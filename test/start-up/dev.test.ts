import { spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { present } from '../support/present.ts';
import { unusedServices } from '../support/unused-services.ts';

const copied = [
  'src',
  'scripts',
  'docs',
  ...readdirSync('.').filter((name) => name.startsWith('schema')),
  'codegen.yml',
  'package.json',
  'tsconfig.json',
];

const plainEnv = { PATH: present(process.env['PATH']), HOST: '127.0.0.1' };

let folder: string;
let dev: ChildProcess;
let output = '';
let closed: Promise<unknown>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-dev-'));
  for (const name of copied) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  dev = spawn(process.execPath, ['scripts/start.js', '--watch'], {
    cwd: folder,
    env: { ...plainEnv, ...unusedServices(), PORT: '0', TENANT_PORT: '0' },
  });
  closed = new Promise((done) => dev.once('close', done));
  dev.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  dev.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
});

afterAll(async () => {
  dev.kill('SIGTERM');
  await closed;
  rmSync(folder, { recursive: true });
});

/** Asks the process that serves now. Returns undefined if none serves. */
async function ask(query: string): Promise<unknown> {
  const url = [...output.matchAll(/GraphQL\s+(http\S+)/g)].at(-1)?.[1];
  if (url === undefined) return undefined;
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body }).then(
    (response) => response.json(),
    () => undefined,
  );
}

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((wait) => setTimeout(wait, 100));
}

it('npm run dev regenerates the types and restarts when the schema changes', async () => {
  await until(async () => (await ask('{ __typename }')) !== undefined);
  // The generator may start later than the gateway, and does not notice earlier changes.
  await until(() => Promise.resolve(output.includes('Watching for changes')));
  const schema = readFileSync('schema.graphql', 'utf8');
  const field = '  """\n  Says hello.\n  """\n  hello: String @public\n';
  const save = () => {
    const changed = schema.replace('type Query {\n', `type Query {\n${field}`);
    writeFileSync(join(folder, 'schema.graphql'), changed);
  };
  save();

  const answer = JSON.stringify({ data: { hello: null } });
  await until(async () => JSON.stringify(await ask('{ hello }')) === answer);
  // graphql-codegen prints that it watches a moment before it watches, and misses a save in between. So save again.
  const saving = setInterval(save, 5000);
  await until(() =>
    Promise.resolve(
      readFileSync(join(folder, 'src/__generated__/graphql.ts'), 'utf8').includes('hello'),
    ),
  );
  clearInterval(saving);
  expect(output).not.toContain('Error');
});

it('npm run dev takes a file of schema/ that comes later, and every change of it', async () => {
  const file = join(folder, 'schema', 'later.graphql');
  const write = (guard: string) => {
    writeFileSync(file, `extend type Query { later: String ${guard} }`);
  };
  write('@public');
  const open = JSON.stringify({ data: { later: null } });
  await until(async () => JSON.stringify(await ask('{ later }')) === open);
  write('@authenticated'); // changes no generated type
  await until(async () => JSON.stringify([await ask('{ later }')]).includes('TOKEN_MISSING'));
  expect(output).not.toContain('Error');
});

it('npm run dev restarts with what .env says by now', async () => {
  writeFileSync(join(folder, '.env'), '\uFEFFLOG_LEVEL=loud\r\n', 'utf16le'); // as Windows PowerShell does
  await until(() => Promise.resolve(output.includes('LOG_LEVEL must be one of')));
  writeFileSync(join(folder, '.env'), 'AUTH0_CONNECTION=Customers\n');
  await until(() => Promise.resolve(output.includes('AUTH0_CONNECTION must be a connection')));
  expect(output.match(/LOG_LEVEL must be one of/g)).toHaveLength(1);
  writeFileSync(join(folder, '.env'), 'AUTH0_DOMAIN: a.example\nLOG_LEVEL=quiet\n');
  await until(() => Promise.resolve(output.includes('.env line 1: write AUTH0_DOMAIN=…')));
  expect(output).toMatch(/\.env line 1: .*\n  LOG_LEVEL must be one of/s);
});

it('npm run dev, killed, leaves no program behind', async () => {
  await until(() => Promise.resolve(output.includes('Watching for changes')));
  dev.kill('SIGKILL');
  await closed; // every process that may write has ended
  expect(dev.signalCode).toBe('SIGKILL');
});
