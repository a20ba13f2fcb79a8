/** Maximum length of a reason (characters). */
const maxLength = 200;

/** Control and format characters, including line ends and those that change the direction of a text. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Reads the reason that an Action or Rule of the tenant gives for a denied login. Returns one line of plain text without markup
 * and control characters, of at most 200 characters. Returns undefined if the tenant gives no reason of its own.
 */
export function readDenialReason({
  code,
  text,
}: {
  code: string;
  text: string;
}): string | undefined {
  if (text === code) return undefined;
  const line = text
    .replaceAll(unprintable, ' ')
    .replaceAll(/<\/?[a-z!][^>]*>?/gi, ' ')
    .replaceAll(/[<>]/g, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  const short = characters
    .slice(0, maxLength - 1)
    .join('')
    .trimEnd();
  return (characters.length > maxLength ? `${short}…` : line) || undefined;
}
