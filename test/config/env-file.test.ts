import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnvFile } from '../../scripts/env-file.js';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const file = join(folder, '.env');

function read(content: string | Buffer) {
  writeFileSync(file, content);
  const { variables, mistakes } = readEnvFile(file);
  return { variables, mistakes: mistakes.map((mistake) => mistake.replace(file, '.env')) };
}

const text = 'AUTH0_DOMAIN=team.eu.auth0.com\nAUTH0_CONNECTION=Müller\n';
const assigned = { AUTH0_DOMAIN: 'team.eu.auth0.com', AUTH0_CONNECTION: 'Müller' };
const littleEndian = Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('.env is read', () => {
  it.each([
    ['in UTF-8', text],
    ['in UTF-8 with a byte order mark', `\uFEFF${text}`],
    ['in UTF-16, little-endian', littleEndian],
    ['in UTF-16, big-endian', Buffer.from(littleEndian).swap16()],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
    ['with CR', text.replaceAll('\n', '\r')],
    ['with export, spaces and comments', `# x: y\n\n  ${text.replaceAll(/^|(?==)/gm, ' ')} # z`],
    ['with export', text.replaceAll(/^(?=A)/gm, 'export ')],
    ['in quotes', text.replaceAll(/=(.*)/g, '="$1" # $1')],
  ])('%s', (_form, content) => {
    expect(read(content)).toEqual({ variables: assigned, mistakes: [] });
  });

  it('with an empty value, a quoted # and a value of several lines', () => {
    expect(read(`EMPTY=\nHASH='a#b'\nKEY="-----BEGIN\nQUJD=\n-----END"\nLAST=1`)).toEqual({
      variables: { EMPTY: '', HASH: 'a#b', KEY: '-----BEGIN\nQUJD=\n-----END', LAST: '1' },
      mistakes: [],
    });
  });

  it('as nothing where there is none', () => {
    expect(readEnvFile(join(folder, 'none'))).toEqual({ variables: {}, mistakes: [] });
  });
});

describe('.env is refused', () => {
  it.each([
    ['hello', 'this is no assignment: write NAME=value, or # before a comment'],
    ['set PORT=1', 'this is no assignment: write NAME=value, or # before a comment'],
    ['$env:PORT = "1"', 'this is no assignment: write NAME=value, or # before a comment'],
    ['s3cret: x', 'this is no assignment: write NAME=value, or # before a comment'],
    ['PORT: 1', 'write PORT=… in place of PORT: …'],
    ['PORT="1', 'the value of PORT has no closing ": write it at the end of the value'],
    ['PORT="1\nA_B="2"', 'the value of PORT has no closing ": write it at the end of the value'],
    ['PORT=1#x', 'the value of PORT ends before #: put it in quotes, or a space before a comment'],
    [Buffer.from('PORT=ü', 'latin1'), 'this is not text in UTF-8: save the file as UTF-8'],
    [Buffer.from('PORT=1', 'utf16le'), 'this is not text in UTF-8: save the file as UTF-8'],
  ])('at %j, with the line', (line, mistake) => {
    const content = Buffer.concat([Buffer.from('# first\n'), Buffer.from(line)]);
    expect(read(content).mistakes).toEqual([expect.stringMatching(/^\.env line [12]: /)]);
    expect(read(content).mistakes[0]).toContain(mistake);
  });

  it('with all its mistakes at once, and no value', () => {
    const { variables, mistakes } = read('PORT: 4321\n\noops-4321\r\nHOST=4321#4321');
    expect(mistakes.map((mistake) => mistake.slice(0, 12))).toEqual([
      '.env line 1:',
      '.env line 3:',
      '.env line 4:',
    ]);
    expect(mistakes.join()).not.toContain('4321');
    // What is known all the same spares the message that the variable is missing.
    expect(variables['PORT']).toBe('4321');
  });

  it('as a folder, and under the name that Windows gives it', () => {
    const other = temporaryFolder();
    mkdirSync(join(other, 'folder'));
    writeFileSync(join(other, '.env.txt'), text);
    expect(readEnvFile(join(other, 'folder')).mistakes).toEqual([
      `${other}/folder cannot be read: EISDIR`,
    ]);
    expect(readEnvFile(join(other, '.env')).mistakes).toEqual([
      `${other}/.env.txt is not read: rename it to ${other}/.env`,
    ]);
  });
});
