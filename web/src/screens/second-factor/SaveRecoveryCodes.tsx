import '../styles.ts';
import { Button, Checkbox, CopyButton, Group, Stack, Text } from '@mantine/core';
import IconCopy from '@tabler/icons-react/icons/IconCopy';
import IconDownload from '@tabler/icons-react/icons/IconDownload';
import { useState } from 'react';
import { ScreenTitle } from '../../parts/ScreenTitle.tsx';
import { SignedOutLayout } from '../../shell/SignedOutLayout.tsx';
import classes from './SaveRecoveryCodes.module.css';

/** Shows recovery codes until the user has saved them. They cannot be read again. */
export default function SaveRecoveryCodes({
  codes,
  onSaved,
}: {
  codes: readonly string[];
  onSaved: () => void;
}) {
  const [isSaved, setIsSaved] = useState(false);
  const text = codes.join('\n');
  const isOne = codes.length === 1;
  return (
    <SignedOutLayout>
      <Stack gap="lg">
        <Stack gap="xs">
          <ScreenTitle>
            {isOne ? 'Save your recovery code' : 'Save your recovery codes'}
          </ScreenTitle>
          <Text c="dimmed">
            {isOne ? 'It opens' : 'Each opens'} your account once when you have lost your phone. You
            see {isOne ? 'it' : 'them'} this one time.
          </Text>
        </Stack>
        <ul className={classes.codes} data-one={isOne || undefined}>
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Group gap="sm" className={classes.ways}>
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={<IconCopy size={18} stroke={1.6} />}
                onClick={copy}
              >
                <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
              </Button>
            )}
          </CopyButton>
          <Button
            component="a"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
            download="recovery-codes.txt"
            variant="default"
            leftSection={<IconDownload size={18} stroke={1.6} />}
          >
            Download
          </Button>
        </Group>
        <Checkbox
          checked={isSaved}
          label={isOne ? 'I have saved the code' : 'I have saved the codes'}
          onChange={(event) => {
            setIsSaved(event.currentTarget.checked);
          }}
        />
        <Button disabled={!isSaved} onClick={onSaved}>
          Continue
        </Button>
      </Stack>
    </SignedOutLayout>
  );
}
