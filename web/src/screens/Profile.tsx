import { gql, type TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import {
  Avatar,
  Badge,
  Code,
  DataList,
  Group,
  Paper,
  Stack,
  Text,
  useMatches,
} from '@mantine/core';
import { useSession } from '@gatehouse/client/react';
import type { ReactNode } from 'react';
import { Answer } from '../parts/Answer.tsx';
import { ownPicture } from '../parts/own-picture.ts';
import { ScreenTitle } from '../parts/ScreenTitle.tsx';

interface ProfileData {
  me: {
    id: string;
    email: string | null;
    emailVerified: boolean | null;
    name: string | null;
    nickname: string | null;
    picture: string | null;
    roles: string[];
    permissions: string[];
  } | null;
}

// The session has the user already. This query is the pattern for data of your own.
const profile: TypedDocumentNode<ProfileData> = gql`
  query Profile {
    me {
      id
      email
      emailVerified
      name
      nickname
      picture
      roles
      permissions
    }
  }
`;

/** The profile of the signed-in user. */
export default function Profile() {
  const query = useQuery(profile, { notifyOnNetworkStatusChange: true });
  return (
    <Stack gap="lg">
      <ScreenTitle>Profile</ScreenTitle>
      <Answer
        query={query}
        value={query.data?.me}
        failure="Your profile cannot be read at the moment."
        height={360}
      >
        {(user) => <ProfileCard user={user} />}
      </Answer>
    </Stack>
  );
}

function ProfileCard({ user }: { user: NonNullable<ProfileData['me']> }) {
  const session = useSession();
  // The session knows first when the address has been verified.
  const isVerified =
    session.status === 'signedIn' ? session.user.emailVerified : user.emailVerified;
  const isNarrow = useMatches({ base: true, sm: false });
  const title = user.name ?? user.nickname ?? user.email ?? 'You';
  return (
    <Paper withBorder p={{ base: 'lg', sm: 'xl' }}>
      <Stack gap="xl">
        <Group gap="lg">
          <Avatar src={ownPicture(user.picture)} name={title} alt="" size={64} />
          <div style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
            <Text size="lg" fw={600}>
              {title}
            </Text>
            {user.email !== title && <Text c="dimmed">{user.email}</Text>}
          </div>
        </Group>
        <DataList
          withDivider
          orientation={isNarrow ? 'vertical' : 'horizontal'}
          labelWidth="9rem"
          gap="md"
        >
          <Row label="E-mail address">
            <Group gap="xs">
              {user.email ?? 'None'}
              {isVerified !== null && (
                <Badge color={isVerified ? 'pine' : 'yellow'}>
                  {isVerified ? 'Verified' : 'Not verified'}
                </Badge>
              )}
            </Group>
          </Row>
          <Row label="Nickname">{user.nickname ?? 'None'}</Row>
          <Row label="Roles">
            <Names names={user.roles} />
          </Row>
          <Row label="Permissions">
            <Names names={user.permissions} />
          </Row>
          <Row label="User ID">
            <Code style={{ overflowWrap: 'anywhere' }}>{user.id}</Code>
          </Row>
        </DataList>
      </Stack>
    </Paper>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{label}</DataList.ItemLabel>
      <DataList.ItemValue>{children}</DataList.ItemValue>
    </DataList.Item>
  );
}

function Names({ names }: { names: readonly string[] }) {
  if (names.length === 0) return 'None';
  return (
    <Group gap={6}>
      {names.map((name) => (
        <Badge key={name} color="gray">
          {name}
        </Badge>
      ))}
    </Group>
  );
}
