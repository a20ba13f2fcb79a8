import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from './Logo.tsx';
import classes from './SignedOutLayout.module.css';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import { useTop } from './use-top.ts';

/** One card in the middle of the page. `below` stands under the card. */
export function SignedOutLayout({ children, below }: { children: ReactNode; below?: ReactNode }) {
  useTop();
  return (
    <div className={classes.page}>
      <Arches />
      <header className={classes.header}>
        <Logo />
        <ThemeSwitch />
      </header>
      <main className={classes.main}>
        <Paper className={classes.card}>{children}</Paper>
        {below}
      </main>
    </div>
  );
}

/** The gates behind the card. */
function Arches() {
  const arches = [140, 230, 320, 410, 500, 590].map((radius) => (
    <path
      key={radius}
      d={`M${640 - radius} 460V${430 + radius * 0.1}a${radius} ${radius * 0.72} 0 0 1 ${radius * 2} 0V460`}
    />
  ));
  return (
    <svg viewBox="0 0 1280 460" className={classes.arches} aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="1.5">
        {arches}
      </g>
    </svg>
  );
}
