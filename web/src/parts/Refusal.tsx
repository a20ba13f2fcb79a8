import { Alert, Button } from '@mantine/core';
import IconAlertCircle from '@tabler/icons-react/icons/IconAlertCircle';
import { explain, type Refused } from './explain.ts';

interface RefusalProps {
  refusal: Refused | undefined;
  /** Sends the request once more. Default: there is no button for it. */
  onRetry?: (() => void) | undefined;
  /** Words on that button. Default: `Try again`. */
  retryLabel?: string;
}

/** Why a request was refused. A screen reader announces it. Shows nothing without a refusal. */
export function Refusal({ refusal, onRetry, retryLabel = 'Try again' }: RefusalProps) {
  if (!refusal) return null;
  return (
    <Alert color="red" icon={<IconAlertCircle size={20} stroke={1.7} />}>
      {explain(refusal)}
      {onRetry && (
        <Button mt="sm" size="sm" variant="default" display="block" onClick={onRetry}>
          {retryLabel}
        </Button>
      )}
    </Alert>
  );
}
