import { keyedDigest } from '../secrets/digest.ts';

/**
 * Cursors of lists. A cursor contains the number of items before it, signed together with the list that it belongs to, so that a
 * changed cursor and one of another list are refused.
 */
export class Cursors {
  readonly #sign: (text: string) => string;

  /** @param secret - secret of the gateway, from which the key is derived */
  constructor(secret: string) {
    this.#sign = keyedDigest(secret, 'cursor');
  }

  /** @param list - text that identifies the list with its filter */
  at(position: number, list: string): string {
    return `${position.toString(36)}.${this.#sign(`${position} ${list}`).slice(0, 16)}`;
  }

  /** Returns the number of items before a cursor. Undefined for a text that is no cursor of this list. */
  read(cursor: string, list: string): number | undefined {
    const position = Number.parseInt(cursor.slice(0, 10), 36);
    return Number.isSafeInteger(position) && this.at(position, list) === cursor
      ? position
      : undefined;
  }
}
