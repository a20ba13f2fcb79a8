import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditLog, type ActFacts } from '../../src/audit/audit-log.ts';
import { AuditTrail, type EventSearch } from '../../src/audit/audit-trail.ts';
import { maxWaiting } from '../../src/audit/shelf.ts';
import { FileEventLog } from '../../src/store/file-event-log.ts';
import { createLogger } from '../../src/telemetry/log.ts';
import { Tally } from '../../src/telemetry/tally.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const day = 24 * 60 * 60 * 1000;
const lifetime = 90 * day;
const secret = 'a-secret-of-the-trail-that-is-long-enough';

let folder: string;
let later: number;
let written: string[];
let trail: AuditTrail;
beforeEach(() => {
  folder = join(temporaryFolder(), 'audit');
  later = 0;
  trail = open();
});
afterEach(() => trail.close());

const now = () => new Date(Date.UTC(2026, 10, 28) + later);

/** Opens the trail, as a process that starts does. */
function open({ entries = 100_000, secrets = [secret] } = {}): AuditTrail {
  written = [];
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    written.push(chunk.toString());
    done();
  };
  const log = createLogger('info', new Writable({ write }));
  const shelf = (name: string) =>
    new FileEventLog({ folder, name, limits: { entries, lifetime }, now, log });
  return new AuditTrail({
    ...{ acts: shelf('acts'), attempts: shelf('attempts'), lifetime, secrets, now, log },
    outcomes: new Tally(['operation', 'outcome'], [['login', 'InvalidCredentials']]),
  });
}

const logOf = (requestId: string) =>
  new AuditLog(trail, { requestId, clientIp: '203.0.113.9', clientName: () => 'okhttp' });
const outcome = { kind: 'InvalidCredentials' };
const fail = (requestId: string, digest = 'digest') =>
  logOf(requestId).record('login', Promise.resolve(outcome), { subject: { digest } });
const grant: ActFacts<{ kind: string }> = {
  actor: 'auth0|admin',
  subject: 'auth0|user',
  change: ({ kind }) =>
    kind === 'RolesAssigned' ? { before: { roles: [] }, after: { roles: ['editor'] } } : undefined,
};
const act = (requestId: string, kind = 'RolesAssigned') =>
  logOf(requestId).act('assignRoles', Promise.resolve({ kind }), grant);

const page = (search: Partial<EventSearch> = {}) => trail.search({ first: 50, ...search });
const requestsIn = async (search?: Partial<EventSearch>) =>
  (await page(search)).edges.map(({ node }) => node.requestId);
/** Returns the lines of the log since the last call. */
const lines = () => written.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the trail', () => {
  it('L06: has an administrative act with what it has changed', async () => {
    await act('1');
    const { edges } = await page();
    expect(edges).toMatchObject([
      {
        node: {
          time: '2026-11-28T00:00:00.000Z',
          operation: 'assignRoles',
          outcome: 'RolesAssigned',
          actor: 'auth0|admin',
          subject: 'auth0|user',
          address: '203.0.113.9',
          client: 'okhttp',
          requestId: '1',
          before: { roles: [] },
          after: { roles: ['editor'] },
        },
      },
    ]);
    expect(lines()).toMatchObject([{ msg: 'administrative act', clientIp: '203.0.113.9' }]);
  });

  it('has an act that fails, and the caller gets its error', async () => {
    const failed = logOf('1').act('assignRoles', Promise.reject(new Error('no answer')), grant);
    await expect(failed).rejects.toThrow('no answer');
    const { edges } = await page();
    expect(edges).toMatchObject([{ node: { outcome: 'INTERNAL_SERVER_ERROR' } }]);
    expect(edges[0]?.node).not.toHaveProperty('after');
  });

  it('joins acts and other events, newest first, page after page', async () => {
    const expected: string[] = [];
    for (let number = 1; number <= 25; number += 1) {
      if (number % 5 > 1) later += number % 2;
      await (number % 3 === 0 ? act(String(number)) : fail(String(number)));
      await page({ first: 1 }); // Saved before the next one.
      expected.push(String(number));
    }
    const whole = await page();
    const requests = new Set(whole.edges.map(({ node }) => node.requestId));
    expect(requests).toEqual(new Set(expected));
    expect(whole.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    expect(new Set(whole.edges.map(({ node }) => node.id)).size).toBe(25);

    const pages: (string | undefined)[] = [];
    let after: string | undefined;
    let hasNextPage = true;
    while (hasNextPage) {
      const { edges, pageInfo } = await page({ first: 4, after });
      pages.push(...edges.map(({ node }) => node.requestId));
      expect(pageInfo.startCursor).toBe(edges[0]?.cursor);
      after = pageInfo.endCursor;
      hasNextPage = pageInfo.hasNextPage;
    }
    expect(pages).toEqual(whole.edges.map(({ node }) => node.requestId));
  });

  it('goes on behind the cursor of any event', async () => {
    for (const number of ['1', '2', '3']) await fail(number);
    const { edges } = await page();
    expect(await requestsIn({ after: edges[0]?.cursor })).toEqual(['2', '1']);
    expect(await requestsIn({ after: edges[2]?.cursor })).toEqual([]);
  });

  it('is there after a restart', async () => {
    await act('1');
    await fail('2');
    await trail.close();
    trail = open();
    expect(new Set(await requestsIn())).toEqual(new Set(['1', '2']));
  });

  it('forgets what is older than its lifetime', async () => {
    await fail('1');
    await page();
    later += lifetime - 1;
    await fail('2');
    expect(await requestsIn()).toEqual(['2', '1']);
    later += 2;
    expect(await requestsIn()).toEqual(['2']);
  });

  it('L06: keeps acts apart: a flood of other events, and of refused acts, does not push them out', async () => {
    await trail.close();
    trail = open({ entries: 80 });
    await act('the act');
    for (let number = 0; number < 200; number += 1) {
      await fail('flood');
      await act('flood', 'InvalidInput');
    }
    const { edges } = await page({
      filter: { operation: 'assignRoles', outcome: 'RolesAssigned' },
    });
    expect(edges).toMatchObject([{ node: { requestId: 'the act' } }]);
  });
});

describe('a search', () => {
  beforeEach(async () => {
    await fail('1', 'one');
    later = 1000;
    await act('2');
    later = 2000;
    await fail('3', 'three');
    await page();
  });

  it.each<[string, EventSearch['filter'], string[]]>([
    ['an operation', { operation: 'login' }, ['3', '1']],
    ['an outcome', { outcome: 'RolesAssigned' }, ['2']],
    ['an actor', { actor: 'auth0|admin' }, ['2']],
    ['a subject', { subject: 'auth0|user' }, ['2']],
    ['a digest', { subject: 'one' }, ['1']],
    ['a time and later', { from: '2026-11-28T00:00:01Z' }, ['3', '2']],
    ['before a time', { to: '2026-11-28T01:00:01+01:00' }, ['1']],
    ['two conditions', { operation: 'login', from: '2026-11-28T00:00:01Z' }, ['3']],
    ['nothing that is there', { operation: 'nothing' }, []],
    ['no condition', { operation: null, from: null }, ['3', '2', '1']],
  ])('by %s', async (_what, filter, expected) => {
    expect(await requestsIn({ filter })).toEqual(expected);
  });

  it.each<[string, Partial<EventSearch>, string]>([
    ['no event', { first: 0 }, 'first must be 1 to 100.'],
    ['too many events', { first: 101 }, 'first must be 1 to 100.'],
    ['a time that is none', { filter: { from: 'yesterday' } }, 'from must be a time such as'],
    ['a day', { filter: { to: '2026-11-28' } }, 'to must be a time such as'],
    ['a time without a zone', { filter: { to: '2026-11-28T00:00:00' } }, 'to must be a time'],
    ['a time that does not exist', { filter: { to: '2026-13-40T00:00:00Z' } }, 'to must be'],
    ['a cursor that is none', { after: 'MTIzLTAtMA' }, 'after must be a cursor of auditEvents.'],
    ['an empty cursor', { after: '' }, 'after must be a cursor of auditEvents.'],
  ])('for %s is refused', async (_what, search, message) => {
    await expect(page(search)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('L06: with a cursor that was changed in any character is refused', async () => {
    const { edges } = await page();
    const cursor = String(edges[1]?.cursor);
    for (const index of cursor.split('').keys()) {
      const other = cursor[index] === 'A' ? 'B' : 'A';
      const changed = cursor.slice(0, index) + other + cursor.slice(index + 1);
      await expect(page({ after: changed })).rejects.toThrow('after must be');
    }
  });

  it('takes a cursor of an earlier secret, and not one of another gateway', async () => {
    const { edges } = await page();
    const after = edges[0]?.cursor;
    const newer = 'a-newer-secret-that-is-long-enough-as-well';
    await trail.close();
    trail = open({ secrets: [newer, secret] });
    expect(await requestsIn({ after })).toEqual(['2', '1']);
    await trail.close();
    trail = open({ secrets: [newer] });
    await expect(page({ after })).rejects.toThrow('after must be');
  });
});

it('a search reads at most 10,000 events, and says where the next one goes on', async () => {
  await trail.close();
  mkdirSync(folder);
  const text = (number: number) =>
    `{"id":"${number}-0","time":"2026-11-28T00:00:00.000Z","operation":"${number}","outcome":"x"}\n`;
  const start = now().getTime();
  const many = Array.from({ length: 10_500 }, (_, index) => text(start - 20_000 + index));
  writeFileSync(join(folder, 'attempts.000001.jsonl'), many.join(''));
  trail = open();
  const filter = { operation: String(start - 20_000) };
  const first = await page({ filter });
  expect(first).toMatchObject({
    edges: [],
    pageInfo: { hasNextPage: true, startCursor: undefined },
  });
  const next = await page({ filter, after: first.pageInfo.endCursor });
  expect(next).toMatchObject({
    edges: [{}],
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
  });
});

describe('a storage that cannot be written', () => {
  beforeEach(() => {
    writeFileSync(folder, 'a file in its place');
  });

  it('fails no operation: events wait, and are saved in their order when it is back', async () => {
    for (const number of ['1', '2', '3']) expect(await fail(number)).toBe(outcome);
    await expect(page()).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    expect([trail.waiting, trail.lost]).toEqual([3, 0]);
    const told = lines().filter(({ level }) => Number(level) === 40);
    expect(told).toMatchObject([
      { msg: 'audit events cannot be saved; they wait in memory, and the log has them' },
    ]);
    rmSync(folder);
    expect(await requestsIn()).toEqual(['3', '2', '1']);
    expect(lines()).toMatchObject([{ level: 30, msg: 'audit events are saved again', lost: 0 }]);
    expect(trail.waiting).toBe(0);
  });

  it('is tried again without another event', async () => {
    await fail('1');
    await expect(page()).rejects.toThrow();
    rmSync(folder);
    while (trail.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await requestsIn()).toEqual(['1']);
  });

  it('loses events beyond the maximum, which are counted and in the log', async () => {
    await Promise.all(Array.from({ length: maxWaiting + 7 }, (_, index) => fail(String(index))));
    expect([trail.waiting, trail.lost]).toEqual([maxWaiting, 7]);
    expect(lines().filter(({ msg }) => msg === 'credential mutation')).toHaveLength(maxWaiting + 7);
    rmSync(folder);
    while (trail.waiting > 0) await page();
  });

  it('loses at the stop what it could not save, and says how many events', async () => {
    for (const number of ['1', '2']) await fail(number);
    await trail.close();
    expect(trail.lost).toBe(2);
    expect(lines().at(-1)).toMatchObject({
      msg: 'audit events lost: they could not be saved',
      events: 2,
    });
  });
});
