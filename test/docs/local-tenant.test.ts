import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { faultSettings } from '../../src/tenant/control/fault-input.ts';
import type { ReceivedMail } from '../../src/tenant/mails/outbox.ts';
import { startLocal, type Local } from '../support/local.ts';
import { conformanceFiles } from '../tenant/conformance/case.ts';
import { runCurl } from './curl.ts';
import { codeBlocks, readPage, tableRows } from './page.ts';

const page = readPage('local-tenant.md');
const commands = codeBlocks(page, 'sh').flatMap((block) => block.trim().split('\n'));
const [switches = '', outbox = ''] = codeBlocks(page, 'json');

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

/** Returns the quoted text in a table cell; undefined for a dash. */
const quoted = (cell = '') => /^`(.*)`$/.exec(cell)?.[1];

describe('docs/local-tenant.md', () => {
  it.each(commands.filter((command) => command.includes('/control')))(
    'has a command that works: %s',
    async (command) => {
      const addresses = { 'http://localhost:4010/': local.tenant.issuer };
      const response = await runCurl(command, {}, addresses);
      expect(response.status).toBe(200);
      const members = Object.keys(JSON.parse(switches) as object);
      expect(Object.keys((await response.json()) as object)).toEqual(members);
    },
  );

  it.each(commands.filter((command) => command.includes('/outbox')))(
    'has a command that shows the mail of the example: %s',
    async (command) => {
      const { messages } = JSON.parse(outbox) as {
        messages: [Pick<ReceivedMail, 'from' | 'to' | 'subject' | 'text' | 'html' | 'attachments'>];
      };
      const [{ from, to, subject, text, html = '', attachments }] = messages;
      const transport = createTransport(local.tenant.smtpUrl ?? '');
      await transport.sendMail({
        ...{ from, to, subject, text, html },
        attachments: attachments.map(({ filename, mimeType, size }) => ({
          ...{ filename, contentType: mimeType, content: Buffer.alloc(size) },
        })),
      });
      transport.close();
      const addresses = { 'http://localhost:4010/': local.tenant.issuer };
      const response = await runCurl(command, {}, addresses);
      const shown = (await response.json()) as { messages: [ReceivedMail] };
      for (const mail of shown.messages) {
        mail.text = mail.text.trim();
        mail.html = mail.html?.trim() ?? '';
      }
      expect(shown).toEqual({ messages: [{ ...messages[0], sentAt: expect.any(String) }] });
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

  it('names every difference from Auth0 that the conformance cases know', () => {
    const rows = tableRows(page, 'Where').map((cells) => cells.join(': '));
    const differences = conformanceFiles
      .flatMap(({ cases }) => cases)
      .filter(({ differs }) => differs !== undefined)
      .map((row) => `\`${row.request.split('?', 1)[0] ?? ''}\`, ${row.case}: ${row.differs ?? ''}`);
    expect(rows.sort()).toEqual(differences.sort());
  });

  it('names every endpoint that can fail', () => {
    for (const endpoint of Object.keys(faultSettings)) {
      expect(page).toContain(`PUT /control/faults/${endpoint}`);
    }
  });
});
