import type { Tenant } from '../tenant-state.ts';
import type { PasswordRule, PasswordRuleItem } from '../passwords/password-policy.ts';
import { ruleText } from '../passwords/password-policy.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { linkPage, wayOn } from './link-page.ts';

/** Values in the form for a new password. */
export interface ResetPasswordForm {
  ticket: string;
  email: string;
  /** Rules of the connection, checked against the last submitted password. */
  rules: PasswordRule[];
  /** Reason for which the last submitted password was refused; undefined if none was submitted. */
  fault: string | undefined;
}

/** Builds the page with the form for a new password. The form needs no script. */
export function resetPasswordPage(
  tenant: Pick<Tenant, 'settings'>,
  form: ResetPasswordForm,
): string {
  const { ticket, email, fault } = form;
  const { friendly_name: name } = tenant.settings.tenant;
  return linkPage(
    tenant,
    'Choose a new password',
    html`<p>For ${email} at ${name}.</p>
      <form method="post" action="/u/reset-password">
        ${fault === undefined ? '' : html`<p class="refusal" role="alert">${fault}</p>`}
        <input type="hidden" name="ticket" value="${ticket}" />
        <input type="email" value="${email}" autocomplete="username" readonly hidden />
        <label for="password">New password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="new-password"
          aria-describedby="rules"
          required
          autofocus
        />
        <div id="rules">${rulesList(form.rules, fault !== undefined)}</div>
        <label for="repeated">Repeat the new password</label>
        <input id="repeated" name="repeated" type="password" autocomplete="new-password" required />
        <button type="submit">Set the password</button>
      </form>`,
  );
}

/** Builds the page after a successful change of password. */
export function passwordSetPage(tenant: Pick<Tenant, 'settings' | 'gatewayUrl'>): string {
  const { friendly_name: name } = tenant.settings.tenant;
  return linkPage(
    tenant,
    'The password is set',
    html`<p>Sign in to ${name} with your new password.</p>
      ${wayOn(tenant)}`,
  );
}

/** Lists the rules of a password. If a password was submitted, each rule says whether the password meets it. */
function rulesList(rules: PasswordRule[], isChecked: boolean): Html {
  return html`<ul class="rules">
    ${rules.map((rule) => {
      const verdict = isChecked ? verdictOf(rule) : html``;
      return html`<li>${verdict}${ruleText(rule)} ${partsList(rule, isChecked)}</li>`;
    })}
  </ul>`;
}

/** Lists the parts of a rule. If the rule as a whole is met, parts are not shown as unmet. */
function partsList({ items, verified }: PasswordRule, isChecked: boolean): Html {
  return items ? rulesList(items, isChecked && !verified) : html``;
}

function verdictOf({ verified }: PasswordRuleItem): Html {
  return verified ? html`<b class="met">Met:</b> ` : html`<b class="unmet">Not met:</b> `;
}
