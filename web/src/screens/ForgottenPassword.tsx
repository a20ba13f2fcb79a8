import './styles.ts';
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { usePasswordReset } from '@gatehouse/client/react';
import IconMailForward from '@tabler/icons-react/icons/IconMailForward';
import { useState } from 'react';
import { Link } from 'wouter';
import { Note } from '../parts/Note.tsx';
import { RealmField } from '../parts/RealmField.tsx';
import { Refusal } from '../parts/Refusal.tsx';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';
import { identifierLabel, realmOf, useCapabilities } from '../parts/use-capabilities.ts';
import { required, useFields } from '../parts/use-fields.ts';
import { SignedOutLayout } from '../shell/SignedOutLayout.tsx';

/** Sends a mail with a link to choose a new password. */
export default function ForgottenPassword() {
  const { requestPasswordReset, isPending, refusal, message } = usePasswordReset();
  const [realm, setRealm] = useState('');
  const chosen = realmOf(useCapabilities(), realm);
  const { field, submit, isOfField } = useFields(
    { username: '' },
    { username: required('Enter what you sign in with.') },
    refusal,
    'username',
  );
  if (message) {
    return (
      <SignedOutLayout>
        <Note
          Icon={IconMailForward}
          title="Look into your mail"
          text={`${message} Choose it on the page of the link, then sign in with it.`}
        >
          <Button component={Link} href="/">
            Back to the sign-in
          </Button>
        </Note>
      </SignedOutLayout>
    );
  }
  return (
    <SignedOutLayout
      below={
        <Anchor component={Link} href="/">
          Back to the sign-in
        </Anchor>
      }
    >
      <form
        noValidate
        aria-labelledby="title"
        onSubmit={submit(({ username }) =>
          requestPasswordReset({
            username: username.trim(),
            ...(chosen && { realm: chosen.name }),
          }),
        )}
      >
        <Stack gap="lg">
          <Stack gap="xs">
            <ScreenTitle id="title">Forgotten password</ScreenTitle>
            <Text c="dimmed">We send you a link to choose a new one.</Text>
          </Stack>
          <Refusal refusal={isOfField ? undefined : refusal} />
          <RealmField value={realm} onRealm={setRealm} />
          <TextInput
            label={identifierLabel(chosen)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...field('username')}
          />
          <Button type="submit" loading={isPending}>
            Send the link
          </Button>
        </Stack>
      </form>
    </SignedOutLayout>
  );
}
