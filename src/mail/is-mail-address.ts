/**
 * Whether a text is one e-mail address and nothing else. Refuses spaces, line breaks and all characters with a meaning of their own in
 * the header of a mail, so that the text can add neither a header nor a recipient.
 */
export function isMailAddress(text: string): boolean {
  return /^[^\s<>()[\],;:"\\@\p{C}]+@[^\s<>()[\],;:"\\@\p{C}]+$/u.test(text);
}
