import { setTimeout as wait } from 'node:timers/promises';
import type { Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { login, me } from './documents.ts';

/** The members of a mutation's answer that the documents ask for. */
export interface Outcome {
  __typename: string;
  accessToken?: string;
  refreshToken?: string;
  rules?: unknown[];
}

/** What comes of the one mutation in a document. */
export async function outcomeOf(
  { gateway }: Local,
  document: string,
  headers: Record<string, string> = {},
): Promise<Outcome> {
  const { data } = await gateway.request<Record<string, Outcome>>(document, { headers });
  return present(Object.values(present(data))[0]);
}

/** What `me` shows to an account that is seeded with a role and a permission. */
export async function editor(local: Local): Promise<unknown> {
  const { accessToken } = await outcomeOf(local, login('editor@example.com'));
  const { data } = await local.gateway.request<{ me: unknown }>(me, { token: accessToken });
  return data?.me;
}

/** Moves the clock that tenant and gateway share. */
export async function moveClock({ tenant }: Local, seconds: number): Promise<void> {
  await fetch(`${tenant.issuer}control/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seconds }),
  });
}

/** Makes the tenant's token endpoint fail as long as `act` runs. */
export async function withTokenFault<Result>(
  { tenant }: Local,
  fault: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const url = `${tenant.issuer}control/faults/token`;
  const headers = { 'content-type': 'application/json' };
  await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ fault }) });
  const result = await act();
  await fetch(url, { method: 'DELETE' });
  return result;
}

/** Waits until something is so. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(20);
}
