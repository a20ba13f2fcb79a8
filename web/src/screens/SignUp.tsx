import './styles.ts';
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useSignIn, useSignUp } from '@gatehouse/client/react';
import IconUserCheck from '@tabler/icons-react/icons/IconUserCheck';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { NewPasswordField } from '../parts/NewPasswordField.tsx';
import { Note } from '../parts/Note.tsx';
import { RealmField } from '../parts/RealmField.tsx';
import { Refusal } from '../parts/Refusal.tsx';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';
import { realmOf, useCapabilities } from '../parts/use-capabilities.ts';
import { required, useFields } from '../parts/use-fields.ts';
import { SignedOutLayout } from '../shell/SignedOutLayout.tsx';
import VerifyEmail from './VerifyEmail.tsx';

/** The form for a new account. The account signs in at once, with the password that has just been typed. */
export default function SignUp() {
  const { signUp, isPending, refusal, user } = useSignUp();
  const signIn = useSignIn();
  const [, navigate] = useLocation();
  if (user && signIn.refusal?.__typename === 'EmailNotVerified') {
    const { verificationToken } = signIn.refusal;
    return (
      <SignedOutLayout>
        <VerifyEmail
          verificationToken={verificationToken}
          onSignIn={() => {
            navigate('/');
          }}
        />
      </SignedOutLayout>
    );
  }
  if (user && signIn.refusal) {
    return (
      <SignedOutLayout>
        <Note Icon={IconUserCheck} title="Your account is ready" text="Sign in to go on.">
          <Button component={Link} href="/">
            Sign in
          </Button>
        </Note>
      </SignedOutLayout>
    );
  }
  return (
    <SignedOutLayout
      below={
        <Text c="dimmed">
          Have an account?{' '}
          <Anchor component={Link} href="/">
            Sign in
          </Anchor>
        </Text>
      }
    >
      <SignUpForm
        refusal={refusal}
        isPending={isPending || signIn.isPending || user !== undefined}
        onSubmit={async (input) => {
          const answer = await signUp(input);
          if (answer.__typename !== 'SignedUp') return;
          const { email, password, realm } = input;
          await signIn.signIn({ username: email, password, ...(realm && { realm }) });
        }}
      />
    </SignedOutLayout>
  );
}

interface SignUpFormProps {
  refusal: ReturnType<typeof useSignUp>['refusal'];
  isPending: boolean;
  onSubmit: (input: Parameters<ReturnType<typeof useSignUp>['signUp']>[0]) => unknown;
}

function SignUpForm({ refusal, isPending, onSubmit }: SignUpFormProps) {
  const [name, setName] = useState('');
  const realm = realmOf(useCapabilities(), name);
  const hasUsername = realm?.identifiers?.includes('USERNAME') ?? false;
  const { field, submit, isOfField } = useFields(
    { name: '', email: '', username: '', password: '' },
    {
      email: required('Enter your e-mail address.'),
      username: (value) => (hasUsername ? required('Choose a username.')(value) : null),
      password: required('Choose a password.'),
    },
    refusal,
    refusal?.__typename === 'UserExists' ? 'email' : 'password',
  );
  const isAboutPassword = refusal?.__typename === 'WeakPassword';
  return (
    <form
      noValidate
      aria-labelledby="title"
      onSubmit={submit((values) =>
        onSubmit({
          email: values.email.trim(),
          password: values.password,
          ...(values.name.trim() && { name: values.name.trim() }),
          ...(hasUsername && { username: values.username.trim() }),
          ...(realm && { realm: realm.name }),
        }),
      )}
    >
      <Stack gap="lg">
        <ScreenTitle id="title">Create an account</ScreenTitle>
        <Refusal refusal={isOfField ? undefined : refusal} />
        <Stack gap="md">
          <RealmField value={name} onRealm={setName} />
          <TextInput label="Name" autoComplete="name" autoFocus {...field('name')} />
          <TextInput
            label="E-mail address"
            type="email"
            autoComplete={hasUsername ? 'email' : 'username'}
            withAsterisk={false}
            required
            {...field('email')}
          />
          {hasUsername && (
            <TextInput
              label="Username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              withAsterisk={false}
              required
              {...field('username')}
            />
          )}
          <NewPasswordField
            label="Password"
            rules={realm?.passwordRules}
            refusal={isAboutPassword ? refusal : undefined}
            withAsterisk={false}
            required
            {...field('password')}
          />
        </Stack>
        <Button type="submit" loading={isPending}>
          Create account
        </Button>
      </Stack>
    </form>
  );
}
