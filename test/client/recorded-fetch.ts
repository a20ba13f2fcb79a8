/** Sends a request. */
type Send = () => Promise<Response>;

/** A `fetch` that notes the name of each operation it sends. */
export interface RecordedFetch {
  fetch: typeof fetch;
  /** Names of the operations so far, in order. */
  sent: string[];
  /** What happens to the next operation of a name, once. */
  onNext: (name: string, happens: (send: Send) => Promise<Response>) => void;
}

export function recordedFetch(): RecordedFetch {
  const sent: string[] = [];
  const happenings = new Map<string, (send: Send) => Promise<Response>>();
  return {
    sent,
    onNext: (name, happens) => happenings.set(name, happens),
    fetch: (input, init) => {
      const { query } = JSON.parse(init?.body as string) as { query: string };
      const name = /^\w+ (\w+)/.exec(query)?.[1] ?? query;
      sent.push(name);
      const happens = happenings.get(name) ?? ((send: Send) => send());
      happenings.delete(name);
      return happens(() => fetch(input, init));
    },
  };
}

/** The request arrives and is carried out, and its answer gets lost. */
export async function loseAnswer(send: Send): Promise<Response> {
  await send();
  throw new TypeError('Failed to fetch');
}
