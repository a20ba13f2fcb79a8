import { Text } from '@mantine/core';
import { Link } from 'wouter';
import classes from './Logo.module.css';

/** The mark and the name. Leads to the first screen. */
export function Logo() {
  return (
    <Link href="/" className={classes.logo}>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className={classes.mark}>
        <rect width="32" height="32" rx="9" fill="currentColor" />
        <path d="M8.5 24.5V16a7.5 7.5 0 0 1 15 0v8.5M13.200 24.5V16.5a2.800 2.800 0 0 1 5.600 0v8" />
      </svg>
      <Text component="span" fw={620} fz="md" lts="-0.01em">
        Gatehouse
      </Text>
    </Link>
  );
}
