import { gql, type ApolloClient, type TypedDocumentNode } from '@apollo/client';
import { ApolloProvider, useMutation, useQuery } from '@apollo/client/react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** What the usual lines of docs/react.md give to an app. */
export interface UsualLines {
  client: ApolloClient;
  isSignedIn: () => boolean;
  signIn: (username: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
}

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
const reauthenticate = gql`
  mutation Reauthenticate($input: ReauthenticateInput!) {
    reauthenticate(input: $input) {
      __typename
    }
  }
`;

/** Renders the app that is usual with such lines: React holds whether a user is signed in. */
export function renderApp(lines: UsualLines): void {
  Object.assign(window, { client: lines.client });
  const root = document.getElementById('root');
  if (!root) throw new Error('no #root');
  createRoot(root).render(
    <StrictMode>
      <ApolloProvider client={lines.client}>
        <App {...lines} />
      </ApolloProvider>
    </StrictMode>,
  );
}

function App({ isSignedIn, signIn, signOut }: UsualLines) {
  const [signedIn, setSignedIn] = useState(isSignedIn);
  const [message, setMessage] = useState('');
  const submit = async (form: FormData) => {
    try {
      await signIn(form.get('username') as string, form.get('password') as string);
      setSignedIn(true);
    } catch (error) {
      setMessage((error as Error).message);
    }
  };
  const leave = async () => {
    await signOut();
    setSignedIn(false);
  };
  if (signedIn) return <Account onSignOut={() => void leave()} />;
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
  const [prove] = useMutation(reauthenticate);
  const save = () => prove({ variables: { input: { password: 'any' } } }).catch(() => undefined);
  return (
    <section>
      <h1>{data?.me?.email}</h1>
      <p role="alert">{error?.message}</p>
      <Permissions />
      <button onClick={() => void save()}>Save</button>
      <button onClick={onSignOut}>Sign out</button>
    </section>
  );
}

function Permissions() {
  return <p>{useQuery(permissions).data?.me?.permissions.join(', ')}</p>;
}
