import { Stack, Text, ThemeIcon, UnstyledButton } from '@mantine/core';
import type { Factor } from '@gatehouse/client';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import { factorKinds } from './factor-kinds.ts';
import classes from './Options.module.css';

/** One of the kinds of second factor among which the user chooses. */
export interface Option {
  key: string;
  type: Factor['type'];
  /** Replaces the general words, for example a masked phone number. */
  text?: string | null;
  onChoose: () => void;
}

/** A list of kinds of second factor, each a button. */
export function Options({ options, isPending }: { options: Option[]; isPending: boolean }) {
  return (
    <Stack component="ul" gap="xs" className={classes.list}>
      {options.map(({ key, type, text, onChoose }) => {
        const { label, use, Icon } = factorKinds[type];
        return (
          <li key={key}>
            <UnstyledButton className={classes.option} disabled={isPending} onClick={onChoose}>
              <ThemeIcon size={40} variant="light" aria-hidden>
                <Icon size={21} stroke={1.6} />
              </ThemeIcon>
              <span className={classes.words}>
                <Text component="span" fw={550}>
                  {label}
                </Text>
                <Text component="span" size="sm" c="dimmed">
                  {text ?? use}
                </Text>
              </span>
              <IconChevronRight size={18} stroke={1.6} aria-hidden />
            </UnstyledButton>
          </li>
        );
      })}
    </Stack>
  );
}
