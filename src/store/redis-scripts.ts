// Lua scripts. Redis runs each script as one atomic step. Where replicas must agree on the time, the script uses Redis's clock.
// Elsewhere the caller passes the time. Durations are milliseconds, and times are milliseconds since the epoch.

const readTime = `
local function readTime()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end`;

/**
 * Adds a member to a sorted set whose scores are expiry times. If the set has the member already, the later time wins. Drops
 * expired members and, beyond the maximum, those that expire first.
 *
 * - KEYS: the set
 * - ARGV: the member, its expiry, the time before which members are expired, the maximum number of members, the minimum time to
 *   live of the set
 * - Returns the members that were dropped because of the maximum
 */
export const addMember = `
redis.call('ZADD', KEYS[1], 'GT', ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
local dropped = redis.call('ZRANGE', KEYS[1], 0, -tonumber(ARGV[4]) - 1)
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[4]) - 1)
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[5]) then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
return dropped`;

/**
 * Saves a value with a version, unless Redis has a value with a higher version.
 *
 * - KEYS: the key
 * - ARGV: the value, its version, its time to live
 */
export const saveNewest = `
local saved = redis.call('GET', KEYS[1])
local version = saved and string.match(saved, '^v(%d+):')
if version and tonumber(version) > tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return 1`;

/**
 * Takes a free lock, or renews a lock that the owner holds.
 *
 * - KEYS: the lock
 * - ARGV: the owner, the lease
 * - Returns 1, or 0 if another owner holds the lock
 */
export const takeLock = `
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/**
 * Releases a lock that the owner holds.
 *
 * - KEYS: the lock
 * - ARGV: the owner
 */
export const endLock = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`;

/**
 * Saves notices, and adds them to the stream that the replicas read.
 *
 * - KEYS: notices, stream
 * - ARGV: the time before which notices are expired, the maximum number of notices, the approximate maximum length of the
 *   stream, the time to live of both keys, and then each notice with its expiry
 * - Returns the id of the last entry of the stream
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
 * Renews the lease of a replica. Starts a new epoch if Redis has restarted, if another server has replaced it, or if its data is
 * lost. A new epoch drops all positions, because its stream may contain other entries. Removes replicas that are no longer
 * counted.
 *
 * A replica is _counted_ if other replicas must wait until it has read a notice. Its score is the time until which it is counted.
 * Normally only a replica's own renewal raises its score. In three cases this script raises the scores of replicas that may be
 * ready without having renewed:
 *
 * - A new epoch: such a replica may still trust its last contact with the earlier server. If `min-replicas-to-write` is set,
 *   its score is raised by the time of a refusal too, because the earlier server may be cut off together with it and refuse its
 *   writes.
 * - A silence, in which no replica has renewed its lease: Redis may have refused all writes while the replicas stayed ready.
 * - An epoch that the calling replica did not know: the script adds the replicas that the caller knows from the previous epoch.
 *
 * - KEYS: epoch, replicas, positions, notices, stream
 * - ARGV: the replica, the lease, a random name for a new epoch, the position up to which the replica has read, the position
 *   that it shows to other replicas, the time to live of the keys, the time for which a replica is counted, the time of a
 *   refusal, the epoch that the replica knows, and then the names of the other replicas that it knows
 * - Returns the epoch, its age, the id of the last entry of the stream, 1 if the stream still has the entry at the replica's
 *   position or else 0, and the names of all counted replicas
 */
export const renewLease = `${readTime}
local now = readTime()
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local epoch = redis.call('GET', KEYS[1])
local isNew = not epoch or string.match(epoch, '^%d+ (%w+)') ~= run
local wasSilent = epoch and ARGV[6] - redis.call('PTTL', KEYS[1]) > tonumber(ARGV[2])
if isNew then
  epoch = string.format('%.0f', now) .. ' ' .. run .. ' ' .. ARGV[3]
  redis.call('DEL', KEYS[3])
end
redis.call('SET', KEYS[1], epoch, 'PX', ARGV[6])
local unheard = now + ARGV[7]
if string.find(redis.call('INFO', 'replication'), 'min_slaves_good_slaves') then unheard = unheard + ARGV[8] end
if isNew or wasSilent then
  for _, other in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], now - ARGV[8], '+inf')) do
    redis.call('ZADD', KEYS[2], 'GT', isNew and unheard or now + ARGV[7], other)
  end
end
if epoch ~= ARGV[9] then
  for index = 10, #ARGV do redis.call('ZADD', KEYS[2], 'NX', unheard, ARGV[index]) end
end
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do redis.call('HDEL', KEYS[3], gone) end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], now + ARGV[7], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], epoch == ARGV[9] and ARGV[5] or '0-0')
for index = 2, 5 do redis.call('PEXPIRE', KEYS[index], ARGV[6]) end
local last = redis.call('XREVRANGE', KEYS[5], '+', '-', 'COUNT', 1)
local hasPosition = ARGV[4] == '0-0' or #redis.call('XRANGE', KEYS[5], ARGV[4], ARGV[4]) == 1
local age = now - tonumber(string.match(epoch, '^%d+'))
local all = redis.call('ZRANGE', KEYS[2], 0, -1)
return { epoch, age, last[1] and last[1][1] or '0-0', hasPosition and 1 or 0, all }`;

/**
 * Shows the other replicas the position up to which a replica has read the stream. Does nothing in another epoch.
 *
 * - KEYS: epoch, positions
 * - ARGV: the replica, its position, the epoch of that position
 */
export const showPosition = `
if redis.call('GET', KEYS[1]) == ARGV[3] then redis.call('HSET', KEYS[2], ARGV[1], ARGV[2]) end
return 1`;

/**
 * Reads a part of what {@link renewLease} returns, without writing. Used while Redis refuses writes, and for the reader, whose
 * connection may lead to another server.
 *
 * - KEYS: epoch, stream
 * - ARGV: the position up to which the replica has read
 * - Returns the epoch, the id of the last entry of the stream, and 1 if the stream still has the entry at the position or else
 *   0. If no epoch has started on this server, another text that identifies the server's data takes the place of the epoch
 */
export const lookAtEnd = `
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local epoch = redis.call('GET', KEYS[1]) or ''
if string.match(epoch, '^%d+ (%w+)') ~= run then epoch = 'none ' .. run .. ' ' .. epoch end
local last = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
local hasPosition = ARGV[1] == '0-0' or #redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1]) == 1
return { epoch, last[1] and last[1][1] or '0-0', hasPosition and 1 or 0 }`;

/**
 * Checks whether all other counted replicas have read an entry of the stream. The answer is unknown while the epoch is younger
 * than one lease, and when no replica has renewed for one lease, because a ready replica may then be missing from the list.
 *
 * - KEYS: epoch, replicas, positions
 * - ARGV: the id of the entry, the asking replica, the lease, the epoch that this replica knows, the time to live of the keys
 * - Returns 1 for yes, 0 for no, -1 for unknown
 */
export const haveAllReplicasRead = `${readTime}
local function parts(id)
  local left, right = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(left), tonumber(right)
end
local now = readTime()
local epoch = redis.call('GET', KEYS[1])
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
if not epoch or epoch ~= ARGV[4] or string.match(epoch, '^%d+ (%w+)') ~= run then return -1 end
if now - tonumber(string.match(epoch, '^%d+')) < tonumber(ARGV[3]) then return -1 end
if ARGV[5] - redis.call('PTTL', KEYS[1]) > tonumber(ARGV[3]) then return -1 end
local left, right = parts(ARGV[1])
for _, replica in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], now, '+inf')) do
  if replica ~= ARGV[2] then
    local readLeft, readRight = parts(redis.call('HGET', KEYS[3], replica) or '0-0')
    if readLeft < left or (readLeft == left and readRight < right) then return 0 end
  end
end
return 1`;

/**
 * Appends a batch of entries to a stream, unless it is the last batch that the writer has appended.
 *
 * - KEYS: the stream, the last batch of the writer
 * - ARGV: the id of the batch, the approximate maximum number of entries, the time before which entries are dropped (0: none),
 *   the time to live of the keys, the entries
 */
export const appendBatch = `
if redis.call('GET', KEYS[2]) == ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[4])
for index = 5, #ARGV do
  local limit = { 'MAXLEN', '~', ARGV[2] }
  if index == 5 and ARGV[3] ~= '0' then limit = { 'MINID', '~', ARGV[3] } end
  redis.call('XADD', KEYS[1], limit[1], limit[2], limit[3], '*', 'event', ARGV[index])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`;
