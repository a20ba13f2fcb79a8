import { Alert } from '@mantine/core';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import type { ReactNode } from 'react';

/** Says that something has been done. A screen reader announces it. */
export function Done({ children }: { children: ReactNode }) {
  return (
    <Alert role="status" color="pine" icon={<IconCircleCheck size={20} stroke={1.7} />}>
      {children}
    </Alert>
  );
}
