import { Alert } from '@mantine/core';
import IconAlertCircle from '@tabler/icons-react/icons/IconAlertCircle';
import type { ReactNode } from 'react';
import { explain, type Refused } from './explain.ts';

/** Why a request was refused. A screen reader announces it. Shows nothing without a refusal. */
export function Refusal({
  refusal,
  children,
}: {
  refusal: Refused | undefined;
  children?: ReactNode;
}) {
  if (!refusal) return null;
  return (
    <Alert color="red" icon={<IconAlertCircle size={20} stroke={1.7} />}>
      {explain(refusal)}
      {children}
    </Alert>
  );
}
