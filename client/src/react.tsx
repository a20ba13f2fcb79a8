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
import type { Permission, Role } from './__generated__/schema.ts';
import {
  isRefusal,
  type Named,
  type ReauthenticateRefusal,
  type RefusalOf,
  type SignUpAnswer,
  type User,
  type VerificationEmailAnswer,
} from './answers.ts';
import type { Devices, DevicesState } from './devices.ts';
import type { Gatehouse } from './gatehouse.ts';
import type { SecondFactor } from './second-factor.ts';
import type { SecondFactorState } from './second-factor-step.ts';
import type { Session } from './session-store.ts';

const Context = createContext<Gatehouse | undefined>(undefined);

/** Provides the client of the gateway to the hooks of this module. */
export function GatehouseProvider(props: {
  gatehouse: Gatehouse;
  children?: ReactNode;
}): ReactNode {
  return <Context.Provider value={props.gatehouse}>{props.children}</Context.Provider>;
}

/**
 * Returns the client of the gateway, for example to call `signOut`.
 *
 * @throws if no {@link GatehouseProvider} is around the component
 */
export function useGatehouse(): Gatehouse {
  const gatehouse = useContext(Context);
  if (!gatehouse)
    throw new Error('Put <GatehouseProvider> around the components that use Gatehouse.');
  return gatehouse;
}

/**
 * Returns the session of the page. Its status is `unknown` on a server, and in the first render of a page that a server has
 * rendered.
 */
export function useSession(): Session {
  const { subscribe, getSnapshot, getServerSnapshot } = useGatehouse().session;
  return useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
}

/**
 * Returns whether the signed-in user has a permission. Use it to decide what a page shows. The gateway itself checks what the user
 * may do. The result is false for a user who is signed out, and undefined before the page knows the user.
 *
 * @param permission - a permission that the schema's directives name. A misspelt one does not compile
 */
export function usePermission(permission: Permission): boolean | undefined {
  return useUserHas((user) => user.permissions.includes(permission));
}

/** Returns whether the signed-in user has a role, as {@link usePermission} does for a permission. */
export function useRole(role: Role): boolean | undefined {
  return useUserHas((user) => user.roles.includes(role));
}

function useUserHas(has: (user: User) => boolean): boolean | undefined {
  const session = useSession();
  if (session.status === 'signedIn') return has(session.user);
  return session.status === 'signedOut' ? false : undefined;
}

/** Props of {@link SignedIn}. */
export interface SignedInProps {
  /** Shown to a user who is signed out. Default: nothing. */
  fallback?: ReactNode;
  /** Shown while the status of the session is `unknown` or `unreachable`. Default: nothing. */
  waiting?: ReactNode;
  children?: ReactNode;
}

/**
 * Renders its children for a signed-in user only. When the user changes, the children are mounted anew, so that their state does
 * not pass to the next user.
 */
export function SignedIn({ fallback = null, waiting = null, children }: SignedInProps): ReactNode {
  const session = useSession();
  if (session.status === 'signedIn') return <Fragment key={session.user.id}>{children}</Fragment>;
  return session.status === 'signedOut' ? fallback : waiting;
}

/** State of a form. */
export interface FormState<Refusal> {
  /** Whether a request is running. Calls meanwhile send no second request. */
  isPending: boolean;
  /** Refusal of the last request. Its `message` is a text for the user. */
  refusal: Refusal | undefined;
}

/** Hook for a sign-in form. If the account needs a second factor, continue with {@link useSecondFactor}. */
export function useSignIn(): FormState<RefusalOf<Awaited<ReturnType<Gatehouse['signIn']>>>> &
  Pick<Gatehouse, 'signIn'> {
  const [signIn, { isPending, refusal }] = useForm(useGatehouse().signIn);
  return { signIn, isPending, refusal };
}

/** Hook for a sign-up form. `user` is the new account, which is not signed in yet. */
export function useSignUp(): FormState<RefusalOf<SignUpAnswer>> &
  Pick<Gatehouse, 'signUp'> & { user: Named<SignUpAnswer, 'SignedUp'>['user'] | undefined } {
  const [signUp, { isPending, refusal, success }] = useForm(useGatehouse().signUp);
  return { signUp, isPending, refusal, user: success?.user };
}

/**
 * Hook for a form that resets a forgotten password. `message` is a text for the user, the same for an address without an account.
 */
export function usePasswordReset(): FormState<
  RefusalOf<Awaited<ReturnType<Gatehouse['requestPasswordReset']>>>
> &
  Pick<Gatehouse, 'requestPasswordReset'> & { message: string | undefined } {
  const [requestPasswordReset, { isPending, refusal, success }] = useForm(
    useGatehouse().requestPasswordReset,
  );
  return { requestPasswordReset, isPending, refusal, message: success?.message };
}

/**
 * Hook for a form that changes the password. `MfaRequired` is no refusal here but a step: continue with {@link useSecondFactor}, and
 * call `changePassword` again without `currentPassword`.
 */
export function useChangePassword(): FormState<
  WithoutSteps<RefusalOf<Awaited<ReturnType<Gatehouse['changePassword']>>>>
> &
  Pick<Gatehouse, 'changePassword'> & { isChanged: boolean } {
  const [changePassword, { isPending, refusal, success }] = useForm(useGatehouse().changePassword);
  return {
    changePassword,
    isPending,
    refusal: withoutSteps(refusal),
    isChanged: success !== undefined,
  };
}

/**
 * Hook for a form that asks the signed-in user for the password, before a second factor is added or removed. Continue with
 * {@link useSecondFactor}.
 */
export function useReauthenticate(): FormState<WithoutSteps<ReauthenticateRefusal>> &
  Pick<Gatehouse, 'reauthenticate'> {
  const [reauthenticate, { isPending, refusal }] = useForm(useGatehouse().reauthenticate);
  return { reauthenticate, isPending, refusal: withoutSteps(refusal) };
}

/** Hook for a button that sends the mail for verifying the e-mail address again. `message` is a text for the user. */
export function useVerificationEmail(): FormState<RefusalOf<VerificationEmailAnswer>> &
  Pick<Gatehouse, 'resendVerificationEmail'> & { message: string | undefined } {
  const [resendVerificationEmail, { isPending, refusal, success }] = useForm(
    useGatehouse().resendVerificationEmail,
  );
  return { resendVerificationEmail, isPending, refusal, message: success?.message };
}

/**
 * Returns the devices on which the user is signed in, and the functions that end them. `devices` is undefined until the gateway has
 * listed them. If `isPasswordNeeded` is true, the login is more than 10 minutes old: ask for the password and call `confirm`.
 */
export function useDevices(): Omit<DevicesState, 'list'> &
  Pick<Devices, 'end' | 'endOthers' | 'confirm' | 'cancel' | 'reload'> & {
    devices: DevicesState['list'];
  } {
  const store = useGatehouse().devices;
  const { subscribe, getSnapshot, getServerSnapshot } = store;
  const { list, ...state } = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  const { end, endOthers, confirm, cancel, reload } = store;
  return { devices: list, ...state, end, endOthers, confirm, cancel, reload };
}

/** Returns the current step of the second factor, and the functions that lead to the next step. Use a `switch` over `step`. */
export function useSecondFactor(): SecondFactorState &
  Pick<SecondFactor, 'challenge' | 'verify' | 'enroll' | 'remove' | 'done'> {
  const machine = useGatehouse().secondFactor;
  const { subscribe, getSnapshot, getServerSnapshot } = machine;
  const state = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  const { challenge, verify, enroll, remove, done } = machine;
  return { ...state, challenge, verify, enroll, remove, done };
}

/** Refusals without those that ask for the second factor: the session goes on, and the second factor is the next step. */
type WithoutSteps<Refusal> = Exclude<Refusal, { mfaToken: string }>;

function withoutSteps<Refusal extends object>(
  refusal: Refusal | undefined,
): WithoutSteps<Refusal> | undefined {
  const isStep = refusal !== undefined && 'mfaToken' in refusal;
  return isStep ? undefined : (refusal as WithoutSteps<Refusal> | undefined);
}

/** Runs one request of a form at a time, and returns its answer as React state. */
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
