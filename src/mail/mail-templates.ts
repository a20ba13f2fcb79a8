import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placeholders, type Mails } from './mails.ts';
import { fillTemplate, findTemplateFault, type TemplateFormat } from './template.ts';

/** Folder of the gateway's own templates. A build copies it. */
const ownFolder = fileURLToPath(new URL('./templates/', import.meta.url));

/** A mail in both of its formats. */
export interface WrittenMail {
  subject: string;
  text: string;
  html: string;
}

/** Texts of one mail in one language. */
type Template = Record<TemplateFormat, string>;

/**
 * Templates of all mails: for each mail a `txt` file, whose first line is `Subject: …`, and an `html` file. A file with a language
 * in its name, such as `invitation.de.txt`, is for readers of that language.
 */
export class MailTemplates {
  /** Templates by name, such as `invitation` and `invitation.de`. */
  readonly #templates: ReadonlyMap<string, Template>;

  private constructor(templates: ReadonlyMap<string, Template>) {
    this.#templates = templates;
  }

  /**
   * Reads the templates.
   *
   * @param folder - folder of templates that replace the gateway's own. Default: none
   * @throws `Error` that names the file, for a folder or a template that cannot be used
   */
  static async read(folder?: string): Promise<MailTemplates> {
    const own = await readTemplates(ownFolder);
    const replaced = folder === undefined ? [] : await readTemplates(folder);
    return new MailTemplates(new Map([...own, ...replaced]));
  }

  /**
   * Writes a mail.
   *
   * @param locale - language tag of the reader (BCP 47). Without a template in that language, the mail has the default template
   */
  write<Name extends keyof Mails>(
    name: Name,
    values: Mails[Name],
    locale: string | undefined,
  ): WrittenMail {
    const { txt, html } = this.#find(name, locale);
    const [, subject = '', body = ''] = textParts.exec(txt) ?? [];
    return {
      subject: fillTemplate(subject, values, 'txt').trim(),
      text: fillTemplate(body, values, 'txt'),
      html: fillTemplate(html, values, 'html'),
    };
  }

  #find(name: keyof Mails, locale = ''): Template {
    const [language = ''] = locale.split('-');
    const names = [`${name}.${locale}`, `${name}.${language}`, name];
    const found = names.map((one) => this.#templates.get(one)).find((one) => one !== undefined);
    if (!found) throw new Error(`there is no template ${name}`);
    return found;
  }
}

/** The subject in the first line of a text, and the text below it. */
const textParts = /^Subject:[ \t]*(\S[^\n]*)\n\s*\n([^]*)$/;

async function readTemplates(folder: string): Promise<[string, Template][]> {
  const files = (await readdir(folder)).filter((file) => /\.(txt|html)$/.test(file)).toSorted();
  const names = [...new Set(files.map((file) => file.replace(/\.\w+$/, '')))];
  return Promise.all(
    names.map(async (name): Promise<[string, Template]> => {
      const read = (format: TemplateFormat) => readTemplate(folder, name, format);
      return [name, { txt: await read('txt'), html: await read('html') }];
    }),
  );
}

async function readTemplate(folder: string, name: string, format: TemplateFormat): Promise<string> {
  const file = join(folder, `${name}.${format}`);
  const [mail = ''] = name.split('.');
  if (!isMail(mail)) {
    throw new Error(`${file} is the template of no mail; there are ${mails.join(', ')}`);
  }
  const text = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
  if (format === 'txt' && !textParts.test(text)) {
    throw new Error(`${file} must begin with a line "Subject: …" and an empty line`);
  }
  const fault = findTemplateFault(text, placeholders[mail]);
  if (fault !== undefined) throw new Error(`${file} ${fault}`);
  return text;
}

const mails = Object.keys(placeholders);
const isMail = (name: string): name is keyof Mails => mails.includes(name);
