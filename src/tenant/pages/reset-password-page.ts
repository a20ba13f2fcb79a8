import type { PasswordRule, PasswordRuleItem } from '../passwords/password-policy.ts';
import { ruleText } from '../passwords/password-policy.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { linkPage } from './link-page.ts';

/** Values in the form for a new password. */
export interface ResetPasswordForm {
  /** Name of the tenant. */
  tenant: string;
  ticket: string;
  email: string;
  /** Rules of the connection, checked against the last submitted password. */
  rules: PasswordRule[];
  /** Reason for which the last submitted password was refused; undefined if none was submitted. */
  fault: string | undefined;
}

/** Builds the page with the form for a new password. The form needs no script. */
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
        <label for="repeated">Repeat the new password</label>
        <input id="repeated" name="repeated" type="password" autocomplete="new-password" required />
        <button type="submit">Set the password</button>
      </form>`,
  );
}

/**
 * Builds the page after a successful change of password.
 *
 * @param next - URL of the page where the user goes on; undefined if it is not known
 */
export function passwordSetPage(tenant: string, next: string | undefined): string {
  return linkPage(
    'The password is set',
    html`<p>Sign in to ${tenant} with your new password.</p>
      ${
        next === undefined
          ? html`<p>You can close this page.</p>`
          : html`<p><a class="button" href="${next}">Go on</a></p>`
      }`,
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
