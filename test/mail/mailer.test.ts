import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MailTemplates } from '../../src/mail/mail-templates.ts';
import { Mailer } from '../../src/mail/mailer.ts';
import { startLocal, type Local } from '../support/local.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const from = { name: 'Team', address: 'team@example.com' };
const values = {
  ...{ name: 'Nora', inviter: 'Ada "A" <x>', email: 'new@example.com', note: undefined },
  ...{ link: 'https://app.example.com/accept-invitation#token=abc', expires: 'tomorrow' },
};
const english = { locale: undefined };

/** Keeps the lines of the log. */
function log() {
  const lines: [string, object][] = [];
  const write = (details: object, message: string) =>
    lines.push([message.split(':')[0] ?? '', details]);
  return { lines, info: write, error: write };
}

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(temporaryFolder(), 'mails-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('a mail', () => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal();
  });
  afterAll(() => local.close());
  const mailer = async (folder?: string) => {
    const { lines, ...writes } = log();
    const server = local.tenant.smtpUrl ?? '';
    const templates = await MailTemplates.read(folder);
    return { mailer: new Mailer({ server, from, templates, log: writes }), lines };
  };

  it('arrives as text and as escaped HTML, without the lines that have no value', async () => {
    const { mailer: sender } = await mailer();
    expect(await sender.send('one@example.com', 'invitation', values, english)).toBe(true);
    const mail = await local.lastMessage('one@example.com');
    expect(mail).toMatchObject({ from: 'Team <team@example.com>', subject: 'Your invitation' });
    expect(mail.text).toContain('Ada "A" <x> invites you');
    expect(mail.text).not.toContain('writes:');
    expect(mail.html).toContain('Ada &quot;A&quot; &lt;x&gt; invites you');
    expect(mail.html).not.toContain('{{');
  });

  it('has the template of the language of its reader', async () => {
    const folder = folderWith({
      'invitation.de.txt': 'Subject: Einladung für {{name}}\n\n{{link}}\n',
      'invitation.de.html': '<p>Hallo {{name}}</p><a href="{{link}}">Los</a>',
    });
    const { mailer: sender } = await mailer(folder);
    for (const [locale, subject] of [
      ['de-AT', 'Einladung für Nora'],
      ['fr', 'Your invitation'],
    ] as const) {
      await sender.send('two@example.com', 'invitation', values, { locale });
      expect(await local.lastMessage('two@example.com')).toMatchObject({ subject });
    }
  });

  it.each([
    ['a new line', 'a@example.com\r\nBcc: b@example.com'],
    ['a command', 'a@example.com>\r\nRCPT TO:<b@example.com'],
    ['a list', 'a@example.com, b@example.com'],
  ])('whose address has %s reaches no second recipient', async (_what, address) => {
    const { mailer: sender } = await mailer();
    await sender.send(address, 'invitation', values, english);
    await expect(local.lastMessage('b@example.com')).rejects.toThrow('nothing was sent');
  });
});

describe('a mail that cannot be sent', () => {
  let server: Server;
  let answer: (line: string) => string | undefined;
  const greeting = '220 mail.example\r\n';
  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      const first = answer('');
      if (first !== undefined) socket.write(first);
      socket.on('data', (data) => {
        const reply = answer(String(data));
        if (reply !== undefined) socket.write(reply);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('is an outcome, and the log tells each reason once, until a mail is sent', async () => {
    const { lines, ...writes } = log();
    const { port } = server.address() as AddressInfo;
    const mailer = new Mailer({
      ...{ server: `smtp://127.0.0.1:${port}`, from, timeLimit: 300, log: writes },
      templates: await MailTemplates.read(),
    });
    const send = () => mailer.send('who@example.com', 'invitation', values, english);
    let isData = false;
    const working = (line: string) => {
      if (line === '') return greeting;
      if (/^data/i.test(line)) {
        isData = true;
        return '354 go on\r\n';
      }
      if (!isData) return '250 ok\r\n';
      if (!line.endsWith('\r\n.\r\n')) return undefined;
      isData = false;
      return '250 taken\r\n';
    };
    const full = (line: string) =>
      /^rcpt/i.test(line) ? '550 who@example.com is unknown\r\n' : working(line);
    answer = () => undefined;
    expect([await send(), await send()]).toEqual([false, false]);
    answer = full;
    expect([await send(), await send()]).toEqual([false, false]);
    answer = working;
    expect([await send(), await send()]).toEqual([true, true]);
    answer = full;
    expect(await send()).toBe(false);
    expect(lines.map(([message]) => message)).toEqual([
      ...['A mail cannot be sent', 'A mail cannot be sent'],
      ...['Mails are sent again', 'A mail cannot be sent'],
    ]);
    expect(lines[1]?.[1]).toMatchObject({ responseCode: 550 });
    expect(JSON.stringify(lines)).not.toContain('who@example.com');
  });
});

describe('a folder of templates is refused', () => {
  const html = '<a href="{{link}}">x</a>';
  it.each([
    [
      'with a placeholder that is none',
      'Subject: Hi\n\n{{link}} {{password}}',
      html,
      'unknown placeholder {{password}}',
    ],
    ['without the link', 'Subject: Hi\n\nHello', html, 'lacks the placeholder {{link}}'],
    ['without a subject', 'Hello {{link}}', html, 'must begin with a line "Subject: …"'],
    ['without its HTML', 'Subject: Hi\n\n{{link}}', undefined, 'invitation.html'],
  ])('%s', async (_what, txt, page, message) => {
    const folder = folderWith({
      'invitation.txt': txt,
      ...(page !== undefined && { 'invitation.html': page }),
    });
    await expect(MailTemplates.read(folder)).rejects.toThrow(message);
  });

  it('that does not exist, or has the template of no mail', async () => {
    await expect(MailTemplates.read('/nowhere')).rejects.toThrow('ENOENT');
    const folder = folderWith({ 'invite.txt': 'Subject: Hi\n\n{{link}}', 'invite.html': html });
    await expect(MailTemplates.read(folder)).rejects.toThrow('there are invitation');
  });
});
