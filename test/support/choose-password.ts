import { setTimeout as wait } from 'node:timers/promises';

/** Submits the form behind the link of a reset mail, and returns the page that follows. */
export async function choosePassword(link = '', password: string): Promise<string> {
  const form = await fetch(link);
  const [, ticket = ''] = /name="ticket" value="(\w+)"/.exec(await form.text()) ?? [];
  const response = await fetch(new URL('/u/reset-password', link), {
    method: 'POST',
    body: new URLSearchParams({ ticket, password, repeated: password }),
  });
  return response.text();
}

/** Waits for a message with a link to an address, and returns the newest link. */
export async function lastLink(tenantUrl: string, to: string): Promise<string> {
  const url = new URL(`/outbox?to=${encodeURIComponent(to)}`, tenantUrl);
  for (;;) {
    const outbox = await fetch(url, { headers: { accept: 'application/json' } });
    const { messages } = (await outbox.json()) as { messages: { link?: string }[] };
    const link = messages.at(-1)?.link;
    if (link !== undefined) return link;
    await wait(50);
  }
}
