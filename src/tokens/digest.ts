import { hash } from 'node:crypto';

/** SHA-256 in base64url: what stands for a token where it is kept, so that nothing kept can be used as one. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}
