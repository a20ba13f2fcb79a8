import type { LogRecord } from '../logs/tenant-logs.ts';
import type { Tenant } from '../tenant-state.ts';
import type { CurrentUser } from '../users/seeded-users.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { logEventTypes } from './log-event-types.ts';
import { page } from './page.ts';
import { switchWarning } from './switch-warning.ts';

const shownRecords = 50;

/** Builds the tenant's home page: accounts, links and the latest log records. */
export function homePageHtml(tenant: Tenant, users: readonly CurrentUser[]): string {
  const { settings, issuer, logs } = tenant;
  const title = settings.tenant.friendly_name;
  const records = logs.records().slice(-shownRecords).reverse();
  return page(
    tenant,
    '/',
    title,
    html`<h1>${title}</h1>
      <p>
        An authorization server that answers as Auth0 does, to run and test Gatehouse without an
        Auth0 account. Issuer: <code>${issuer}</code>
      </p>
      <p class="warning">These passwords are public. Never use this tenant in production.</p>
      ${switchWarning(tenant)}
      <h2>Accounts</h2>
      <div class="scroll">${accountsTable(users)}</div>
      <h2>For programs</h2>
      <p>
        <a href="/.well-known/openid-configuration">OpenID configuration</a> ·
        <a href="/.well-known/jwks.json">Signing keys (JWKS)</a> ·
        <a href="/control">Switches</a> (clock, keys, outages)
      </p>
      <h2>Latest log records</h2>
      <div class="scroll" role="region" aria-label="Latest log records" tabindex="0">
        ${logTable(records)}
      </div>`,
  );
}

function accountsTable(users: readonly CurrentUser[]): Html {
  const rows = users.map(
    ({ email, password, roles, user_id, connection, blocked }) =>
      html`<tr>
        <td data-label="E-mail"><b>${email}</b>${blocked ? ' (blocked)' : ''}</td>
        <td data-label="Password" class="mono">${password ?? 'changed'}</td>
        <td data-label="Roles">${roles.join(', ') || 'none'}</td>
        <td data-label="Connection">${connection}</td>
        <td data-label="User ID" class="mono">${user_id}</td>
      </tr>`,
  );
  return html`<table class="accounts">
    <thead>
      <tr>
        <th>E-mail</th>
        <th>Password</th>
        <th>Roles</th>
        <th>Connection</th>
        <th>User ID</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function logTable(records: LogRecord[]): Html {
  if (records.length === 0) return html`<div class="empty">The log has no records yet.</div>`;
  return html`<table>
    <thead>
      <tr>
        <th>Time (UTC)</th>
        <th>Type</th>
        <th>User</th>
        <th>ip</th>
        <th>client_ip</th>
        <th>Description</th>
      </tr>
    </thead>
    <tbody>
      ${records.map(logRow)}
    </tbody>
  </table>`;
}

function logRow(record: LogRecord): Html {
  const { date, type, description = '', user_name, user_id, ip, client_ip } = record;
  return html`<tr>
    <td class="mono">${date.slice(0, 19).replace('T', ' ')}</td>
    <td><b class="mono">${type}</b> <span class="meaning">${logEventTypes[type] ?? ''}</span></td>
    <td>${user_name ?? user_id ?? ''}</td>
    <td class="mono">${ip}</td>
    <td class="mono">${client_ip ?? ''}</td>
    <td class="wide">${description}</td>
  </tr>`;
}
