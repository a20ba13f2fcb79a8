import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** The heading of a screen, and the title of the tab. Takes the focus when no field has it, so that a screen reader begins here. */
export function ScreenTitle({ children, id }: { children: string; id?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · Gatehouse`;
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [children]);
  return (
    <Title order={1} ref={heading} tabIndex={-1} {...(id && { id })}>
      {children}
    </Title>
  );
}
