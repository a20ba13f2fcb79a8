import { Stack, Text } from '@mantine/core';
import { useSession } from '@gatehouse/client/react';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';

/** The profile of the signed-in user. */
export default function Profile() {
  const session = useSession();
  if (session.status !== 'signedIn') return null;
  return (
    <Stack>
      <ScreenTitle>Profile</ScreenTitle>
      <Text>{session.user.email}</Text>
    </Stack>
  );
}
