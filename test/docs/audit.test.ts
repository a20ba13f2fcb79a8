import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, isUnionType } from 'graphql';
import { auditMessages } from '../../src/audit/event.ts';
import { listOutcomes } from '../../src/audit/operations.ts';
import { auditEvents, readEvents } from '../support/audit.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { readSchemaText } from '../support/schema-text.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { codeBlocks, readPage, tableRows } from './page.ts';

const page = readPage('audit.md');
const stateDir = temporaryFolder();
let local: Local;
let admin: string;

beforeAll(async () => {
  local = await startLocal({ env: { STATE_DIR: stateDir } });
  admin = await login('admin@example.com');
});
afterAll(() => local.close());

async function login(username: string, password = seededPassword): Promise<string> {
  const { result } = await mutate(local.gateway, 'login', { username, password });
  return String(result['accessToken']);
}

describe('docs/audit.md', () => {
  it('has every operation and its outcomes', () => {
    const rows = tableRows(page, 'Operation').map(([operation = '', outcomes = '']) => [
      operation.replaceAll('`', ''),
      outcomes.replaceAll('`', '').split(' '),
    ]);
    const real = new Map<string, string[]>();
    for (const [operation, outcome] of listOutcomes(buildSchema(readSchemaText())))
      real.set(operation, [...(real.get(operation) ?? []), outcome]);
    const schema = buildSchema(readSchemaText());
    const acts = ['inviteUser', 'resendInvitation', 'revokeInvitation'].map((act) => {
      const type = schema.getMutationType()?.getFields()[act]?.type;
      return [act, isUnionType(type) ? type.getTypes().map(({ name }) => name) : []];
    });
    const others = [
      ['endSessions', ['SignInsEnded', 'SignInsEnding']],
      ...acts,
      ['any field with a guard', ['FORBIDDEN']],
    ];
    expect(rows).toEqual([...real, ...others]);
  });

  it('has every member of an event', () => {
    const members = tableRows(page, 'Member').flatMap(([names = '']) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    );
    const [, , fields = ''] = /node \{\s*(id )([^{}]*)/.exec(auditEvents) ?? [];
    expect(members).toEqual([...fields.trim().split(/\s+/), 'after']);
  });

  it('has a query that finds events, and refuses a user without the permission', async () => {
    await login('user@example.com', 'wrong');
    const [query = ''] = codeBlocks(page, 'graphql');
    const { data, errors } = await local.gateway.request(query, { token: admin });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      auditEvents: { edges: [{ node: { operation: 'login', outcome: 'InvalidCredentials' } }] },
    });
    const refused = await local.gateway.request(query, {
      token: await login('editor@example.com'),
    });
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('selects in the log the lines of the trail, and no others', () => {
    const [shipping = ''] = codeBlocks(page, 'sh');
    const selected = [...shipping.matchAll(/\.msg == "([^"]+)"/g)].map(([, message]) => message);
    expect(new Set(selected)).toEqual(new Set(auditMessages));
  });

  it('removes the events of one user from the files', async () => {
    await login('user@example.com');
    const { tenant } = local;
    await local.gateway.close();
    const [, erasing = ''] = codeBlocks(page, 'sh');
    const env = { PATH: process.env['PATH'], STATE_DIR: stateDir };
    expect(spawnSync('sh', ['-c', erasing], { env }).status).toBe(0);
    const gateway = await local.anotherGateway({ STATE_DIR: stateDir });
    const close = async () => {
      await gateway.close();
      await tenant.close();
    };
    local = { ...local, gateway, close };
    const subjects = (await readEvents(gateway, admin)).map(({ subject }) => subject);
    expect(subjects).not.toContain('auth0|6500000000000000000000b1');
    expect(subjects).toContain('auth0|6500000000000000000000a1');
  });
});
