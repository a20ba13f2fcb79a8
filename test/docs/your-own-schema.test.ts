import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { present } from '../support/present.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readPage } from './page.ts';

const copied = [
  ...['src', 'scripts', 'docs', 'examples', 'test', 'bench'],
  ...[
    'schema.graphql',
    'codegen.yml',
    'package.json',
    'tsconfig.json',
    'jest.config.js',
    '.prettierrc.json',
  ],
];
const project = temporaryFolder();
/** What `npm run example` makes of the project: the page, followed. */
const followed = join(project, '.example');

let example: ChildProcess;
let output = '';
let exited: Promise<unknown>;
let url: string;
let ordersUrl: string;
const plainEnv = { PATH: present(process.env['PATH']) };

beforeAll(async () => {
  for (const name of copied) cpSync(name, join(project, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
  const ports = [await freePort(), await freePort(), await freePort()];
  const [PORT = '', TENANT_PORT = '', ORDERS_PORT = ''] = ports.map(String);
  url = `http://localhost:${PORT}/graphql`;
  ordersUrl = `http://127.0.0.1:${ORDERS_PORT}`;
  example = spawn(process.execPath, ['scripts/example.js'], {
    cwd: project,
    env: { ...plainEnv, PORT, TENANT_PORT, ORDERS_PORT },
  });
  exited = new Promise((done) => example.once('exit', done));
  example.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  example.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!output.includes('Ask for your orders')) {
    if (example.exitCode !== null) throw new Error(`exited first: ${output}`);
    await new Promise((wait) => setTimeout(wait, 50));
  }
});
afterAll(async () => {
  example.kill('SIGTERM');
  await exited;
});

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { path?: string[]; message: string; extensions: Record<string, unknown> }[];
}

async function ask(query: string, token?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
}

async function tokenOf(name: string): Promise<string> {
  const input = `username: "${name}@example.com", password: "Correct-Horse-7-Battery"`;
  const { data } = await ask(
    `mutation { login(input: { ${input} }) { ... on Session { accessToken } } }`,
  );
  return (data?.['login'] as { accessToken: string }).accessToken;
}

/** Routes that the service has answered so far. */
const answered = () =>
  [...readFileSync(join(followed, 'orders.log'), 'utf8').matchAll(/"route":"([^"]+)"/g)].map(
    ([, route]) => route,
  );

describe('npm run example', () => {
  it('prints a command that asks for orders', () => {
    const [, command = ''] = /Ask for your orders:\n(.*?)\n\n/s.exec(output) ?? [];
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: plainEnv });
    expect(JSON.parse(stdout)).toMatchObject({
      data: { orders: { nodes: [{ product: { name: expect.any(String) } }, {}, {}] } },
    });
  });

  it('shows the new fields with who may ask for them', () => {
    const access = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'src/authorization/print-access.ts'],
      { cwd: followed, encoding: 'utf8', env: plainEnv },
    );
    expect(access.stdout).toMatch(/^Query\.orders +permissions read:orders$/m);
    expect(access.stdout).toMatch(/^Order\.product +with Query\.orders, Query\.order, /m);
  });
});

describe('orders, as the page has them', () => {
  it('are nobody’s who lacks the permission', async () => {
    const { data, errors } = await ask(
      '{ me { email } orders { nodes { id } } }',
      await tokenOf('editor'),
    );
    expect(data).toEqual({ me: { email: 'editor@example.com' }, orders: null });
    expect(errors).toMatchObject([
      {
        path: ['orders'],
        extensions: { code: 'FORBIDDEN', requires: { permissions: [['read:orders']] } },
      },
    ]);
  });

  it('are one’s own, page by page, each product list in one call', async () => {
    const token = await tokenOf('user');
    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    const productCalls = () => answered().filter((route) => route === '/products').length;
    const before = productCalls();
    do {
      const place = after === null ? '' : `, after: "${after}"`;
      const { data } = await ask(
        `{ orders(first: 2${place}) { nodes { id product { id } } pageInfo { endCursor hasNextPage } } }`,
        token,
      );
      const { nodes, pageInfo } = data?.['orders'] as {
        nodes: { id: string }[];
        pageInfo: { endCursor: string | null; hasNextPage: boolean };
      };
      seen.push(...nodes.map(({ id }) => id));
      after = pageInfo.endCursor;
      pages += 1;
      expect(pageInfo.hasNextPage).toBe(after !== null);
    } while (after !== null);

    const seed = JSON.parse(readFileSync('examples/orders/seed.json', 'utf8')) as {
      orders: { id: string; customer: string }[];
    };
    const own = seed.orders.filter(({ customer }) => customer.endsWith('b1'));
    expect(seen).toEqual(own.map(({ id }) => id).reverse());
    expect(productCalls() - before).toBe(pages);
  });

  it('are shown one by one to their owner, and to who may read all', async () => {
    const query = '{ order(id: "order-1") { id } }';
    expect((await ask(query, await tokenOf('user'))).data).toEqual({ order: { id: 'order-1' } });
    expect((await ask(query, await tokenOf('admin'))).data).toEqual({ order: { id: 'order-1' } });
    const { errors } = await ask('{ order(id: "order-2") { id } }', await tokenOf('user'));
    expect(errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN', requires: { permissions: [['read:all-orders']] } } },
    ]);
    expect((await ask('{ order(id: "no-such") { id } }', await tokenOf('user'))).data).toEqual({
      order: null,
    });
  });

  it.each([
    ['orders', '{ orders(first: 0) { nodes { id } } }'],
    ['orders', '{ orders(first: 101) { nodes { id } } }'],
    ['orders', '{ orders(after: "order-2") { nodes { id } } }'],
    ['order', '{ order(id: "..") { id } }'],
    ['order', '{ order(id: "") { id } }'],
  ])('bad input to %s is told: %s', async (field, query) => {
    const { data, errors } = await ask(query, await tokenOf('user'));
    expect(data).toEqual({ [field]: null });
    expect(errors).toMatchObject([{ path: [field], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it.each([
    ['productId', 'productId: "no-such", quantity: 1'],
    ['quantity', 'productId: "lamp", quantity: 0'],
  ])('a wrong %s is a problem of placeOrder', async (field, input) => {
    const document = `mutation { placeOrder(input: { ${input} }) { __typename ... on InvalidInput { code field } } }`;
    expect((await ask(document, await tokenOf('user'))).data).toEqual({
      placeOrder: { __typename: 'InvalidInput', code: 'INVALID_INPUT', field },
    });
  });

  it('come from a service that answers nobody but the gateway', async () => {
    for (const token of [undefined, await tokenOf('admin')]) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      expect((await fetch(`${ordersUrl}/orders/order-1`, { headers })).status).toBe(401);
    }
  });
});

describe('the project that the page has made', () => {
  it('compiles, and would not with a resolver that does not fit the schema', () => {
    writeFileSync(
      join(followed, 'src/resolvers/unfit.ts'),
      `import type { OrderResolvers, QueryResolvers } from '../__generated__/graphql.ts';
      // @ts-expect-error nodes is a list of orders
      export const unfit: QueryResolvers = { orders: () => ({ nodes: 1, pageInfo: { hasNextPage: true } }) };
      // @ts-expect-error an order of the service's has no such property
      export const unfitField: OrderResolvers = { id: ({ number }) => number };
      `,
    );
    writeFileSync(
      join(followed, 'tsconfig.page.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['src', 'test/orders.test.ts'] }),
    );
    const args = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.page.json'];
    const tsc = spawnSync(process.execPath, args, {
      cwd: followed,
      encoding: 'utf8',
    });
    expect(tsc.stdout).toBe('');
  });

  it('is formatted as the rest is', () => {
    const files = new Set(
      [...readPage('your-own-schema.md').matchAll(/^\*\*`([^`]+)`\*\*/gm)].map(
        ([, file = '']) => file,
      ),
    );
    const formatted = [...files].filter((file) => file !== '.env');
    const prettier = spawnSync(
      process.execPath,
      ['node_modules/prettier/bin/prettier.cjs', '--check', ...formatted],
      { cwd: followed, encoding: 'utf8' },
    );
    expect(prettier.stderr).toBe('');
  });

  it('passes the test of the page', () => {
    const jest = spawnSync(
      process.execPath,
      ['node_modules/jest/bin/jest.js', 'test/orders.test.ts'],
      {
        cwd: followed,
        encoding: 'utf8',
        env: plainEnv,
      },
    );
    expect(jest.stderr).toContain('Tests:       4 passed, 4 total');
  });

  it('does not start with a root field that has no guard', () => {
    writeFileSync(join(followed, 'schema/open.graphql'), 'extend type Query { open: Int }');
    const env = { ...plainEnv, PORT: '0', TENANT_PORT: '0' };
    const started = spawnSync(process.execPath, ['scripts/start.js'], {
      cwd: followed,
      encoding: 'utf8',
      env,
    });
    expect(started.status).toBe(1);
    expect(started.stderr).toContain('Query.open is open by accident: give it @public or a guard');
  });
});
