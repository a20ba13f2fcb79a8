import { badUserInput } from '../errors.ts';

/** Characters of one value. No id of a service is longer, and a server would refuse a longer URL. */
const maxLength = 500;

/**
 * Template tag for the paths of requests. Each value becomes exactly one segment, with any characters.
 *
 * @example path`orders/${id}/lines/${number}`
 * @throws `BAD_USER_INPUT` for a value that no URL can carry as one segment: empty, `.`, `..`, a lone surrogate, or
 *   more than 500 characters
 */
export function path(literals: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: literals }, ...values.map((value) => encodeSegment(String(value))));
}

function encodeSegment(value: string): string {
  if (['', '.', '..'].includes(value) || value.length > maxLength || /\p{Surrogate}/u.test(value)) {
    throw badUserInput('There is no such id.');
  }
  return encodeURIComponent(value);
}
