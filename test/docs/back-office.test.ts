import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getDirective } from '@graphql-tools/utils';
import { buildSchema } from 'graphql';
import { rules } from '../../src/back-office/escalation.ts';
import { startBackOffice, type BackOfficeScene } from '../back-office/back-office-scene.ts';
import { readSchemaText } from '../support/schema-text.ts';
import { codeBlocks, readPage, tableRows } from './page.ts';

const page = readPage('back-office.md');
const [invite = '', preview = '', accept = '', list = ''] = codeBlocks(page, 'graphql');
const names = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

let scene: BackOfficeScene;
beforeAll(async () => {
  scene = await startBackOffice();
});
afterAll(() => scene.close());

describe('docs/back-office.md', () => {
  it('walks an invitation with its own blocks', async () => {
    const token = await scene.tokenOf('admin@example.com');
    const ask = async (document: string, options: object) =>
      (await scene.gateway.request(document, options)).data;
    expect(await ask(invite, { token })).toMatchObject({
      inviteUser: { __typename: 'InvitationSent', mailSent: true, link: null },
    });
    const variables = { token: await scene.tokenFor('new@example.com') };
    expect(await ask(preview, { variables })).toMatchObject({
      invitation: { __typename: 'InvitationPreview', invitedBy: 'Ada Admin' },
    });
    expect(await ask(accept, { variables })).toMatchObject({
      acceptInvitation: { __typename: 'Session', user: { roles: ['editor'] } },
    });
    expect(await ask(list, { token })).toMatchObject({
      invitations: { edges: [{ node: { name: 'Nora New', roles: ['editor'] } }] },
    });
  });

  it('has the permission of each query and mutation', () => {
    const schema = buildSchema(readSchemaText());
    const fields = {
      ...schema.getQueryType()?.getFields(),
      ...schema.getMutationType()?.getFields(),
    };
    for (const [permission, listed] of tableRows(page, 'Permission of your API')) {
      for (const name of names(listed)) {
        const field = fields[name];
        if (!field) throw new Error(`there is no ${name}`);
        const [guard] = getDirective(schema, field, 'requiresPermissions') ?? [];
        const needed = guard?.['permissions'] as string[][] | undefined;
        expect([name, needed?.flat() ?? []]).toEqual([name, names(permission)]);
      }
    }
  });

  it('names the scopes of the local tenant, and no others', () => {
    const rows = tableRows(page, 'Permission of your API');
    const scopes = new Set(rows.flatMap(([, , cell]) => names(cell)));
    const [grant] = scene.tenant.settings.client_grants;
    expect(grant?.scope).toEqual(expect.arrayContaining([...scopes]));
    expect(scopes).toEqual(
      new Set(['read:users', 'create:users', 'update:users', 'read:roles', 'read:connections']),
    );
  });

  it('has every rule', () => {
    const listed = tableRows(page, 'Rule').flatMap(([name]) => names(name));
    expect(listed).toEqual(Object.keys(rules));
  });
});
