import { Button, Paper, PasswordInput, Stack, Text } from '@mantine/core';
import { useChangePassword, useSecondFactor } from '@gatehouse/client/react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Done } from '../parts/Done.tsx';
import { NewPasswordField } from '../parts/NewPasswordField.tsx';
import { HiddenUsername } from '../parts/PasswordForm.tsx';
import { Refusal } from '../parts/Refusal.tsx';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';
import { useCapabilities } from '../parts/use-capabilities.ts';
import { required, useFields } from '../parts/use-fields.ts';
import { SecondFactorSteps } from './second-factor/SecondFactorSteps.tsx';

/** Changes the password. Where the account has a second factor, that comes in between. */
export default function ChangePassword() {
  const { changePassword, isPending, refusal, isChanged } = useChangePassword();
  const { step, done } = useSecondFactor();
  const [, navigate] = useLocation();
  const [newPassword, setNewPassword] = useState('');
  const change = async (input: Parameters<typeof changePassword>[0]) => {
    const { __typename } = await changePassword(input);
    // The session is over: the user signs in with the new password.
    if (__typename === 'PasswordChanged') navigate('/?password-changed', { replace: true });
    if (__typename === 'Session') setNewPassword('');
  };
  const isProven = step === 'proven';
  useEffect(() => {
    if (isProven && newPassword !== '') void change({ newPassword });
    // Once for each proof.
  }, [isProven]);
  const isUnderWay = step !== 'none' && step !== 'proven';
  if (isUnderWay) {
    return (
      <Stack gap="md" maw="27rem">
        <Paper withBorder p={{ base: 'lg', sm: 'xl' }}>
          <SecondFactorSteps />
        </Paper>
        <Button variant="subtle" color="gray" onClick={done}>
          Cancel
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <ScreenTitle>Change your password</ScreenTitle>
        <Text c="dimmed">Every other device is signed out when you change it.</Text>
      </Stack>
      {isChanged ? (
        <Done>Your password has been changed. All other devices are signed out.</Done>
      ) : (
        <ChangePasswordForm
          refusal={refusal}
          isPending={isPending}
          onSubmit={(currentPassword, password) => {
            setNewPassword(password);
            return change({ currentPassword, newPassword: password });
          }}
        />
      )}
    </Stack>
  );
}

interface ChangePasswordFormProps {
  refusal: ReturnType<typeof useChangePassword>['refusal'];
  isPending: boolean;
  onSubmit: (currentPassword: string, newPassword: string) => unknown;
}

function ChangePasswordForm({ refusal, isPending, onSubmit }: ChangePasswordFormProps) {
  const realms = useCapabilities()?.realms ?? [];
  const isWeak = refusal?.__typename === 'WeakPassword';
  const { field, submit, isOfField } = useFields(
    { currentPassword: '', newPassword: '' },
    {
      currentPassword: required('Enter your current password.'),
      newPassword: required('Choose a new password.'),
    },
    refusal,
    isWeak ? 'newPassword' : 'currentPassword',
  );
  const shown =
    refusal?.__typename === 'InvalidCredentials'
      ? { ...refusal, message: 'Your current password is not right.' }
      : refusal;
  return (
    <Paper withBorder p={{ base: 'lg', sm: 'xl' }} maw="27rem">
      <form
        noValidate
        onSubmit={submit(({ currentPassword, newPassword }) =>
          onSubmit(currentPassword, newPassword),
        )}
      >
        <Stack gap="lg">
          <Refusal refusal={isOfField ? undefined : shown} />
          <HiddenUsername />
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            {...field('currentPassword')}
          />
          <NewPasswordField
            label="New password"
            // Which realm the user is of, only the gateway knows: with several, a refusal names the rules.
            rules={realms.length === 1 ? realms[0]?.passwordRules : null}
            refusal={isWeak ? refusal : undefined}
            {...field('newPassword')}
          />
          <Button type="submit" loading={isPending}>
            Change the password
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
