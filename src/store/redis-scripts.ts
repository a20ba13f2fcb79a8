/** What has to happen in one step, in Lua. Times are Redis's own where replicas have to agree on them. */

const milliseconds = `
local function milliseconds()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end`;

/**
 * Adds to a sorted set whose scores are instants, drops what is past and what is too much.
 * KEYS: the set. ARGV: member, until, now, how many are kept, milliseconds for which the set is kept at least.
 */
export const addMember = `
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[4]) - 1)
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[5]) then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
return 1`;

/**
 * Keeps a notice, and sends it to those who read the stream.
 * KEYS: notices, stream. ARGV: notice, until, now, notices kept, entries of the stream kept, milliseconds for which both are kept.
 * Returns the entry's id.
 */
export const announceNotice = `
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[4]) - 1)
local id = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], '*', 'notice', ARGV[1], 'until', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return id`;

/**
 * Renews a replica's lease, and tells it whether it has missed something.
 * KEYS: epoch, replicas, positions, notices, stream. ARGV: replica, lease in milliseconds, a random name for a new epoch, the replica's
 * position, milliseconds for which everything is kept.
 * Returns the epoch, the id of the stream's last entry, and 1 when the entry at the replica's position is still there.
 */
export const renewLease = `${milliseconds}
local now = milliseconds()
local epoch = redis.call('GET', KEYS[1]) or string.format('%.0f', now) .. '-' .. ARGV[3]
redis.call('SET', KEYS[1], epoch, 'PX', ARGV[5])
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do redis.call('HDEL', KEYS[3], gone) end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], ARGV[4])
for index = 2, 5 do redis.call('PEXPIRE', KEYS[index], ARGV[5]) end
local last = redis.call('XREVRANGE', KEYS[5], '+', '-', 'COUNT', 1)
local isThere = ARGV[4] == '0-0' or #redis.call('XRANGE', KEYS[5], ARGV[4], ARGV[4]) == 1
return { epoch, last[1] and last[1][1] or '0-0', isThere and 1 or 0 }`;

/**
 * Whether all other replicas whose lease has not ended have read as far as an entry. Nobody can tell as long as a lease lasts
 * after Redis has started or lost its data: replicas that are alive may not have renewed theirs yet.
 * KEYS: epoch, replicas, positions. ARGV: the entry's id, the replica that asks, lease in milliseconds. Returns 1 or 0, and -1 when nobody can tell.
 */
export const hasEverybodyRead = `${milliseconds}
local function parts(id)
  local left, right = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(left), tonumber(right)
end
local now = milliseconds()
local lease = tonumber(ARGV[3])
local epoch = redis.call('GET', KEYS[1])
if not epoch or now - tonumber(string.match(epoch, '^%d+')) < lease then return -1 end
local uptime = string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%d+)')
if tonumber(uptime) * 1000 < lease + 1000 then return -1 end
local left, right = parts(ARGV[1])
for _, replica in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], now, '+inf')) do
  if replica ~= ARGV[2] then
    local readLeft, readRight = parts(redis.call('HGET', KEYS[3], replica) or '0-0')
    if readLeft < left or (readLeft == left and readRight < right) then return 0 end
  end
end
return 1`;
