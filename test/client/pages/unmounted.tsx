import { StrictMode, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { createGatehouse } from '../../../client/src/index.ts';
import {
  GatehouseProvider,
  useDevices,
  useSecondFactor,
  useSignIn,
} from '../../../client/src/react.tsx';

/** How a request that was held ends: the gateway answers, the answer is lost, or a page that is no GraphQL answers. */
type End = 'answer' | 'lost' | 'mistake';

let gate: Promise<End> | undefined;
let open: (end: End) => void = () => undefined;
/** Resolves when a request is held. */
let held: Promise<void> | undefined;
let tellHeld: () => void = () => undefined;

const gatehouse = createGatehouse({
  url: new URLSearchParams(location.search).get('gateway') ?? '',
  transport: 'tokens',
  fetch: async (input, init) => {
    tellHeld();
    const end = await gate;
    if (end === 'lost') throw new TypeError('Failed to fetch');
    return end === 'mistake' ? new Response('Not found', { status: 404 }) : fetch(input, init);
  },
});

/** Holds the requests from now on. */
function hold(): void {
  gate = new Promise((resolve) => (open = resolve));
  held = new Promise((resolve) => (tellHeld = resolve));
}

/** Waits for a request that is held. */
const isHeld = async () => held;

/** Waits for a request, and lets it go on. */
async function release(end: End): Promise<void> {
  await held;
  open(end);
  gate = undefined;
}

function SignIn() {
  const { signIn, isPending, refusal } = useSignIn();
  const wrong = { username: 'editor@example.com', password: 'a wrong password' };
  return (
    <>
      <button disabled={isPending} onClick={() => void signIn(wrong)}>
        Sign in
      </button>
      <p role="alert">{refusal?.message}</p>
    </>
  );
}

function SecondFactor() {
  const { step, isPending, enroll } = useSecondFactor();
  return (
    <button disabled={isPending} onClick={() => void enroll({ type: 'TOTP' })}>
      {step}
    </button>
  );
}

function Devices() {
  const { devices, isPending, end } = useDevices();
  return devices?.map((device) => (
    <button key={device.id} disabled={isPending} onClick={() => void end(device)}>
      {device.current ? 'This device' : 'Another device'}
    </button>
  ));
}

const components: Record<string, () => ReactNode> = { SignIn, SecondFactor, Devices };

function Page() {
  const [name, show] = useState('');
  Object.assign(window, { show });
  const Component = components[name];
  return Component ? <Component /> : <p>Nothing</p>;
}

Object.assign(window, { gatehouse, hold, isHeld, release });
const root = document.getElementById('root');
if (!root) throw new Error('no #root');
createRoot(root).render(
  <StrictMode>
    <GatehouseProvider gatehouse={gatehouse}>
      <Page />
    </GatehouseProvider>
  </StrictMode>,
);
