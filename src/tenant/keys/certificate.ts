import { createHash, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A certificate, as the members `x5c` and `x5t` of a JWK (RFC 7517 §4.7 and §4.8). */
export interface Certificate {
  /** The certificate: DER in Base64. */
  x5c: string;
  /** SHA-1 thumbprint of the DER, in Base64url. */
  x5t: string;
}

const sequence = 0x30;
const set = 0x31;
const explicitVersion = 0xa0;
const sha256WithRsa = Buffer.from('300d06092a864886f70d01010b0500', 'hex');
const commonName = Buffer.from('0603550403', 'hex');
const version3 = Buffer.from('020102', 'hex');

/**
 * Validity of a certificate: 2020 to 2049. It does not depend on the tenant's clock, because clients do not check the dates of a
 * certificate in a JWKS.
 */
const validity = der(sequence, utcTime('200101000000Z'), utcTime('491231235959Z'));

/** Makes the self-signed X.509 certificate (RFC 5280 §4.1) that Auth0 publishes with each signing key. */
export function selfSignedCertificate(
  name: string,
  { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject },
): Certificate {
  const subject = der(sequence, der(set, der(sequence, commonName, der(0x0c, Buffer.from(name)))));
  const body = der(
    sequence,
    der(explicitVersion, version3),
    der(0x02, Buffer.from([1]), randomBytes(8)),
    sha256WithRsa,
    subject,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = der(sequence, body, sha256WithRsa, der(0x03, Buffer.from([0]), signature));
  return {
    x5c: certificate.toString('base64'),
    x5t: createHash('sha1').update(certificate).digest('base64url'),
  };
}

/** Encodes an element in DER: tag, length, content (X.690 §8.1). */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...derLength(body.length)]), body]);
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function utcTime(time: string): Buffer {
  return der(0x17, Buffer.from(time));
}
