import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useGatehouse, useSession } from '@gatehouse/client/react';
import IconLogout from '@tabler/icons-react/icons/IconLogout';
import IconUser from '@tabler/icons-react/icons/IconUser';
import { Link } from 'wouter';
import { ownPicture } from '../parts/own-picture.ts';
import classes from './AccountMenu.module.css';

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const session = useSession();
  const { signOut } = useGatehouse();
  if (session.status !== 'signedIn') return null;
  const { name, email, picture, nickname } = session.user;
  const label = name ?? nickname ?? email ?? 'Account';
  return (
    <Menu
      position="bottom-end"
      width={260}
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <UnstyledButton className={classes.button}>
          <VisuallyHidden>Account of {label}</VisuallyHidden>
          <Avatar src={ownPicture(picture)} name={label} alt="" size={36} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.user}>
          <Text component="span" c="bright" fw={600} truncate>
            {label}
          </Text>
          {email !== label && (
            <Text component="span" size="sm" truncate>
              {email}
            </Text>
          )}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          component={Link}
          href="/profile"
          leftSection={<IconUser size={18} stroke={1.6} />}
        >
          Profile
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={18} stroke={1.6} />}
          onClick={() => void signOut()}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
