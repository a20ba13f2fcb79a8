import { connectionName, gatehouse } from '../support.ts';
import type { Answer, TestTenant } from '../support.ts';

/** A password that every policy in the tests accepts. */
export const better = 'Purple-Kettle-9-Violin';

/** A message in the JSON of the outbox. */
export interface Mail {
  channel: string;
  to: string;
  template: string;
  text: string;
  link?: string;
  sentAt: string;
}

/** Returns the messages in the outbox, oldest first. */
export async function mails(tenant: TestTenant, to?: string): Promise<Mail[]> {
  const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
  const { text } = await tenant.get(`/outbox${query}`, { accept: 'application/json' });
  return (JSON.parse(text) as { messages: Mail[] }).messages;
}

/** Returns the link in the newest message. */
export async function newestLink(tenant: TestTenant): Promise<string> {
  return (await mails(tenant)).at(-1)?.link ?? '';
}

/** Follows a link that the tenant has sent. */
export function follow(tenant: TestTenant, link: string): Promise<Answer> {
  return tenant.get(link.replace(tenant.url, ''));
}

/** Requests a mail with which a user chooses a new password. Default: the seeded administrator. */
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

/** Requests a mail for a new password, and returns its link. */
export async function resetLink(tenant: TestTenant): Promise<string> {
  await requestReset(tenant);
  return newestLink(tenant);
}

/** Submits the form behind a link. */
export function choosePassword(
  tenant: TestTenant,
  link: string,
  password: string,
  repeated = password,
): Promise<Answer> {
  const ticket = new URL(link).searchParams.get('ticket') ?? '';
  return tenant.post('/u/reset-password', { ticket, password, repeated });
}

/** Returns the log records of these types, oldest first. */
export async function logged(
  tenant: TestTenant,
  ...types: string[]
): Promise<Record<string, unknown>[]> {
  return (await tenant.logs()).filter(({ type }) => types.includes(String(type)));
}
