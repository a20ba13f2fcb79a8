import { Button } from '@mantine/core';
import IconMapPinOff from '@tabler/icons-react/icons/IconMapPinOff';
import { Link } from 'wouter';
import { Note } from '../parts/Note.tsx';

/** For a path that has no screen. */
export function NotFound() {
  return (
    <Note
      Icon={IconMapPinOff}
      title="There is no such page"
      text="The address may be mistyped, or the page has moved."
    >
      <Button component={Link} href="/" variant="default" style={{ alignSelf: 'flex-start' }}>
        Go to the first page
      </Button>
    </Note>
  );
}
