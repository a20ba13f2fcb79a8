import { Stack, Text, ThemeIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ScreenTitle } from './ScreenTitle.tsx';

/** A card that says what comes next: an icon, a heading, a text, and what the user can do. */
export function Note(props: { Icon: Icon; title: string; text: ReactNode; children?: ReactNode }) {
  const { Icon, title, text, children } = props;
  return (
    <Stack gap="lg">
      <ThemeIcon size={48} radius="lg" variant="light" aria-hidden>
        <Icon size={26} stroke={1.5} />
      </ThemeIcon>
      <Stack gap="xs">
        <ScreenTitle>{title}</ScreenTitle>
        <Text c="dimmed">{text}</Text>
      </Stack>
      {children && <Stack gap="sm">{children}</Stack>}
    </Stack>
  );
}
