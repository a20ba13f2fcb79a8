import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { temporaryFolder } from './temporary-folder.ts';

/** Files of a server's certificate, and of the authority that has signed it. */
export interface CertificateFiles {
  certFile: string;
  keyFile: string;
  caFile: string;
}

/** An authority that signs certificates. */
export interface TestAuthority {
  /** Signs a certificate for hosts: IPv4 addresses and DNS names. */
  sign: (hosts: readonly string[], notAfter?: Date) => Promise<CertificateFiles>;
  /** The authority's own certificate, PEM. */
  caFile: string;
}

/** Makes an authority. Its files exist until the test file ends. */
export async function makeAuthority(): Promise<TestAuthority> {
  const folder = temporaryFolder();
  const own = await generate([{ name: 'commonName', value: 'An authority of our own' }], {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const caFile = write('ca.pem', own.cert);
  let signed = 0;
  return {
    caFile,
    sign: async (hosts, notAfterDate) => {
      const { cert, private: key } = await generate([{ name: 'commonName', value: 'redis' }], {
        ca: { key: own.private, cert: own.cert },
        extensions: [
          {
            name: 'subjectAltName',
            altNames: hosts.map((host) =>
              /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host },
            ),
          },
        ],
        ...(notAfterDate && { notBeforeDate: new Date(0), notAfterDate }),
      });
      signed += 1;
      return {
        certFile: write(`${signed}.pem`, cert),
        keyFile: write(`${signed}.key`, key),
        caFile,
      };
    },
  };
}
