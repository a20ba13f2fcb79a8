import type { Session } from '@gatehouse/client';
import { useSession } from '@gatehouse/client/react';
import { useEffect, useRef, useState } from 'react';
import type { Happened } from './bar-endpoint.ts';

/** Tells what just happened, in words: what the bar has done, and what has become of the session. */
export function useStory() {
  const [story, setStory] = useState<Happened>({ happened: '' });
  const session = useSession();
  const before = useRef(session);
  useEffect(() => {
    const happened = describeChange(before.current, session);
    before.current = session;
    if (happened) setStory({ happened });
  }, [session]);

  useEffect(() => {
    const { seconds, afterwards = '' } = story;
    if (seconds === undefined) return undefined;
    const timer = setTimeout(() => {
      setStory(seconds > 1 ? { ...story, seconds: seconds - 1 } : { happened: afterwards });
    }, 1000);
    return () => {
      clearTimeout(timer);
    };
  }, [story]);

  return { story, tell: setStory };
}

function describeChange(before: Session, now: Session): string | undefined {
  if (now.status === before.status) return undefined;
  switch (now.status) {
    case 'signedIn':
      return `Signed in as ${now.user.email ?? now.user.id}. The session is in a cookie that no script can read.`;
    case 'signedOut':
      if (now.refusal) return `The session has ended. ${now.refusal.message}`;
      return before.status === 'signedIn' ? 'Signed out, in all tabs.' : undefined;
    case 'unreachable':
      return 'The gateway cannot tell who is signed in. The page asks again by itself.';
    default:
      return undefined;
  }
}
