import { connectionName, gatehouse } from '../support.ts';
import type { Answer, TestTenant } from '../support.ts';

/** A password that every policy of the tests takes. */
export const better = 'Purple-Kettle-9-Violin';

/** A message as programs read it. */
export interface Mail {
  channel: string;
  to: string;
  template: string;
  text: string;
  link?: string;
  sentAt: string;
}

/** What is in the outbox, oldest first. */
export async function mails(tenant: TestTenant, to?: string): Promise<Mail[]> {
  const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
  const { text } = await tenant.get(`/outbox${query}`, { accept: 'application/json' });
  return (JSON.parse(text) as { messages: Mail[] }).messages;
}

/** The link in the newest message. */
export async function newestLink(tenant: TestTenant): Promise<string> {
  return (await mails(tenant)).at(-1)?.link ?? '';
}

/** Follows a link of the tenant. */
export function follow(tenant: TestTenant, link: string): Promise<Answer> {
  return tenant.get(link.replace(tenant.url, ''));
}

/** Asks for a mail to choose a new password; the seeded administrator, unless told otherwise. */
export function requestReset(
  tenant: TestTenant,
  parameters: Record<string, string> = {},
): Promise<Answer> {
  const form = { client_id: gatehouse.client_id, connection: connectionName };
  return tenant.post('/dbconnections/change_password', {
    ...form,
    email: 'admin@example.com',
    ...parameters,
  });
}

/** Asks for a mail and returns its link. */
export async function resetLink(tenant: TestTenant): Promise<string> {
  await requestReset(tenant);
  return newestLink(tenant);
}

/** Sends the form behind a link. */
export function choosePassword(
  tenant: TestTenant,
  link: string,
  password: string,
  repeated = password,
): Promise<Answer> {
  const ticket = new URL(link).searchParams.get('ticket') ?? '';
  return tenant.post('/u/reset-password', { ticket, password, repeated });
}

/** Log records of these types, oldest first. */
export async function logged(
  tenant: TestTenant,
  ...types: string[]
): Promise<Record<string, unknown>[]> {
  return (await tenant.logs()).filter(({ type }) => types.includes(String(type)));
}
