import PostalMime from 'postal-mime';
import type { Address, Email } from 'postal-mime';
import type { ReceivedMail } from '../mails/outbox.ts';

/** The mail of a message, without its recipient. */
export type MailContent = Omit<ReceivedMail, 'channel' | 'to'>;

const maxNestedParts = 20;
const maxHeaderBytes = 64 * 1024;
const maxContentCharacters = 256 * 1024;
const maxAttachments = 50;
const maxLinks = 50;

/** A message that the tenant does not take. */
export class RefusedMail extends Error {
  /** SMTP reply code: 552 if the message is too large, 554 if it cannot be read. */
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/**
 * Reads a message (RFC 5322, MIME). Of an attachment it keeps only the name, the type and the size.
 *
 * @param sender - sender in the SMTP envelope, for a message without `From`
 * @throws {@link RefusedMail} if the message is nested too deeply, or if its text and HTML together exceed 256 KiB
 */
export async function readMail(message: Buffer, sender: string): Promise<MailContent> {
  const { from, subject = '', text = '', html, attachments } = await parse(message);
  if (text.length + (html?.length ?? 0) > maxContentCharacters) {
    throw new RefusedMail(552, 'The text and the HTML of a message can have at most 256 KiB');
  }
  return {
    from: from ? formatAddress(from) : sender,
    ...{ subject, text },
    ...(html !== undefined && { html }),
    links: findLinks(text, html),
    attachments: attachments.slice(0, maxAttachments).map(({ filename, mimeType, content }) => ({
      ...{ filename: filename ?? 'without a name', mimeType },
      size: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
}

async function parse(message: Buffer): Promise<Email> {
  try {
    const limits = { maxNestingDepth: maxNestedParts, maxHeadersSize: maxHeaderBytes };
    return await PostalMime.parse(message, limits);
  } catch (error) {
    throw new RefusedMail(554, `The message cannot be read: ${(error as Error).message}`);
  }
}

function formatAddress({ name, address = '' }: Address): string {
  return name === '' ? address : `${name} <${address}>`;
}

/** Lists the links of a mail to web pages, without duplicates: those in the HTML first. */
function findLinks(text: string, html = ''): string[] {
  const inHtml = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
    ([, double = '', single = '']) => withoutEntities(double || single).trim(),
  );
  const links = [...inHtml, ...linksInText(text)].filter((link) => /^https?:\/\//i.test(link));
  return [...new Set(links)].slice(0, maxLinks);
}

/** Lists the web addresses in a text. Punctuation after an address is not part of it. */
function linksInText(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"]+/gi)].map(([link]) =>
    link.replace(/[.,;:!?)\]'*]+$/, ''),
  );
}

const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces the character references that can be in the link of a mail. */
function withoutEntities(attribute: string): string {
  return attribute.replaceAll(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi, (all, ...groups) => {
    const [decimal, hex, name] = groups as (string | undefined)[];
    if (name !== undefined) return characters[name.toLowerCase()] ?? all;
    return String.fromCodePoint(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal));
  });
}
