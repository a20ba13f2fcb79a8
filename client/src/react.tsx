'use client';

import {
  createContext,
  Fragment,
  useCallback,
  useContext,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import {
  isRefusal,
  type Named,
  type ReauthenticateRefusal,
  type RefusalOf,
  type SignUpAnswer,
  type VerificationEmailAnswer,
} from './answers.ts';
import type { Devices, DevicesState } from './devices.ts';
import type { Gatehouse } from './gatehouse.ts';
import type { SecondFactor } from './second-factor.ts';
import type { SecondFactorState } from './second-factor-step.ts';
import type { Session } from './session-store.ts';

const Context = createContext<Gatehouse | undefined>(undefined);

/** Gives the client of the gateway to the hooks below it. */
export function GatehouseProvider(props: { gatehouse: Gatehouse; children?: ReactNode }) {
  return <Context.Provider value={props.gatehouse}>{props.children}</Context.Provider>;
}

/** Returns the client of the gateway, for example for `signOut`. */
export function useGatehouse(): Gatehouse {
  const gatehouse = useContext(Context);
  if (!gatehouse)
    throw new Error('Put <GatehouseProvider> around the components that use Gatehouse.');
  return gatehouse;
}

/** Returns who is signed in. On a server, and in the first render of a page from one, that is `unknown`. */
export function useSession(): Session {
  const { subscribe, getSnapshot, getServerSnapshot } = useGatehouse().session;
  return useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
}

/** Parts of a page, by session. */
export interface SignedInProps {
  /** What a user who is signed out sees. Default: nothing. */
  fallback?: ReactNode;
  /** What a user sees before the page knows, and during an outage. `useSession` tells the two apart. Default: nothing. */
  waiting?: ReactNode;
  children?: ReactNode;
}

/** Shows its children to a signed-in user. Another user gets new ones: no state of a component passes from one user to the next. */
export function SignedIn({ fallback = null, waiting = null, children }: SignedInProps) {
  const session = useSession();
  if (session.status === 'signedIn') return <Fragment key={session.user.id}>{children}</Fragment>;
  return session.status === 'signedOut' ? fallback : waiting;
}

/** What a form shows. */
export interface FormState<Refusal> {
  /** The request is on its way. A second click meanwhile sends nothing. */
  isPending: boolean;
  /** Why the last request was refused. Its `message` is safe to show. */
  refusal: Refusal | undefined;
}

/** For a sign-in form. When `signIn` answers that a second factor is needed, `useSecondFactor` says what to show. */
export function useSignIn(): FormState<RefusalOf<Awaited<ReturnType<Gatehouse['signIn']>>>> &
  Pick<Gatehouse, 'signIn'> {
  const [signIn, { isPending, refusal }] = useForm(useGatehouse().signIn);
  return { signIn, isPending, refusal };
}

/** For a sign-up form. `user` is the new account, which is not signed in yet. */
export function useSignUp(): FormState<RefusalOf<SignUpAnswer>> &
  Pick<Gatehouse, 'signUp'> & { user: Named<SignUpAnswer, 'SignedUp'>['user'] | undefined } {
  const [signUp, { isPending, refusal, success }] = useForm(useGatehouse().signUp);
  return { signUp, isPending, refusal, user: success?.user };
}

/** For the form of a forgotten password. `message` says that the mail is on its way, if there is such an account. */
export function usePasswordReset(): FormState<
  RefusalOf<Awaited<ReturnType<Gatehouse['requestPasswordReset']>>>
> &
  Pick<Gatehouse, 'requestPasswordReset'> & { message: string | undefined } {
  const [requestPasswordReset, { isPending, refusal, success }] = useForm(
    useGatehouse().requestPasswordReset,
  );
  return { requestPasswordReset, isPending, refusal, message: success?.message };
}

/** For the form that changes the password. */
export function useChangePassword(): FormState<
  RefusalOf<Awaited<ReturnType<Gatehouse['changePassword']>>>
> &
  Pick<Gatehouse, 'changePassword'> & { isChanged: boolean } {
  const [changePassword, { isPending, refusal, success }] = useForm(useGatehouse().changePassword);
  return { changePassword, isPending, refusal, isChanged: success !== undefined };
}

/** For a form that asks the signed-in user for the password, to add or remove a second factor. `useSecondFactor` has what follows. */
export function useReauthenticate(): FormState<ReauthenticateRefusal> &
  Pick<Gatehouse, 'reauthenticate'> {
  const [reauthenticate, { isPending, refusal }] = useForm(useGatehouse().reauthenticate);
  return { reauthenticate, isPending, refusal };
}

/** For the button that sends the mail again which verifies the e-mail address. `message` says that it is on its way. */
export function useVerificationEmail(): FormState<RefusalOf<VerificationEmailAnswer>> &
  Pick<Gatehouse, 'resendVerificationEmail'> & { message: string | undefined } {
  const [resendVerificationEmail, { isPending, refusal, success }] = useForm(
    useGatehouse().resendVerificationEmail,
  );
  return { resendVerificationEmail, isPending, refusal, message: success?.message };
}

/**
 * Returns the devices on which the user is signed in, and the functions that end them. `devices` is undefined until the gateway has
 * listed them. When `isPasswordNeeded`, ask for the password and call `confirm`: the user has signed in more than 10 minutes ago.
 */
export function useDevices(): Omit<DevicesState, 'list'> &
  Pick<Devices, 'end' | 'endOthers' | 'confirm' | 'reload'> & { devices: DevicesState['list'] } {
  const store = useGatehouse().devices;
  const { subscribe, getSnapshot, getServerSnapshot, end, endOthers, confirm, reload } = store;
  const state = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  const { list: devices, ...others } = state;
  return { devices, ...others, end, endOthers, confirm, reload };
}

/** Returns where the user stands in the second factor, and the functions that go on. `switch` over `step`. */
export function useSecondFactor(): SecondFactorState &
  Pick<SecondFactor, 'challenge' | 'verify' | 'enroll' | 'remove' | 'done'> {
  const machine = useGatehouse().secondFactor;
  const { subscribe, getSnapshot, getServerSnapshot } = machine;
  const state = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  const { challenge, verify, enroll, remove, done } = machine;
  return { ...state, challenge, verify, enroll, remove, done };
}

/** Calls a function of the kit from a form: one request at a time, and its answer as state. */
function useForm<Input extends unknown[], Answer extends { __typename: string }>(
  send: (...input: Input) => Promise<Answer>,
) {
  const [state, setState] = useState<{ isPending: boolean; answer?: Answer }>({ isPending: false });
  const pending = useRef<Promise<Answer>>(undefined);
  const submit = useCallback(
    (...input: Input): Promise<Answer> => {
      pending.current ??= (async () => {
        setState({ isPending: true });
        try {
          const answer = await send(...input);
          setState({ isPending: false, answer });
          return answer;
        } catch (error) {
          setState({ isPending: false });
          throw error;
        } finally {
          pending.current = undefined;
        }
      })();
      return pending.current;
    },
    [send],
  );
  const { isPending, answer } = state;
  const refusal = answer && isRefusal(answer) ? answer : undefined;
  const success =
    answer && !isRefusal(answer) ? (answer as Exclude<Answer, RefusalOf<Answer>>) : undefined;
  return [submit, { isPending, refusal, success }] as const;
}
