import { Alert, Anchor, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useSecondFactor, useSession, useSignIn } from '@gatehouse/client/react';
import { lazy, useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { Done } from '../parts/Done.tsx';
import { RealmField } from '../parts/RealmField.tsx';
import { Refusal } from '../parts/Refusal.tsx';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';
import { identifierLabel, realmOf, useCapabilities } from '../parts/use-capabilities.ts';
import { required, useFields } from '../parts/use-fields.ts';
import { SignedOutLayout } from '../shell/SignedOutLayout.tsx';

const LeakedPassword = lazy(() => import('./LeakedPassword.tsx'));
const VerifyEmail = lazy(() => import('./VerifyEmail.tsx'));

/** The sign-in. Every try after another screen begins with a new form. */
export default function SignIn() {
  const [tries, setTries] = useState(0);
  return (
    <SignInTry
      key={tries}
      onAgain={() => {
        setTries(tries + 1);
      }}
    />
  );
}

function SignInTry({ onAgain }: { onAgain: () => void }) {
  const { signIn, isPending, refusal } = useSignIn();
  const factor = useSecondFactor();
  const capabilities = useCapabilities();
  const [account, setAccount] = useState({ username: '', realm: '' });
  const latest = refusal ?? factor.refusal;
  if (latest?.__typename === 'PasswordLeaked') {
    return (
      <SignedOutLayout>
        <LeakedPassword account={account} onBack={onAgain} />
      </SignedOutLayout>
    );
  }
  if (latest?.__typename === 'EmailNotVerified') {
    return (
      <SignedOutLayout>
        <VerifyEmail
          verificationToken={latest.verificationToken}
          onSignIn={() => {
            factor.done();
            onAgain();
          }}
        />
      </SignedOutLayout>
    );
  }
  return (
    <SignedOutLayout
      below={
        realmOf(capabilities, account.realm)?.signupOpen !== false && (
          <Text c="dimmed">
            No account yet?{' '}
            <Anchor component={Link} href="/sign-up">
              Create one
            </Anchor>
          </Text>
        )
      }
    >
      <SignInForm
        refusal={latest}
        isPending={isPending}
        onSubmit={(username, password, realm) => {
          setAccount({ username, realm });
          return signIn({ username, password, ...(realm && { realm }) });
        }}
      />
    </SignedOutLayout>
  );
}

interface SignInFormProps {
  refusal: ReturnType<typeof useSignIn | typeof useSecondFactor>['refusal'];
  isPending: boolean;
  onSubmit: (username: string, password: string, realm: string) => unknown;
}

function SignInForm({ refusal, isPending, onSubmit }: SignInFormProps) {
  const [name, setName] = useState('');
  const realm = realmOf(useCapabilities(), name);
  const { field, submit, isOfField } = useFields(
    { username: '', password: '' },
    {
      username: required('Enter what you sign in with.'),
      password: required('Enter your password.'),
    },
    refusal,
    'password',
  );
  return (
    <form
      noValidate
      aria-labelledby="title"
      onSubmit={submit(({ username, password }) =>
        onSubmit(username.trim(), password, realm?.name ?? ''),
      )}
    >
      <Stack gap="lg">
        <ScreenTitle id="title">Sign in</ScreenTitle>
        {refusal ? <Refusal refusal={isOfField ? undefined : refusal} /> : <LastSession />}
        <Stack gap="md">
          <RealmField value={name} onRealm={setName} />
          <TextInput
            label={identifierLabel(realm)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            {...field('username')}
          />
          <PasswordInput label="Password" autoComplete="current-password" {...field('password')} />
          <Group justify="flex-end">
            <Anchor component={Link} href="/forgotten-password" size="sm">
              Forgotten your password?
            </Anchor>
          </Group>
        </Stack>
        <Button type="submit" loading={isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

/** Why the last session is over, when the user has not ended it. */
function LastSession() {
  const session = useSession();
  const [path] = useLocation();
  const [search] = useSearchParams();
  if (search.has('password-changed')) {
    return <Done>Your password has been changed. Sign in with the new one.</Done>;
  }
  if (session.status !== 'signedOut' || !session.refusal) return null;
  return (
    <Alert color="gray" role="status">
      {session.refusal.message}{' '}
      {path !== '/' &&
        'After it you are back on the same page. What you had typed there was not sent.'}
    </Alert>
  );
}
