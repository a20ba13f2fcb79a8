import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isLocalTenant, rejectLocalTenant } from '../../src/auth0/local-tenant.ts';
import { createUpstream, type Upstream } from '../../src/upstream/upstream.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const metadata = '/.well-known/openid-configuration';

let auth0: ScriptedAuth0;
let connections: Upstream;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  connections = createUpstream();
});

afterAll(async () => {
  await auth0.close();
  await connections.close();
});

describe('an issuer is a local tenant', () => {
  it.each([
    [true, { gatehouse_local_tenant: true }],
    [false, { gatehouse_local_tenant: false }],
    [false, { gatehouse_local_tenant: 'true' }],
    [false, { issuer: 'https://team.eu.auth0.com/' }],
    [false, null],
    [false, []],
  ])('%p by the metadata %j', async (isLocal, json) => {
    auth0.answer(metadata, { json });

    expect(await isLocalTenant(auth0.issuer, connections.fetch)).toBe(isLocal);
  });

  it('or nobody knows: metadata that cannot be read is an error', async () => {
    auth0.answer(metadata, { status: 502, text: '<html>' });

    await expect(isLocalTenant(auth0.issuer, connections.fetch)).rejects.toThrow();
  });
});

describe('requests in production', () => {
  it('are refused as soon as the issuer is known to be a local tenant', async () => {
    auth0.answer('/any', { json: {} });
    auth0.answer(metadata, { status: 502, text: '<html>' });
    const fetch = rejectLocalTenant(auth0.issuer, connections.fetch);
    expect((await fetch(`${auth0.issuer}any`)).status).toBe(200);

    auth0.answer(metadata, { json: { gatehouse_local_tenant: true } });
    await expect(fetch(`${auth0.issuer}any`)).rejects.toThrow('is a local tenant');
    await expect(fetch(`${auth0.issuer}any`)).rejects.toThrow('is a local tenant');
    expect(auth0.seen('/any')).toHaveLength(1);
  });

  it('ask no more once the issuer is known to be none', async () => {
    auth0.answer(metadata, { json: { issuer: auth0.issuer } });
    const fetch = rejectLocalTenant(auth0.issuer, connections.fetch);
    const before = auth0.seen(metadata).length;
    await Promise.all([fetch(`${auth0.issuer}any`), fetch(`${auth0.issuer}any`)]);
    await fetch(`${auth0.issuer}any`);
    expect(auth0.seen(metadata)).toHaveLength(before + 1);
  });
});
