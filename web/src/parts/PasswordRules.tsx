import { VisuallyHidden } from '@mantine/core';
import IconCircle from '@tabler/icons-react/icons/IconCircle';
import IconCircleCheckFilled from '@tabler/icons-react/icons/IconCircleCheckFilled';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import { meets, type PasswordRule } from './check-password.ts';
import classes from './PasswordRules.module.css';

/** A rule as a refusal judges it. */
interface JudgedRule {
  readonly code: string;
  readonly met: boolean;
}

interface PasswordRulesProps {
  rules: readonly PasswordRule[];
  password: string;
  /** What the gateway has said about this very password. */
  judged?: readonly JudgedRule[] | undefined;
}

/** The rules for a new password. Each ticks as soon as the password meets it. */
export function PasswordRules({ rules, password, judged = [] }: PasswordRulesProps) {
  const of = (rule: PasswordRule) =>
    judged.find(({ code }) => code === rule.code)?.met ?? meets(rule, password);
  return (
    <ul className={classes.rules}>
      {rules.map((rule) => (
        <Rule key={rule.code} text={rule.message} isMet={of(rule)} isTyped={password !== ''}>
          {rule.items.length > 0 && (
            <ul className={classes.items}>
              {rule.items.map((item) => (
                <Rule
                  key={item.code}
                  text={item.message}
                  isMet={meets(item, password)}
                  isTyped={false}
                />
              ))}
            </ul>
          )}
        </Rule>
      ))}
    </ul>
  );
}

interface RuleProps {
  text: string;
  /** Undefined: the identity provider judges it when the form is sent. */
  isMet: boolean | undefined;
  isTyped: boolean;
  children?: React.ReactNode;
}

function Rule({ text, isMet, isTyped, children }: RuleProps) {
  const state = isMet ? 'met' : isMet === false && isTyped ? 'unmet' : 'open';
  const Icon = { met: IconCircleCheckFilled, unmet: IconCircleX, open: IconCircle }[state];
  return (
    <li className={classes.rule} data-state={state}>
      <Icon size={16} className={classes.icon} aria-hidden />
      <span>
        {text}
        <VisuallyHidden>{isMet ? ' (met)' : ''}</VisuallyHidden>
      </span>
      {children}
    </li>
  );
}
