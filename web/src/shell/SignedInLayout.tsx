import { AppShell, Burger, Group, NavLink } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useEffect, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { screens } from '../routes.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import { Logo } from './Logo.tsx';
import classes from './SignedInLayout.module.css';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import { useTop } from './use-top.ts';
import { VerifyBanner } from './VerifyBanner.tsx';

/** Header, navigation and the screen. On a narrow window the navigation opens by a button. */
export function SignedInLayout({ children }: { children: ReactNode }) {
  const [isOpen, { toggle, close }] = useDisclosure();
  const [location] = useLocation();
  useEffect(close, [location, close]);
  useTop(location);
  return (
    <AppShell
      header={{ height: 64 }}
      navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      className={classes.shell}
    >
      <AppShell.Header className={classes.header}>
        <Group gap="sm">
          <Burger
            opened={isOpen}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label="Navigation"
            aria-expanded={isOpen}
          />
          <Logo />
        </Group>
        <Group gap="xs">
          <ThemeSwitch />
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label="Screens">
        {screens.map(({ path, label, Icon }) => (
          <NavLink
            key={path}
            component={Link}
            href={path}
            label={label}
            active={location === path}
            {...(location === path && { 'aria-current': 'page' as const })}
            leftSection={<Icon size={20} stroke={1.6} />}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main>
        <div className={classes.screen}>
          <VerifyBanner />
          {children}
        </div>
      </AppShell.Main>
    </AppShell>
  );
}
