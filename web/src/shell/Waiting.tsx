import { Button, Center, Loader } from '@mantine/core';
import { useSession } from '@gatehouse/client/react';
import IconCloudOff from '@tabler/icons-react/icons/IconCloudOff';
import { Note } from '../parts/Note.tsx';
import { SignedOutLayout } from './SignedOutLayout.tsx';
import classes from './Waiting.module.css';

/** What a user sees before the page knows who is signed in, and during an outage. */
export function Waiting() {
  return useSession().status === 'unreachable' ? <Unreachable /> : <Loading />;
}

/** A sign that something loads. It appears after a moment: what loads quickly does not flicker. */
export function Loading() {
  return (
    <Center mih="60dvh" className={classes.late} role="status" aria-label="Loading">
      <Loader />
    </Center>
  );
}

function Unreachable() {
  return (
    <SignedOutLayout>
      <Note
        Icon={IconCloudOff}
        title="The service cannot be reached"
        text="You are still signed in. This page tries again by itself, and goes on when the service answers."
      >
        <Button
          variant="default"
          onClick={() => {
            location.reload();
          }}
        >
          Try now
        </Button>
      </Note>
    </SignedOutLayout>
  );
}
