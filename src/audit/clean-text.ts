/** Maximum number of characters (code points) of one text in an audit event. */
export const maxTextLength = 200;

/**
 * Controls (line breaks among them), format characters (bidi marks, zero-width spaces), line and paragraph separators, characters
 * that are not drawn, private characters, and halves of surrogate pairs.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Matches most texts of events, and is tested fast. */
const plain = /^[ -~]*$/;

/**
 * Makes a text from outside safe to show in a line of a log, a terminal or a table. Replaces each character that could start a
 * line, turn the direction of the text or hide a part of it by U+FFFD, and cuts the text.
 */
export function cleanText(text: string): string {
  if (text.length <= maxTextLength && plain.test(text)) return text;
  // A code point has at most two code units, so the rest of a very long text is not looked at.
  const beginning = Array.from(text.slice(0, 2 * maxTextLength + 2));
  const cut = beginning.slice(0, maxTextLength).join('');
  const clean = cut.replaceAll(invisible, '\uFFFD');
  return beginning.length > maxTextLength ? `${clean}…` : clean;
}
