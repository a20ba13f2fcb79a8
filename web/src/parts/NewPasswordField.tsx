import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useState, type ChangeEvent } from 'react';
import type { PasswordRule } from './check-password.ts';
import { PasswordRules } from './PasswordRules.tsx';

/** What the gateway has said about a password that was too weak. */
interface WeakPassword {
  readonly __typename: string;
  readonly rules?: readonly (PasswordRule & { readonly met: boolean })[];
}

interface NewPasswordFieldProps extends PasswordInputProps {
  /** The rules of the realm. Null when the gateway cannot read them: then the field shows those of a refusal only. */
  rules: readonly PasswordRule[] | null | undefined;
  refusal: WeakPassword | undefined;
}

/** A field for a new password, with the rules below it. */
export function NewPasswordField({ rules, refusal, onChange, ...props }: NewPasswordFieldProps) {
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState<{ refusal: WeakPassword; password: string }>();
  if (refusal?.rules && refusal !== refused?.refusal) setRefused({ refusal, password });
  const judged = refused?.password === password ? refused.refusal.rules : undefined;
  const shown = rules ?? refused?.refusal.rules;
  return (
    <PasswordInput
      autoComplete="new-password"
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      descriptionProps={{ component: 'div' }}
      description={shown && <PasswordRules rules={shown} password={password} judged={judged} />}
      onChange={(event: ChangeEvent<HTMLInputElement>) => {
        setPassword(event.currentTarget.value);
        onChange?.(event);
      }}
      {...props}
    />
  );
}
