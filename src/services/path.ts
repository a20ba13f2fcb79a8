import { badUserInput } from '../errors.ts';

/** Maximum length of one value that is put into a path (characters). The ids that services use are shorter. */
const maxLength = 500;

/**
 * Template tag for the path of a request. Encodes each value as exactly one segment.
 *
 * @example path`orders/${id}/lines/${number}`
 * @throws `BAD_USER_INPUT` for a value that cannot be one segment of a URL: empty, `.`, `..`, a lone surrogate, or more than
 *   500 characters
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
