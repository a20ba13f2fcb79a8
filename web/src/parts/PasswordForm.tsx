import { Button, PasswordInput, Stack } from '@mantine/core';
import { useSession } from '@gatehouse/client/react';
import { Refusal } from './Refusal.tsx';
import { required, useFields } from './use-fields.ts';

interface PasswordFormProps {
  refusal: { readonly __typename: string; readonly message: string } | undefined;
  isPending: boolean;
  onSubmit: (password: string) => unknown;
}

/** Asks the signed-in user for the password: the proof that the user is still there. */
export function PasswordForm({ refusal, isPending, onSubmit }: PasswordFormProps) {
  const { field, submit } = useFields(
    { password: '' },
    { password: required('Enter your password.') },
    refusal,
    'password',
  );
  return (
    <form
      noValidate
      onSubmit={submit(({ password }) => {
        onSubmit(password);
      })}
    >
      <Stack gap="md">
        <Refusal refusal={refusal} />
        <HiddenUsername />
        <PasswordInput
          label="Your password"
          autoComplete="current-password"
          data-autofocus
          {...field('password')}
        />
        <Button type="submit" loading={isPending}>
          Continue
        </Button>
      </Stack>
    </form>
  );
}

/** Tells a password manager whose password the form is about. */
export function HiddenUsername() {
  const session = useSession();
  const email = session.status === 'signedIn' ? (session.user.email ?? '') : '';
  return <input type="text" autoComplete="username" value={email} readOnly hidden />;
}
