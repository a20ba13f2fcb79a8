/** An account that signs in by one click. */
export interface BarAccount {
  email: string;
  password: string;
  roles: string[];
  realm?: string;
}

/** What the running gateway tells the bar. */
export interface Bar {
  accounts: BarAccount[];
  tenant: string;
  outbox: string;
  explorer: string;
}

/** What has happened, in words. */
export interface Happened {
  happened: string;
  /** For how many seconds it goes on. */
  seconds?: number;
  /** What has happened after them. */
  afterwards?: string;
}

const endpoint = '/development/bar';

/** Asks the gateway for the bar. Null without a local tenant. */
export async function fetchBar(): Promise<Bar | null> {
  const { bar } = (await (await fetch(endpoint)).json()) as { bar: Bar | null };
  return bar;
}

/** Makes something happen at the gateway. Returns what it was, or why it was not possible. */
export async function act(action: string): Promise<Happened> {
  const response = await fetch(`${endpoint}/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const answer = (await response.json()) as Happened & { errors?: { message: string }[] };
  return answer.errors?.[0] ? { happened: answer.errors[0].message } : answer;
}
