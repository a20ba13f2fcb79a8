import { Button, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';

/** For a path that has no screen. */
export function NotFound() {
  return (
    <Stack align="flex-start" gap="md">
      <ScreenTitle>There is no such page</ScreenTitle>
      <Text c="dimmed">The address may be mistyped, or the page has moved.</Text>
      <Button component={Link} href="/" variant="default">
        Go to the first page
      </Button>
    </Stack>
  );
}
