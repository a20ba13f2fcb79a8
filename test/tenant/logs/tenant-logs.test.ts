import { describe, expect, it } from '@jest/globals';
import { SavedState } from '../../../src/tenant/saved-state/saved-state.ts';
import { tenantLogs } from '../../../src/tenant/logs/tenant-logs.ts';

describe('tenantLogs', () => {
  it('keeps the newest 2000 records, under ids that sort as they were written', () => {
    const logs = tenantLogs(new SavedState(), () => new Date('2026-03-01T12:00:00Z'));
    for (let record = 0; record < 2_001; record += 1) {
      logs.write({ type: 'ss', ip: '127.0.0.1', user_name: `user${record}` });
    }
    const records = logs.records();
    expect(records).toHaveLength(2_000);
    expect(records[0]).toHaveProperty('user_name', 'user1');
    const ids = records.map(({ log_id }) => log_id);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids.map((id) => id.length))).toEqual(new Set([56]));
  });
});
