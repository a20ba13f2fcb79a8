import { describe, expect, it } from '@jest/globals';
import { RememberedSessions } from '../../src/sessions/remembered-sessions.ts';
import { everybody } from '../../src/sign-ins/notices.ts';

function remember(sessions: RememberedSessions, user: string, id: string): void {
  sessions.set(`cookie-${id}`, {
    ...{ name: id, saved: { session: id }, signIn: { id, user, since: 1, after: 0 } },
    ...{ startedAt: 1, accessToken: 'token', issuedAt: 1, expiresAt: 2, usedAt: 1 },
    ...{ isReplaced: false, isRenewable: true },
  });
}

describe('S04: the access tokens in the memory of a process', () => {
  it('go with the sign-ins of their user that have ended, and no others do', () => {
    const sessions = new RememberedSessions();
    for (const [user, id] of [
      ['uma', 'phone'],
      ['uma', 'desktop'],
      ['ed', 'tablet'],
    ] as const)
      remember(sessions, user, id);
    const left = () =>
      ['phone', 'desktop', 'tablet'].filter((id) => sessions.get(`cookie-${id}`) !== undefined);

    sessions.deleteEnded('uma', ({ id }) => id !== 'desktop');
    expect(left()).toEqual(['desktop', 'tablet']);
    sessions.deleteSignIn('desktop');
    expect(left()).toEqual(['tablet']);
    sessions.deleteEnded(everybody, () => true);
    expect(left()).toEqual([]);
  });
});
