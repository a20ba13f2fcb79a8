import { badUserInput } from '../errors.ts';

/** Characters; no id of a service's is as long, and its server would refuse the address. */
const longest = 500;

/**
 * A template tag for the paths of requests: each value becomes one segment, whatever is in it, and nothing else.
 *
 * @example path`orders/${id}/lines/${number}`
 * @throws `BAD_USER_INPUT` for a value that no address can carry as one segment: empty, `.`, `..`, a lone surrogate, or
 *   more than 500 characters
 */
export function path(literals: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: literals }, ...values.map((value) => encodeSegment(String(value))));
}

function encodeSegment(value: string): string {
  if (['', '.', '..'].includes(value) || value.length > longest || /\p{Surrogate}/u.test(value)) {
    throw badUserInput('There is no such id.');
  }
  return encodeURIComponent(value);
}
