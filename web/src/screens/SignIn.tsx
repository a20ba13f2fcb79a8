import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useSignIn } from '@gatehouse/client/react';
import { useState } from 'react';
import { Link } from 'wouter';
import { RealmField } from '../parts/RealmField.tsx';
import { Refusal } from '../parts/Refusal.tsx';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';
import { identifierLabel, realmOf, useCapabilities } from '../parts/use-capabilities.ts';
import { required, useFields } from '../parts/use-fields.ts';
import { SignedOutLayout } from '../shell/SignedOutLayout.tsx';

/** The form to sign in. */
export default function SignIn() {
  const { signIn, isPending, refusal } = useSignIn();
  const capabilities = useCapabilities();
  const [realm, setRealm] = useState('');
  const { field, submit, isOfField } = useFields(
    { username: '', password: '' },
    {
      username: required('Enter your name.'),
      password: required('Enter your password.'),
    },
    refusal,
    'password',
  );
  const chosen = realmOf(capabilities, realm);
  return (
    <SignedOutLayout
      below={
        chosen?.signupOpen === false ? null : (
          <Text c="dimmed">
            No account yet?{' '}
            <Anchor component={Link} href="/sign-up">
              Create one
            </Anchor>
          </Text>
        )
      }
    >
      <form
        noValidate
        aria-labelledby="title"
        onSubmit={submit(({ username, password }) =>
          signIn({ username: username.trim(), password, ...(realm && { realm }) }),
        )}
      >
        <Stack gap="lg">
          <ScreenTitle id="title">Sign in</ScreenTitle>
          <Refusal refusal={isOfField ? undefined : refusal} />
          <Stack gap="md">
            <RealmField
              value={realm}
              onChange={(event) => {
                setRealm(event.currentTarget.value);
              }}
            />
            <TextInput
              label={identifierLabel(chosen)}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              {...field('username')}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              {...field('password')}
            />
          </Stack>
          <Button type="submit" loading={isPending} fullWidth>
            Sign in
          </Button>
        </Stack>
      </form>
    </SignedOutLayout>
  );
}
