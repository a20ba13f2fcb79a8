import { Title } from '@mantine/core';
import { useEffect, useRef } from 'react';

/**
 * The heading of a screen, and the title of the tab. It takes the focus when the screen opens, so that keyboard and screen reader begin
 * here and not on the link that led here. A field of the screen that takes the focus by itself keeps it.
 */
export function ScreenTitle({ children, id }: { children: string; id?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · Gatehouse`;
    const screen = heading.current?.closest('main, [role=dialog]');
    if (!screen?.contains(document.activeElement)) heading.current?.focus();
  }, [children]);
  return (
    <Title order={1} ref={heading} tabIndex={-1} {...(id && { id })}>
      {children}
    </Title>
  );
}
