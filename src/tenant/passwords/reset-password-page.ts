import { html } from '../home-page/html.ts';
import type { Html } from '../home-page/html.ts';
import { page } from '../home-page/page.ts';
import type { Tenant } from '../tenant-state.ts';
import type { PasswordRule, PasswordRuleItem } from '../users/password-policy.ts';
import { ruleText } from '../users/password-policy.ts';
import type { User } from '../users/user-directory.ts';

/** Why a password was not set. */
export type ResetFault =
  { kind: 'different' } | { kind: 'refused'; message: string; body?: object };

type Named = Pick<Tenant, 'settings'>;

/** The form in which a new password is chosen. It needs no script. */
export function resetPasswordPage(
  tenant: Named,
  ticket: string,
  { email }: User,
  fault?: ResetFault,
): string {
  return page(
    'Choose a new password',
    html`<h1>Choose a new password</h1>
      <p>For ${email} at ${tenant.settings.tenant.friendly_name}.</p>
      <form class="card" method="post" action="/u/reset-password">
        ${fault ? faultHtml(fault) : ''}
        <input type="hidden" name="ticket" value="${ticket}" />
        <input
          type="email"
          name="username"
          value="${email}"
          autocomplete="username"
          readonly
          hidden
        />
        <label for="password">New password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="new-password"
          required
          autofocus
        />
        <label for="repeated">New password, once more</label>
        <input id="repeated" name="repeated" type="password" autocomplete="new-password" required />
        <button type="submit">Set the password</button>
      </form>`,
  );
}

/** Says that it is done. */
export function passwordSetPage({ settings }: Named): string {
  return page(
    'The password is set',
    html`<h1>The password is set</h1>
      <p>Sign in to ${settings.tenant.friendly_name} with it. You can close this page.</p>`,
  );
}

/** For a link that was used, has expired, or was followed by a newer one. */
export function uselessLinkPage({ settings }: Named): string {
  return page(
    'This link does not work',
    html`<h1>This link does not work</h1>
      <p>
        It was used, it has expired, or a newer one was sent. Ask ${settings.tenant.friendly_name}
        for another.
      </p>`,
  );
}

function faultHtml(fault: ResetFault): Html {
  if (fault.kind === 'different') {
    return html`<p class="warning" role="alert">The two are not the same.</p>`;
  }
  const rules = rulesOf(fault.body);
  return html`<div role="alert">
    <p class="warning">${fault.message}</p>
    ${rules.length > 0 ? rulesHtml(rules) : ''}
  </div>`;
}

function rulesOf(body: object | undefined): PasswordRule[] {
  const { description } = (body ?? {}) as { description?: { rules?: PasswordRule[] } };
  return description?.rules ?? [];
}

function rulesHtml(rules: (PasswordRule | PasswordRuleItem)[]): Html {
  const items = rules.map((rule) => {
    const parts = 'items' in rule ? (rule.items ?? []) : [];
    return html`<li class="${rule.verified ? 'met' : 'unmet'}">
      ${ruleText(rule)} ${parts.length > 0 ? rulesHtml(parts) : ''}
    </li>`;
  });
  return html`<ul class="rules">
    ${items}
  </ul>`;
}
