import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { ApolloServer, HeaderMap } from '@apollo/server';
import helmet from '@fastify/helmet';
import { afterEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Environment } from '../../../src/config/config.ts';
import { registerExplorer } from '../../../src/http/explorer/register-explorer.ts';

const browserAccept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const sandboxHosts = [
  'https://embeddable-sandbox.cdn.apollographql.com',
  'https://sandbox.embed.apollographql.com',
];

let app: FastifyInstance | undefined;

afterEach(async () => {
  await app?.close();
});

/** Serves the explorer on a free port. The GraphQL endpoint answers `{}`. */
async function serve(environment: Environment): Promise<string> {
  app = Fastify();
  await app.register(helmet);
  await registerExplorer(app, { environment, path: '/graphql' });
  app.get('/graphql', () => ({}));
  return app.listen({ port: 0, host: '127.0.0.1' });
}

async function get(url: string, accept = browserAccept) {
  const response = await fetch(url, { headers: { accept } });
  const type = response.headers.get('content-type')?.split(';')[0];
  return { status: response.status, type, headers: response.headers, body: await response.text() };
}

/** Returns the sources of each directive in the content security policy. */
function policyOf(headers: Headers): Record<string, string[]> {
  const policy = headers.get('content-security-policy') ?? '';
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  return Object.fromEntries(directives.map(([name = '', ...sources]) => [name, sources]));
}

function originsIn(text: string): string[] {
  return [...new Set(text.match(/https?:\/\/[\w.:-]+/g))].sort();
}

describe('GET /graphql in development', () => {
  it('is where / leads', async () => {
    const response = await fetch(await serve('development'), { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/graphql']);
  });

  it.each([browserAccept, 'text/html', 'text/html, application/json;q=0.9'])(
    'answers with the Sandbox page for Accept: %s',
    async (accept) => {
      const { status, type, body } = await get(`${await serve('development')}/graphql`, accept);
      expect({ status, type }).toEqual({ status: 200, type: 'text/html' });
      expect(body).toContain('<title>Gatehouse · Apollo Sandbox</title>');
    },
  );

  it.each([
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'application/graphql-response+json, application/json;q=0.9, text/html;q=0.1',
  ])('stays an API call for Accept: %s', async (accept) => {
    const { type, body } = await get(
      `${await serve('development')}/graphql?query={me{id}}`,
      accept,
    );
    expect({ type, body }).toEqual({ type: 'application/json', body: '{}' });
  });
});

describe('the Sandbox page', () => {
  it('loads from exactly the hosts that its Content-Security-Policy allows', async () => {
    const origin = await serve('development');
    const page = await get(`${origin}/graphql`);
    const script = await get(`${origin}/graphql/explorer/sandbox.js`);
    const policy = policyOf(page.headers);

    const [scriptHost = '', frameHost = ''] = sandboxHosts;
    expect(originsIn(page.body)).toEqual([scriptHost]);
    expect(originsIn(script.body)).toEqual([frameHost]);
    expect(policy['script-src']).toEqual(["'self'", scriptHost]);
    expect(policy['frame-src']).toEqual([frameHost]);
    expect(originsIn(Object.values(policy).flat().join(' '))).toEqual(sandboxHosts);
  });

  it('loads the script that the installed Apollo Server loads, from hosts that Apollo Server allows', async () => {
    const page = await get(`${await serve('development')}/graphql`);
    const apolloPage = await apolloLandingPage();

    const [script = ''] = /https:\/\/embeddable-sandbox[^"?]*/.exec(page.body) ?? [];
    expect(apolloPage).toContain(`src="${script}?`);
    for (const host of sandboxHosts) expect(originsIn(apolloPage)).toContain(host);
  });

  it('allows no inline script and no other origin to frame it', async () => {
    const { headers } = await get(`${await serve('development')}/graphql`);
    const policy = policyOf(headers);
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'style-src': ["'self'"],
      'frame-ancestors': ["'none'"],
    });
    expect(Object.values(policy).flat()).not.toContain("'unsafe-inline'");
  });

  it('links to the offline explorer, beside the frame and in its place', async () => {
    const { body } = await get(`${await serve('development')}/graphql`);
    expect(body).toContain('<base href="/graphql/explorer/" />');
    expect(body.match(/href="\.\.\/explorer"/g)).toHaveLength(2);
  });
});

describe('the offline explorer', () => {
  it('names no other origin, and its Content-Security-Policy allows none', async () => {
    const { status, body, headers } = await get(`${await serve('development')}/graphql/explorer`);
    const policy = policyOf(headers);
    expect(status).toBe(200);
    expect(originsIn(body)).toEqual([]);
    expect(originsIn(Object.values(policy).flat().join(' '))).toEqual([]);
    expect(policy['script-src']).toEqual(["'self'"]);
  });

  it('serves every file that the page names', async () => {
    const origin = await serve('development');
    const { body } = await get(`${origin}/graphql/explorer`);
    const files = [...body.matchAll(/(?:src|href)="([\w./-]+\.(?:js|css|ico|svg))"/g)];
    expect(files.length).toBeGreaterThan(5);
    for (const [, file = ''] of files) {
      const { status } = await get(`${origin}/graphql/explorer/${file}`);
      expect({ file, status }).toEqual({ file, status: 200 });
    }
  });

  it('knows a language that Altair has, and no other file', async () => {
    const texts = `${await serve('development')}/graphql/explorer/assets/i18n`;
    const { status, body } = await get(`${texts}/de-DE.json`);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      QUERY_RESULT_NO_RESULT_TEXT: expect.stringMatching(/^Nothing sent yet/),
    });
    for (const file of ['xx-XX.json', '..%2f..%2findex.html', '..%2f..%2f..%2fpackage.json']) {
      expect((await get(`${texts}/${file}`)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('serves nothing outside its directories', async () => {
    const origin = await serve('development');
    const { status } = await get(`${origin}/graphql/explorer/..%2f..%2foperations.ts`);
    expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe.each(['production', 'test'] as const)('G03: in %s', (environment) => {
  it('leaves GET /graphql to the endpoint, whatever the client prefers', async () => {
    const { type } = await get(`${await serve(environment)}/graphql`);
    expect(type).toBe('application/json');
  });

  it.each(['', '/', '/operations.json', '/sandbox.js', '/altair.js', '/main.js'])(
    'answers 404 for /graphql/explorer%s',
    async (file) => {
      const { status } = await get(`${await serve(environment)}/graphql/explorer${file}`);
      expect(status).toBe(404);
    },
  );
});

/** Returns the landing page of an Apollo Server that has its default configuration. */
async function apolloLandingPage(): Promise<string> {
  const server = new ApolloServer({
    typeDefs: 'type Query { me: ID }',
    plugins: [ApolloServerPluginLandingPageLocalDefault()],
  });
  await server.start();
  const { body } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'GET',
      headers: new HeaderMap([['accept', 'text/html']]),
      search: '',
      body: {},
    },
    context: () => Promise.resolve({}),
  });
  await server.stop();
  return body.kind === 'complete' ? body.string : '';
}
