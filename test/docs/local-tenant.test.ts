import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultSettings } from '../../src/tenant/control/fault-input.ts';
import { startLocal, type Local } from '../support/local.ts';
import { runCurl } from './curl.ts';
import { codeBlocks, readPage, tableRows } from './page.ts';

const page = readPage('local-tenant.md');

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

/** Returns the quoted text in a table cell; undefined for a dash. */
const quoted = (cell = '') => /^`(.*)`$/.exec(cell)?.[1];

describe('docs/local-tenant.md', () => {
  it.each(codeBlocks(page, 'sh').flatMap((block) => block.trim().split('\n')))(
    'has a command that works: %s',
    async (command) => {
      const addresses = { 'http://localhost:4010/': local.tenant.issuer };
      const response = await runCurl(command, {}, addresses);
      expect(response.status).toBe(200);
      const [example = ''] = codeBlocks(page, 'json');
      const members = Object.keys(JSON.parse(example) as object);
      expect(Object.keys((await response.json()) as object)).toEqual(members);
    },
  );

  it.each(tableRows(page, 'Request').map(([request, body]) => [quoted(request), quoted(body)]))(
    'has a request that works: %s %s',
    async (request = '', body) => {
      const state = await fetch(`${local.tenant.url}/control`);
      const { keys } = (await state.json()) as { keys: { kid: string }[] };
      const [method = '', path = ''] = request.replace('{kid}', keys[0]?.kid ?? '').split(' ');
      const response = await fetch(local.tenant.url + path, {
        method,
        ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
      });
      expect(response.status).toBe(200);
    },
  );

  it('names every fault', () => {
    const faults = tableRows(page, 'Fault').map(([fault]) => quoted(fault));
    const { metadata, search } = faultSettings;
    const options = [...metadata.options, ...search.options];
    expect(faults).toEqual([...new Set(options.map(({ shape }) => shape.fault.value))]);
  });

  it('names every endpoint that can fail', () => {
    for (const endpoint of Object.keys(faultSettings)) {
      expect(page).toContain(`PUT /control/faults/${endpoint}`);
    }
  });
});
