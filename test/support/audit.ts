import type { GraphQLAnswer, TestGateway } from './gateway.ts';

/** An event as `auditEvents` answers it. */
export interface ReadEvent {
  id: string;
  time: string;
  operation: string;
  outcome: string;
  reason: string | null;
  actor: string | null;
  subject: string | null;
  subjectDigest: string | null;
  address: string | null;
  client: string | null;
  requestId: string | null;
  before: { name: string; values: string[] }[] | null;
  after: { name: string; values: string[] }[] | null;
}

/** A page of events. */
export interface ReadPage {
  edges: { cursor: string; node: ReadEvent }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Every field of a page of events. */
export const auditEvents = `query ($filter: AuditFilter, $first: Int! = 100, $after: String) {
  auditEvents(filter: $filter, first: $first, after: $after) {
    edges { cursor node {
      id time operation outcome reason actor subject subjectDigest address client requestId
      before { name values } after { name values }
    } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

/** Asks for a page of events. */
export function askForEvents(
  gateway: TestGateway,
  token: string | undefined,
  variables: object = {},
): Promise<GraphQLAnswer<{ auditEvents: ReadPage | null }>> {
  return gateway.request(auditEvents, { token, variables });
}

/** Reads a page of events, which the token must allow. */
export async function readPage(
  gateway: TestGateway,
  token: string,
  variables: object = {},
): Promise<ReadPage> {
  const { data, text } = await askForEvents(gateway, token, variables);
  if (!data?.auditEvents) throw new Error(text);
  return data.auditEvents;
}

/** Reads the newest 100 events, newest first. */
export async function readEvents(
  gateway: TestGateway,
  token: string,
  filter: object = {},
): Promise<ReadEvent[]> {
  return (await readPage(gateway, token, { filter })).edges.map(({ node }) => node);
}
