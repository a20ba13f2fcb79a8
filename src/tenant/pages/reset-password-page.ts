import type { PasswordRule, PasswordRuleItem } from '../passwords/password-policy.ts';
import { ruleText } from '../passwords/password-policy.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { linkPage } from './link-page.ts';

/** What the form shows. */
export interface ResetPasswordForm {
  /** The tenant's name. */
  tenant: string;
  ticket: string;
  email: string;
  /** Of the connection, checked against what was sent last. */
  rules: PasswordRule[];
  /** Why what was sent was not taken; undefined before anything was. */
  fault: string | undefined;
}

/** The form in which a new password is chosen. It needs no script. */
export function resetPasswordPage(form: ResetPasswordForm): string {
  const { tenant, ticket, email, fault } = form;
  return linkPage(
    'Choose a new password',
    html`<p>For ${email} at ${tenant}.</p>
      <form class="card" method="post" action="/u/reset-password">
        ${fault === undefined ? '' : html`<p class="warning" role="alert">${fault}</p>`}
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
        <label for="repeated">New password, once more</label>
        <input id="repeated" name="repeated" type="password" autocomplete="new-password" required />
        <button type="submit">Set the password</button>
      </form>`,
  );
}

/** Says that it is done. */
export function passwordSetPage(tenant: string): string {
  return linkPage(
    'The password is set',
    html`<p>Sign in to ${tenant} with it. You can close this page.</p>`,
  );
}

/** Before a password was sent, the rules alone; afterwards which are met. */
function rulesList(rules: PasswordRule[], isChecked: boolean): Html {
  return html`<ul class="rules">
    ${rules.map((rule) => {
      const verdict = isChecked ? verdictOf(rule) : html``;
      return html`<li>${verdict}${ruleText(rule)} ${partsList(rule, isChecked)}</li>`;
    })}
  </ul>`;
}

/** Parts that a met rule can do without are not shown as faults. */
function partsList({ items, verified }: PasswordRule, isChecked: boolean): Html {
  return items ? rulesList(items, isChecked && !verified) : html``;
}

function verdictOf({ verified }: PasswordRuleItem): Html {
  return verified ? html`<b class="met">Met:</b> ` : html`<b class="unmet">Not met:</b> `;
}
