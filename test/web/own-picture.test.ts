import { expect, it } from '@jest/globals';
import { ownPicture } from '../../web/src/parts/own-picture.ts';

it.each([
  'https://s.gravatar.com/avatar/0bc83cb571cd1c50ba6f3e8a78ef1346?s=480&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2Fer.png',
  'https://www.gravatar.com/avatar/0bc83cb571cd1c50ba6f3e8a78ef1346',
  'https://cdn.auth0.com/avatars/er.png',
  'not a URL',
  null,
])('initials stand for %s', (picture) => {
  expect(ownPicture(picture)).toBeNull();
});

it.each(['https://pictures.example/erin.png', 'https://notgravatar.com/erin.png'])(
  'a picture of the user, %s, is shown',
  (picture) => {
    expect(ownPicture(picture)).toBe(picture);
  },
);
