import { gql, type TypedDocumentNode } from '@apollo/client';
import { ApolloProvider, useMutation, useQuery } from '@apollo/client/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { client, isSignedIn, signIn, signOut } from './usual-session.ts';

const myself: TypedDocumentNode<{ me: { email: string } | null }> = gql`
  query Myself {
    me {
      id
      email
    }
  }
`;
const permissions: TypedDocumentNode<{ me: { permissions: string[] } | null }> = gql`
  query Permissions {
    me {
      id
      permissions
    }
  }
`;
const proof = gql`
  mutation Prove($input: ReauthenticateInput!) {
    reauthenticate(input: $input) {
      __typename
    }
  }
`;

/** The app that most people build on such lines: whether a user is signed in is a state of React. */
function App() {
  const [signedIn, setSignedIn] = useState(isSignedIn);
  if (signedIn)
    return (
      <Account
        onSignOut={() =>
          void signOut().then(() => {
            setSignedIn(false);
          })
        }
      />
    );
  return (
    <SignInForm
      onSignIn={() => {
        setSignedIn(true);
      }}
    />
  );
}

function SignInForm({ onSignIn }: { onSignIn: () => void }) {
  const [message, setMessage] = useState<string>();
  const submit = async (form: FormData) => {
    const refusal = await signIn(String(form.get('username')), String(form.get('password')));
    if (refusal) setMessage(refusal);
    else onSignIn();
  };
  return (
    <form action={submit}>
      <input name="username" placeholder="E-mail" />
      <input name="password" type="password" placeholder="Password" />
      <button>Sign in</button>
      <p role="alert">{message}</p>
    </form>
  );
}

function Account({ onSignOut }: { onSignOut: () => void }) {
  const { data, error } = useQuery(myself);
  const [prove] = useMutation(proof);
  return (
    <section>
      <h1>{data?.me?.email}</h1>
      <p role="alert">{error?.message}</p>
      <Permissions />
      <button onClick={onSignOut}>Sign out</button>
      <textarea placeholder="Notes" />
      <button
        onClick={() =>
          void prove({ variables: { input: { password: '' } } }).catch(() => undefined)
        }
      >
        Save
      </button>
    </section>
  );
}

function Permissions() {
  return <p>{useQuery(permissions).data?.me?.permissions.join(', ')}</p>;
}

Object.assign(window, { client });
const root = document.getElementById('root');
if (!root) throw new Error('no #root');
createRoot(root).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <App />
    </ApolloProvider>
  </StrictMode>,
);
