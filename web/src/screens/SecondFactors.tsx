import { Alert, Button, Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import type { Factor } from '@gatehouse/client';
import { useGatehouse, useReauthenticate, useSecondFactor } from '@gatehouse/client/react';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import { useState } from 'react';
import { Dialog } from '../parts/Dialog.tsx';
import { Done } from '../parts/Done.tsx';
import type { Refused } from '../parts/explain.ts';
import { PasswordForm } from '../parts/PasswordForm.tsx';
import { Refusal } from '../parts/Refusal.tsx';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';
import { useCapabilities } from '../parts/use-capabilities.ts';
import classes from './Devices.module.css';
import { Enroll } from './second-factor/Enroll.tsx';
import { factorKinds } from './second-factor/factor-kinds.ts';
import { SecondFactorSteps } from './second-factor/SecondFactorSteps.tsx';

/** The user's second factors: first the proof that the user is there, then the list. */
export default function SecondFactors() {
  const { step } = useSecondFactor();
  const { reauthenticate, isPending, refusal } = useReauthenticate();
  const factor = useSecondFactor();
  // The end of other devices ends the proof too, and with it the list.
  const [areOthersEnded, setAreOthersEnded] = useState(false);
  const onOthersEnded = () => {
    setAreOthersEnded(true);
  };
  if (step === 'proven') return <FactorList onOthersEnded={onOthersEnded} />;
  if (step === 'none') {
    return (
      <Stack gap="lg">
        <Heading text="To see and change them, enter your password." />
        {areOthersEnded && <Done>All other devices are signed out.</Done>}
        <Paper withBorder p={{ base: 'lg', sm: 'xl' }} maw="27rem">
          <PasswordForm
            refusal={factor.refusal ?? refusal}
            isPending={isPending}
            onSubmit={(password) => {
              setAreOthersEnded(false);
              return reauthenticate({ password });
            }}
          />
        </Paper>
      </Stack>
    );
  }
  return (
    <Stack gap="md" maw="27rem" align="stretch">
      <Paper withBorder p={{ base: 'lg', sm: 'xl' }}>
        <SecondFactorSteps />
      </Paper>
      <Button variant="subtle" color="gray" onClick={factor.done}>
        Cancel
      </Button>
    </Stack>
  );
}

function Heading({ text }: { text: string }) {
  return (
    <Stack gap="xs">
      <ScreenTitle>Second factors</ScreenTitle>
      <Text c="dimmed">{text}</Text>
    </Stack>
  );
}

function FactorList({ onOthersEnded }: { onOthersEnded: () => void }) {
  const factor = useSecondFactor();
  const [isAdding, setIsAdding] = useState(false);
  const kinds = useCapabilities()?.secondFactors;
  if (factor.step !== 'proven') return null;
  const { factors, refusal, isPending } = factor;
  if (isAdding) {
    return (
      <Stack gap="md" maw="27rem">
        <Paper withBorder p={{ base: 'lg', sm: 'xl' }}>
          <Enroll
            kinds={kinds ?? null}
            refusal={refusal}
            isPending={isPending}
            onEnroll={factor.enroll}
          />
        </Paper>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setIsAdding(false);
          }}
        >
          Cancel
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      {/* A new heading after a change: it takes the focus of a button that is gone. */}
      <Heading
        key={factors?.length}
        text="They keep your account safe when somebody learns your password."
      />
      <EndOthers onEnded={onOthersEnded} />
      <Refusal refusal={refusal} />
      {factors === null && <Text>They cannot be listed at the moment.</Text>}
      {factors?.length === 0 && (
        <Paper withBorder p={{ base: 'lg', sm: 'xl' }}>
          <Text>You have no second factor yet.</Text>
        </Paper>
      )}
      {factors && factors.length > 0 && (
        <Stack component="ul" gap="sm" className={classes.list}>
          {factors.map((each) => (
            <FactorRow key={each.id} factor={each} />
          ))}
        </Stack>
      )}
      <Group>
        <Button
          onClick={() => {
            setIsAdding(true);
          }}
        >
          Add a second factor
        </Button>
      </Group>
    </Stack>
  );
}

function FactorRow({ factor }: { factor: Factor }) {
  const { remove, isPending } = useSecondFactor();
  const [isAsked, setIsAsked] = useState(false);
  const { label, use, Icon } = factorKinds[factor.type];
  const close = () => {
    setIsAsked(false);
  };
  return (
    <Paper component="li" withBorder className={classes.device}>
      <ThemeIcon size={44} radius="md" variant="light" aria-hidden>
        <Icon size={23} stroke={1.5} />
      </ThemeIcon>
      <div className={classes.words}>
        <Text fw={600}>{label}</Text>
        <Text size="sm" c="dimmed">
          {factor.name ?? use}
        </Text>
      </div>
      {factor.type !== 'RECOVERY_CODE' && (
        <Button
          variant="default"
          size="sm"
          disabled={isPending}
          aria-label={`Remove ${label}`}
          onClick={() => {
            setIsAsked(true);
          }}
        >
          Remove
        </Button>
      )}
      <Dialog title={`Remove ${label.toLowerCase()}?`} isOpen={isAsked} onClose={close}>
        <Stack gap="lg">
          <Text>You can no longer confirm a sign-in with it.</Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              Keep it
            </Button>
            <Button
              color="red"
              onClick={() => {
                close();
                void remove(factor);
              }}
            >
              Remove it
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </Paper>
  );
}

/** After a change: somebody else may be signed in elsewhere. */
function EndOthers({ onEnded }: { onEnded: () => void }) {
  const { signOut } = useGatehouse();
  const factor = useSecondFactor();
  const [refusal, setRefusal] = useState<Refused>();
  const [isPending, setIsPending] = useState(false);
  const end = async () => {
    setIsPending(true);
    try {
      const answer = await signOut('OTHERS');
      if (answer.__typename === 'LoggedOut') onEnded();
      else setRefusal(sayWhere(answer));
    } finally {
      setIsPending(false);
    }
  };
  const count = factor.step === 'proven' ? factor.otherDevices : null;
  if (!count) return null;
  return (
    <Alert color="pine" role="status" icon={<IconCircleCheck size={20} stroke={1.7} />}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          Your second factors have changed. You are signed in on{' '}
          {count === 1 ? 'one other device' : `${count} other devices`}.
        </Text>
        <Refusal refusal={refusal} />
        <Button size="sm" variant="default" loading={isPending} onClick={() => void end()}>
          Sign out everywhere else
        </Button>
      </Stack>
    </Alert>
  );
}

/** The proof lasts 10 minutes. This screen asks for the password at its beginning alone; the other one at any time. */
function sayWhere(answer: Refused): Refused {
  if (answer.__typename !== 'ReauthenticationRequired') return answer;
  return { ...answer, message: 'You confirmed a while ago that it is you. Do it under Devices.' };
}
