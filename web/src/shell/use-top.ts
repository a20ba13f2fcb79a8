import { useEffect } from 'react';

/** Shows a screen from its top, however far the user had scrolled on the one before. */
export function useTop(screen?: string): void {
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [screen]);
}
