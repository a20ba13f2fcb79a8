import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { ReceivedMail } from '../../../src/tenant/mails/outbox.ts';
import { startTenant } from '../../../src/tenant/tenant.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { seededSettings, testTenant, type TestTenant } from '../support.ts';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const invitation: SendMailOptions = {
  from: 'Gatehouse <no-reply@gatehouse.example>',
  to: 'guest@example.com',
  subject: 'Grüße: your invitation',
  text: 'Follow https://app.gatehouse.example/invitations?ticket=a&lang=en.',
  html: '<p>Follow <a href="https://app.gatehouse.example/invitations?ticket=a&amp;lang=en">the link</a>.</p>',
};

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await testTenant(undefined, { smtp: { port: 0 } });
});

/** Sends a mail as a program does, with nodemailer. */
async function send(mail: SendMailOptions, { smtpUrl = '' } = tenant): Promise<void> {
  const transport = createTransport(smtpUrl);
  try {
    await transport.sendMail({ ...invitation, ...mail });
  } finally {
    transport.close();
  }
}

async function received(
  to: string,
  { url } = tenant,
): Promise<(ReceivedMail & { sentAt: string })[]> {
  const address = `${url}/outbox?to=${encodeURIComponent(to)}`;
  const response = await fetch(address, { headers: { accept: 'application/json' } });
  return ((await response.json()) as { messages: (ReceivedMail & { sentAt: string })[] }).messages;
}

describe('a mail of a program', () => {
  it('is in the outbox, with sender, subject, text, HTML, links and time', async () => {
    await send({});
    expect(await received('guest@example.com')).toEqual([
      {
        channel: 'email',
        to: 'guest@example.com',
        from: 'Gatehouse <no-reply@gatehouse.example>',
        subject: 'Grüße: your invitation',
        text: expect.stringContaining('Follow https://app.gatehouse.example/invitations'),
        html: expect.stringContaining('<a href='),
        links: ['https://app.gatehouse.example/invitations?ticket=a&lang=en'],
        attachments: [],
        sentAt: '2026-03-01T12:00:00.500Z',
      },
    ]);
  });

  it('is there once for each recipient, hidden ones among them', async () => {
    await send({ to: 'one@example.com', cc: 'two@example.com', bcc: 'three@example.com' });
    for (const name of ['one', 'two', 'three']) {
      expect(await received(`${name}@example.com`)).toHaveLength(1);
    }
  });

  it('may come with a user name and a password', async () => {
    const url = new URL(tenant.smtpUrl ?? '');
    const auth = { user: 'any', pass: 'any' };
    const transport = createTransport({ host: url.hostname, port: Number(url.port), auth });
    await transport.sendMail({ ...invitation, to: 'with-password@example.com' });
    transport.close();
    expect(await received('with-password@example.com')).toHaveLength(1);
  });

  it('names its attachments, whose content is not stored', async () => {
    const content = Buffer.alloc(300_000, 'x');
    const attachments = [{ filename: 'terms.pdf', contentType: 'application/pdf', content }];
    await send({ to: 'attached@example.com', attachments });
    const [mail] = await received('attached@example.com');
    expect(mail?.attachments).toEqual([
      { filename: 'terms.pdf', mimeType: 'application/pdf', size: 300_000 },
    ]);
  });

  it('shows its links without scripts, forms and other schemes', async () => {
    const html = `<a href='https://a.example/1'>a</a> <a href="javascript:alert(1)">b</a>
      <a href="https://a.example/1">a</a> <a href="https://b.example/?x=1&#38;y=2">c</a>`;
    await send({ to: 'links@example.com', text: 'See (https://c.example/d).', html });
    const [mail] = await received('links@example.com');
    expect(mail?.links).toEqual([
      'https://a.example/1',
      'https://b.example/?x=1&y=2',
      'https://c.example/d',
    ]);
  });
});

describe('the page of the outbox', () => {
  it('shows HTML in a frame without scripts, and text as text', async () => {
    await send({ to: 'page@example.com', html: '<script>alert(1)</script><b>Hello</b>' });
    await send({ to: 'page@example.com', html: undefined, text: '<b>1 < 2</b>' });
    const { text } = await tenant.get('/outbox?to=page%40example.com', { accept: browser });
    expect(text).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('<p class="text">&lt;b&gt;1 &lt; 2&lt;/b&gt;');
    expect(text).not.toContain('<script');
  });

  it('says where to send mails', async () => {
    const { text } = await tenant.get('/outbox', { accept: browser });
    expect(text).toContain(`<code>${tenant.smtpUrl}</code>`);
  });
});

describe('the mail server', () => {
  it('refuses a message of more than 2 MiB', async () => {
    const attachments = [{ filename: 'film.bin', content: Buffer.alloc(2_000_000) }];
    await expect(send({ to: 'large@example.com', attachments })).rejects.toMatchObject({
      responseCode: 552,
    });
    expect(await received('large@example.com')).toEqual([]);
  });

  it('refuses text and HTML of more than 256 KiB', async () => {
    const mail = send({ to: 'long@example.com', text: 'x'.repeat(262_144) });
    await expect(mail).rejects.toMatchObject({ responseCode: 552 });
    expect(await received('long@example.com')).toEqual([]);
  });

  it('refuses a message with parts in parts without end', async () => {
    const transport = createTransport(tenant.smtpUrl ?? '');
    const deep = Array.from(
      { length: 30 },
      (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n`,
    ).join('');
    const envelope = { from: 'a@example.com', to: 'deep@example.com' };
    const sent = transport.sendMail({ envelope, raw: deep });
    await expect(sent).rejects.toMatchObject({ responseCode: 554 });
    transport.close();
  });

  it('turns away the 21st connection, and takes mails again when one has ended', async () => {
    const port = Number(new URL(tenant.smtpUrl ?? '').port);
    const greeting = async (): Promise<[Socket, string]> => {
      const socket = connect(port, 'localhost');
      const [data] = (await once(socket, 'data')) as [Buffer];
      return [socket, data.toString()];
    };
    const open: Socket[] = [];
    for (let count = 0; count < 20; count += 1) {
      const [socket, text] = await greeting();
      expect(text).toMatch(/^220 /);
      open.push(socket);
    }
    const [refused, text] = await greeting();
    expect(text).toMatch(/^421 /);
    refused.destroy();
    for (const socket of open) {
      const closed = once(socket, 'close');
      socket.end('QUIT\r\n');
      await closed;
    }
    await send({ to: 'after@example.com' });
    expect(await received('after@example.com')).toHaveLength(1);
  });

  it('stops with the tenant, whatever is connected', async () => {
    const own = await startTenant({ settings: seededSettings, port: 0, smtp: { port: 0 } });
    const socket = connect(Number(new URL(own.smtpUrl ?? '').port), 'localhost');
    await once(socket, 'data');
    const ended = once(socket, 'close');
    await own.close();
    await ended;
    await expect(send({}, { ...tenant, smtpUrl: own.smtpUrl })).rejects.toMatchObject({
      code: 'ESOCKET',
    });
  });
});

describe('a received mail', () => {
  it('outlives a restart', async () => {
    const state = temporaryFolder();
    const options = { settings: seededSettings, port: 0, state, smtp: { port: 0 } };
    const first = await startTenant(options);
    await send({}, { ...tenant, ...first });
    await first.close();
    const second = await startTenant(options);
    const mails = await received('guest@example.com', { ...tenant, ...second });
    await second.close();
    expect(mails).toMatchObject([{ subject: 'Grüße: your invitation', links: [/invitations/] }]);
  });
});

describe('a port of the mail server that is in use', () => {
  const other = createServer();
  afterAll(() => void other.close());

  it('stops the start only if the port was chosen', async () => {
    other.listen(0, 'localhost');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const options = { settings: seededSettings, port: 0 };
    await expect(startTenant({ ...options, smtp: { port } })).rejects.toMatchObject({
      mistakes: [`TENANT_SMTP_PORT ${port} is in use: stop the other program, or set another port`],
    });
    const without = await startTenant({ ...options, smtp: { port, isOptional: true } });
    await without.close();
    expect(without.smtpUrl).toBeUndefined();
    expect(without.notices).toEqual([
      `Port ${port} is in use, so the tenant takes no mails of your programs. TENANT_SMTP_PORT sets another port.`,
    ]);
  });
});
