/** A clock that stands still where another one goes back: what comes later is never earlier. */
export function steadyClock(now: () => Date): () => Date {
  let latest = -Infinity;
  return () => {
    latest = Math.max(latest, now().getTime());
    return new Date(latest);
  };
}
