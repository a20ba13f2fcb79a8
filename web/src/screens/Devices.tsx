import { Badge, Button, Group, Paper, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core';
import type { Device } from '@gatehouse/client';
import { useDevices, useSecondFactor } from '@gatehouse/client/react';
import IconDeviceDesktop from '@tabler/icons-react/icons/IconDeviceDesktop';
import IconDeviceMobile from '@tabler/icons-react/icons/IconDeviceMobile';
import { Dialog } from '../parts/Dialog.tsx';
import { PasswordForm } from '../parts/PasswordForm.tsx';
import { Refusal } from '../parts/Refusal.tsx';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';
import { when } from '../parts/when.ts';
import classes from './Devices.module.css';
import { SecondFactorSteps } from './second-factor/SecondFactorSteps.tsx';

/** Where the user is signed in, and how to end it. */
export default function Devices() {
  const { devices, end, endOthers, reload, refusal, isPending, isPasswordNeeded } = useDevices();
  const others = devices?.filter(({ current }) => !current) ?? [];
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <Stack gap="xs">
          {/* A new heading after a change: it takes the focus of a button that is gone. */}
          <ScreenTitle key={devices?.length}>Devices</ScreenTitle>
          <Text c="dimmed">{devices ? summary(devices.length) : 'Where you are signed in.'}</Text>
        </Stack>
        {others.length > 0 && (
          <Button variant="default" size="sm" disabled={isPending} onClick={() => void endOthers()}>
            Sign out everywhere else
          </Button>
        )}
      </Group>
      {!isPasswordNeeded && (
        <Refusal
          refusal={refusal}
          onRetry={refusal?.__typename === 'ServiceUnavailable' ? () => void reload() : undefined}
        />
      )}
      {devices ? (
        <Stack component="ul" gap="sm" className={classes.list}>
          {devices.map((device) => (
            <DeviceRow key={device.id} device={device} isPending={isPending} onEnd={end} />
          ))}
        </Stack>
      ) : (
        isPending && <Skeleton h={88} radius="lg" />
      )}
      <Proof />
    </Stack>
  );
}

function summary(count: number): string {
  return count === 1
    ? 'You are signed in on this device only.'
    : `You are signed in on ${count} devices.`;
}

interface DeviceRowProps {
  device: Device;
  isPending: boolean;
  onEnd: (device: Device) => Promise<unknown>;
}

function DeviceRow({ device, isPending, onEnd }: DeviceRowProps) {
  const { client, address, createdAt, lastUsedAt, current } = device;
  const name = client ?? 'Unknown device';
  const Icon = /iPhone|iPad|Android|okhttp|iOS/.test(name) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <Paper component="li" withBorder className={classes.device}>
      <ThemeIcon size={44} radius="md" variant="light" aria-hidden>
        <Icon size={23} stroke={1.5} />
      </ThemeIcon>
      <div className={classes.words}>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          {current && <Badge size="md">This device</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {[`Used ${when(lastUsedAt)}`, address, createdAt && `signed in ${when(createdAt)}`]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Button
        variant="default"
        size="sm"
        disabled={isPending}
        aria-label={current ? 'Sign out on this device' : `Sign out ${name}`}
        onClick={() => void onEnd(device)}
      >
        Sign out
      </Button>
    </Paper>
  );
}

/** Asks for the password, and for the second factor where the account has one, before the user signs out a device. */
function Proof() {
  const { isPasswordNeeded, isPending, refusal, confirm, cancel } = useDevices();
  const { step, done } = useSecondFactor();
  const isUnderWay = step !== 'none' && step !== 'proven';
  return (
    <Dialog
      title="Confirm that it is you"
      isOpen={isPasswordNeeded || isUnderWay}
      onClose={isUnderWay ? done : cancel}
    >
      {isUnderWay ? (
        <SecondFactorSteps />
      ) : (
        <Stack gap="md">
          <Text c="dimmed">You signed in a while ago.</Text>
          <PasswordForm
            refusal={refusal?.__typename === 'ReauthenticationRequired' ? undefined : refusal}
            isPending={isPending}
            onSubmit={(password) => void confirm({ password })}
          />
        </Stack>
      )}
    </Dialog>
  );
}
