import { gql, type ApolloClient, type TypedDocumentNode } from '@apollo/client';
import { ApolloProvider, useQuery } from '@apollo/client/react';
import { StrictMode, useState } from 'react';
import type { Gatehouse } from '../../../client/src/index.ts';
import {
  GatehouseProvider,
  SignedIn,
  useChangePassword,
  useDevices,
  useGatehouse,
  usePermission,
  useRole,
  useSession,
  useSignIn,
} from '../../../client/src/react.tsx';

const myself: TypedDocumentNode<{ me: { email: string } | null }> = gql`
  query Myself {
    me {
      id
      email
    }
  }
`;

/** What a page of an app has: a form to sign in, and an account behind it. */
export function App({ gatehouse, client }: { gatehouse: Gatehouse; client: ApolloClient }) {
  return (
    <StrictMode>
      <GatehouseProvider gatehouse={gatehouse}>
        <ApolloProvider client={client}>
          <Rights />
          <SignedIn fallback={<SignInForm />} waiting={<Waiting />}>
            <Account />
          </SignedIn>
        </ApolloProvider>
      </GatehouseProvider>
    </StrictMode>
  );
}

/** What the user may do. A user without the right has `false`. */
function Rights() {
  return <output>{`${usePermission('read:audit')} ${useRole('admin')}`}</output>;
}

function Waiting() {
  return <p role="status">{useSession().status}</p>;
}

function SignInForm() {
  const { signIn, refusal, isPending } = useSignIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void signIn({ username, password });
      }}
    >
      <input
        placeholder="E-mail"
        onChange={({ target }) => {
          setUsername(target.value);
        }}
      />
      <input
        placeholder="Password"
        type="password"
        onChange={({ target }) => {
          setPassword(target.value);
        }}
      />
      <button disabled={isPending}>Sign in</button>
      <p role="alert">{refusal?.message}</p>
    </form>
  );
}

function Account() {
  const { data, error } = useQuery(myself);
  const { signOut } = useGatehouse();
  const [showsDevices, setShowsDevices] = useState(false);
  return (
    <section>
      <h1>{data?.me?.email ?? error?.message}</h1>
      <textarea placeholder="Notes" />
      <button onClick={() => void signOut()}>Sign out</button>
      <PasswordForm />
      <button
        onClick={() => {
          setShowsDevices(true);
        }}
      >
        Devices
      </button>
      {showsDevices && <Devices />}
    </section>
  );
}

function Devices() {
  const { devices, end } = useDevices();
  return (
    <ul>
      {devices?.map((device) => (
        <li key={device.id}>
          {device.current ? 'this device' : device.client}
          <button onClick={() => void end(device)}>End</button>
        </li>
      ))}
    </ul>
  );
}

function PasswordForm() {
  const { changePassword, refusal } = useChangePassword();
  const passwords = { currentPassword: 'not the password', newPassword: 'Purple-Kettle-9-Violin' };
  return (
    <>
      <button onClick={() => void changePassword(passwords)}>Change password</button>
      <p role="alert">{refusal?.message}</p>
    </>
  );
}
