import { randomInt } from 'node:crypto';
import type { PolicyRule } from './password-policy.ts';

/** Characters of each type that a password policy may require. */
const types = [
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '0123456789',
  '!#$%&()*+-./:;<=>?@[]^_{|}~',
];

/** Characters of a password. A connection may require up to 128, and Auth0 hashes at most 72 bytes. */
const usualLength = 40;

/** Creates a password that nobody knows, and that meets the rules of a connection's policy as far as they are known. */
export function createRandomPassword(rules: readonly PolicyRule[]): string {
  const shortest = rules.find(({ code }) => code === 'lengthAtLeast')?.numbers[0] ?? 0;
  const length = Math.max(usualLength, shortest);
  const isAccepted = (password: string) => rules.every(({ isMet }) => isMet?.(password) ?? true);
  let password = randomText(length);
  // The rules of a policy may contradict each other. Auth0 then refuses every password.
  for (let attempt = 1; attempt < 20 && !isAccepted(password); attempt += 1)
    password = randomText(length);
  return password;
}

/** Returns a text with a character of each type in turn, so that neighbours are never equal or a sequence. */
function randomText(length: number): string {
  const typeAt = (index: number) => types[index % types.length] ?? '';
  return Array.from({ length }, (_, index) => {
    const characters = typeAt(index);
    return characters.charAt(randomInt(characters.length));
  }).join('');
}
