import '../screens/styles.ts';
import { Button, Menu, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useGatehouse, useSession } from '@gatehouse/client/react';
import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import IconChevronUp from '@tabler/icons-react/icons/IconChevronUp';
import { useEffect, useRef, useState } from 'react';
import { act, fetchBar, type Bar, type BarAccount, type Happened } from './bar-endpoint.ts';
import classes from './DevelopmentBar.module.css';
import { useStory } from './use-story.ts';

/** Tries out, in development, what a session goes through. It folds, and stays so over reloads. Not in a production build. */
export default function DevelopmentBar() {
  const [bar, setBar] = useState<Bar | null>(null);
  const load = () => {
    fetchBar().then(setBar, () => undefined);
  };
  useEffect(load, []);
  const [isFolded, setIsFolded] = useLocalStorage({
    key: 'development-bar-folded',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  if (!bar) return null;
  const Icon = isFolded ? IconChevronUp : IconChevronDown;
  return (
    <aside className={classes.bar} aria-label="Development bar" data-folded={isFolded || undefined}>
      <Button
        {...look}
        aria-expanded={!isFolded}
        rightSection={<Icon size={16} aria-hidden />}
        onClick={() => {
          setIsFolded(!isFolded);
        }}
      >
        Development
      </Button>
      {!isFolded && <Tools {...bar} reload={load} />}
    </aside>
  );
}

/** @param props.reload - asks again for the accounts, whose passwords may have changed */
function Tools({ accounts, outbox, explorer, tenant, reload }: Bar & { reload: () => void }) {
  const gatehouse = useGatehouse();
  const isSignedIn = useSession().status === 'signedIn';
  const { story, tell } = useStory();
  const [isBusy, setIsBusy] = useState(false);
  const tools = useRef<HTMLDivElement>(null);
  const [menuOffset, setMenuOffset] = useState(menuGap);

  const openMenu = () => {
    setMenuOffset((tools.current?.offsetTop ?? 0) + menuGap);
    reload();
  };
  const run = async (work: () => Promise<Happened | undefined>) => {
    setIsBusy(true);
    try {
      const happened = await work();
      if (happened) tell(happened);
    } catch {
      tell({ happened: 'The gateway does not answer.' });
    } finally {
      setIsBusy(false);
    }
  };
  const signIn = (account: BarAccount) =>
    run(async () => {
      const { email: username, password, realm } = account;
      const answer = await gatehouse.signIn({ username, password, ...(realm && { realm }) });
      if (answer.__typename === 'Session') return undefined;
      return {
        happened: 'message' in answer ? answer.message : 'This account has a second factor.',
      };
    });
  const expireToken = () =>
    run(async () => {
      const happened = await act('expire-token');
      await gatehouse.reloadUser();
      return happened;
    });
  const signOutElsewhere = () =>
    run(async () => {
      const happened = await act('sign-out-elsewhere');
      await gatehouse.reloadUser();
      return happened;
    });

  return (
    <>
      <Text component="p" className={classes.story}>
        <span role="status">
          {story.happened || 'Try what a session goes through. This bar is in no production build.'}
        </span>
        {/* Not announced each second: the status tells the beginning and the end. */}
        <span aria-hidden>{story.seconds !== undefined && ` ${story.seconds} s left.`}</span>
      </Text>
      <div ref={tools} className={classes.tools}>
        <Menu position="top-start" width={300} offset={menuOffset} onOpen={openMenu}>
          <Menu.Target>
            <Button {...look} disabled={isBusy}>
              Sign in as …
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {accounts.map((account) => (
              <Menu.Item
                key={`${account.realm ?? ''} ${account.email}`}
                onClick={() => void signIn(account)}
              >
                {account.email}
                <Text size="xs" c="dimmed">
                  {[account.realm, account.roles.join(', ') || 'no role']
                    .filter(Boolean)
                    .join(' · ')}
                </Text>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button {...look} disabled={isBusy || !isSignedIn} onClick={() => void expireToken()}>
          Expire my token
        </Button>
        <Button {...look} disabled={isBusy || !isSignedIn} onClick={() => void signOutElsewhere()}>
          Sign me out elsewhere
        </Button>
        <Button
          {...look}
          disabled={isBusy || story.seconds !== undefined}
          onClick={() => void run(() => act('outage'))}
        >
          Auth0 down for 10 s
        </Button>
        <Button {...look} component="a" href={outbox} target="_blank">
          Outbox
        </Button>
        <Button {...look} component="a" href={explorer} target="_blank">
          GraphQL
        </Button>
        <Button {...look} component="a" href={tenant} target="_blank">
          Tenant
        </Button>
      </div>
    </>
  );
}

const look = { size: 'compact-sm', variant: 'bar', className: classes.tool } as const;

/** Pixels between the bar and the menu above it. */
const menuGap = 8;
