import { describe, expect, it } from '@jest/globals';
import { nicknameOf, pictureOf } from '../../../src/tenant/users/profile.ts';
import type { User } from '../../../src/tenant/users/user.ts';

const userWith = (members: Partial<User>) => ({ email: 'ada.b@example.com', ...members }) as User;

describe('contract 13.4: what a profile has by itself', () => {
  it.each<[Partial<User>, string]>([
    [{}, 'ada.b'],
    [{ username: 'countess' }, 'ada.b'],
    [{ username: 'countess', nickname: 'Addie' }, 'Addie'],
  ])('the nickname of %j', (members, nickname) => {
    expect(nicknameOf(userWith(members))).toBe(nickname);
  });

  it.each<[Partial<User>, string]>([
    [{}, 'ad'],
    [{ name: 'Ada King Noel' }, 'ak'],
    [{ name: 'Ada' }, 'ad'],
    [{ name: 'ada.b@example.com' }, 'ad'],
    [{ given_name: 'Ada', family_name: 'Lovelace' }, 'al'],
  ])('the letters in the picture of %j', (members, letters) => {
    const url = new URL(pictureOf(userWith(members)));
    expect(url.searchParams.get('d')).toBe(`https://cdn.auth0.com/avatars/${letters}.png`);
  });
});
