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
 * Keeps notices, and sends them to those who read the stream.
 * KEYS: notices, stream. ARGV: before when what is past is dropped, notices kept, entries of the stream kept, milliseconds for which
 * both are kept, and then each notice and its until. Returns the id of the last entry.
 */
export const announceNotices = `
local id
for index = 5, #ARGV, 2 do
  redis.call('ZADD', KEYS[1], 'GT', ARGV[index + 1], ARGV[index])
  id = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'notice', ARGV[index], 'until', ARGV[index + 1])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[2]) - 1)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return id`;

/**
 * Renews a replica's lease, and tells it whether it may have missed something. An epoch ends when Redis restarts, when another
 * server takes its place, and when its data is gone.
 * KEYS: epoch, replicas, positions, notices, stream. ARGV: replica, lease in milliseconds, a random name for a new epoch, the position
 * that the replica has read to, the one that it tells others, milliseconds for which everything is kept.
 * Returns the epoch, its age in milliseconds, the id of the stream's last entry, and 1 when that at the replica's position is there.
 */
export const renewLease = `${milliseconds}
local now = milliseconds()
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local epoch = redis.call('GET', KEYS[1])
if not epoch or string.match(epoch, '^%d+ (%w+)') ~= run then
  epoch = string.format('%.0f', now) .. ' ' .. run .. ' ' .. ARGV[3]
end
redis.call('SET', KEYS[1], epoch, 'PX', ARGV[6])
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do redis.call('HDEL', KEYS[3], gone) end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], now + ARGV[2], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], ARGV[5])
for index = 2, 5 do redis.call('PEXPIRE', KEYS[index], ARGV[6]) end
local last = redis.call('XREVRANGE', KEYS[5], '+', '-', 'COUNT', 1)
local isThere = ARGV[4] == '0-0' or #redis.call('XRANGE', KEYS[5], ARGV[4], ARGV[4]) == 1
local age = now - tonumber(string.match(epoch, '^%d+'))
return { epoch, age, last[1] and last[1][1] or '0-0', isThere and 1 or 0 }`;

/**
 * Whether all other replicas whose lease has not ended have read as far as an entry. Nobody can tell as long as a lease lasts
 * after an epoch has begun: replicas that are alive may not have renewed theirs yet.
 * KEYS: epoch, replicas, positions. ARGV: the entry's id, the replica that asks, lease in milliseconds, the epoch that it knows.
 * Returns 1 or 0, and -1 when nobody can tell.
 */
export const haveAllReplicasRead = `${milliseconds}
local function parts(id)
  local left, right = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(left), tonumber(right)
end
local now = milliseconds()
local epoch = redis.call('GET', KEYS[1])
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if not epoch or epoch ~= ARGV[4] or string.match(epoch, '^%d+ (%w+)') ~= run then return -1 end
if now - tonumber(string.match(epoch, '^%d+')) < tonumber(ARGV[3]) then return -1 end
local left, right = parts(ARGV[1])
for _, replica in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], now, '+inf')) do
  if replica ~= ARGV[2] then
    local readLeft, readRight = parts(redis.call('HGET', KEYS[3], replica) or '0-0')
    if readLeft < left or (readLeft == left and readRight < right) then return 0 end
  end
end
return 1`;
