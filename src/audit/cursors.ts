import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../secrets/derived-key.ts';
import { formatPosition, parsePosition, type Position } from '../store/event-log.ts';

/** Place of an event in the whole trail. Of two events with one position, the one of the later shelf is newer. */
export interface TrailPosition extends Position {
  /** Index of the shelf. */
  shelf: number;
}

/** Creates and checks cursors. A cursor that the gateway did not create, or that a client has changed, is refused. */
export class Cursors {
  readonly #keys: Uint8Array[];

  /** @param secrets - newest first. The newest one signs, all of them check */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => deriveKey(secret, 'audit cursor'));
  }

  create(position: TrailPosition): string {
    const [newest = new Uint8Array()] = this.#keys;
    return sign(`${formatPosition(position)}-${position.shelf}`, newest);
  }

  /** Reads a cursor. Returns undefined for any other text. */
  read(cursor: string): TrailPosition | undefined {
    const [, encoded = ''] = /^([\w-]{1,64})\./.exec(cursor) ?? [];
    const text = Buffer.from(encoded, 'base64url').toString();
    if (!this.#keys.some((key) => isEqual(sign(text, key), cursor))) return undefined;
    const [ms, seq, shelf] = text.split('-');
    const position = parsePosition(`${ms}-${seq}`);
    return position && { ...position, shelf: Number(shelf) };
  }
}

/** Encodes a text with its signature (HMAC-SHA-256, cut to 128 bits, RFC 2104 §5). */
function sign(text: string, key: Uint8Array): string {
  const signature = createHmac('sha256', key).update(text).digest().subarray(0, 16);
  return `${Buffer.from(text).toString('base64url')}.${signature.toString('base64url')}`;
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
