namespace Sessions.RedisStore;

/// <summary>What the store does on the server: each operation is a script, which Redis runs as a whole.</summary>
internal static class RedisScripts
{
    public const string Open = RedisFunctions.Reading + """

        local known, known_created, knows_turns, with_turns, with_first, limits, turn_key = arg(), arg(), arg() == '1', arg() == '1', arg() == '1', limits(), arg()
        local expires = redis.call('HGET', key('steps', name), turn_key)
        local steps = expires and expires > now and redis.call('HGETALL', key('step', step_key(name, turn_key))) or {}
        local stored = revision(name)
        if not stored then return { false, false, false, false, steps } end
        local is_known = stored == known and (known_created == '' or known_created == get(name, 'created'))
        local current, newest, first = tonumber(get(name, 'current')), false, false
        if with_turns and not (is_known and knows_turns) then
            newest = page(name, chain(name, current, 0), limits)
            first = newest[1] == 1 and with_first and turn(name, unpacked(name, 'link:' .. current).first)
        end
        local keyed = get(name, 'key:' .. turn_key)
        return { head(name, not is_known), newest, first, keyed and turn(name, keyed), steps }
        """;

    public const string LoadState = RedisFunctions.Reading + """

        return revision(name) and flat(state_at(name, tonumber(arg()))) or {}
        """;

    public const string ReadTurns = RedisFunctions.Reading + """

        local through, after, newest_first, all_branches, with_state, limits = tonumber(arg()), tonumber(arg()), arg() == '1', arg() == '1', arg() == '1', limits()
        if not revision(name) then return { 0, {} } end
        local turns = all_branches and all(name, math.min(through, tonumber(get(name, 'last'))), after) or chain(name, through, after)
        return page(name, newest_first and turns or reversed(turns), limits, with_state)
        """;

    public const string Commit = RedisFunctions.Reading + """

        local expected, created, there = arg(), arg(), revision(name)
        local follows = get(name, 'revision') == expected and get(name, 'created') == created
        if expected == '' and there or expected ~= '' and not follows then return { 0, there and head(name) } end
        if expected == '' and get(name, 'revision') then remove(name, true) end

        local stood_at, state = tonumber(get(name, 'current') or 0), unpacked(name, 'state')
        for _, field in ipairs({ 'head', 'revision', 'current', 'count', 'last' }) do set(name, field, arg()) end
        set(name, 'created', created)
        set_updated(name, arg())
        for field, value in pairs(map()) do set(name, field, value) end
        local expires = arg()
        if expires ~= '' then set_expires(name, expires) end
        for _, field in ipairs({ 'input', 'output', 'total' }) do redis.call('HINCRBY', key('session', name), field, arg()) end

        local saved, count, turns = map(), tonumber(arg()), {}
        for n = 1, count do
            local number, link = tonumber(arg()), { parent = tonumber(arg()), depth = tonumber(arg()), messages = tonumber(arg()), bytes = tonumber(arg()) }
            link.first = unpacked(name, 'link:' .. link.parent).first or number
            turns[n] = { parent = link.parent, key = arg() }
            set(name, 'link:' .. number, cmsgpack.pack(link))
            set(name, 'turn:' .. number, cmsgpack.pack({ arg(), arg(), arg() }))
            turns[n].state = map()
            if next(turns[n].state) then set(name, 'state:' .. number, cmsgpack.pack(turns[n].state)) end
            if turns[n].key ~= '' then
                set(name, 'key:' .. turns[n].key, number)
                remove_steps(name, turns[n].key)
            end
        end

        local parent = count > 0 and turns[1].parent or stood_at
        if next(saved) then set(name, 'state:' .. parent, cmsgpack.pack(merge(unpacked(name, 'state:' .. parent), saved, true))) end
        state = parent == stood_at and merge(state, saved) or state_at(name, parent)
        for _, turn in ipairs(turns) do merge(state, turn.state) end
        set(name, 'state', cmsgpack.pack(state))
        return { 1 }
        """;

    public const string Move = RedisFunctions.Reading + """

        local expected, revised, to, time = arg(), arg(), arg(), arg()
        local there = revision(name)
        if there ~= expected then return { 0, there and head(name) } end
        set(name, 'revision', revised)
        set(name, 'current', to)
        set(name, 'count', unpacked(name, 'link:' .. to).depth or 0)
        set(name, 'state', cmsgpack.pack(state_at(name, tonumber(to))))
        set_updated(name, time)
        return { 1, head(name, true) }
        """;

    public const string AppendStep = RedisFunctions.Common + """

        local turn_key, ordinal, json, expires, created = arg(), arg(), arg(), arg(), arg()
        if created ~= '' and not (revision(name) and get(name, 'created') == created) then return { 'gone' } end
        local before = redis.call('HGET', key('steps', name), turn_key)
        if before and before <= now then
            remove_steps(name, turn_key)
            before = false
        end

        local steps = key('step', step_key(name, turn_key))
        if redis.call('HSETNX', steps, ordinal, created .. ';' .. expires .. ';' .. json) == 0 then
            return { string.match(redis.call('HGET', steps, ordinal), '^[^;]*;[^;]*;(.*)$') == json and 'appended' or 'taken' }
        end
        if not before or before < expires then set_steps(name, turn_key, before, expires) end
        list_id(name)
        return { 'appended' }
        """;

    public const string UpdateDetails = RedisFunctions.Common + """

        if not revision(name) then return { 0 } end
        for field, value in pairs(map()) do set(name, field, value) end
        if arg() == '1' then set_expires(name, arg()) end
        return { 1 }
        """;

    public const string Delete = RedisFunctions.Common + """

        local there = revision(name)
        remove(name)
        return { there and 1 or 0 }
        """;

    /// <summary>Deletes what a tenant has, and steps of sessions that are not there yet, a part at a time.</summary>
    public const string DeleteTenant = RedisFunctions.Common + """

        local ids, deleted = redis.call('ZRANGE', key('ids', name), 0, 99), 0
        for _, id in ipairs(ids) do
            deleted = deleted + (revision(name .. '/' .. id) and 1 or 0)
            remove(name .. '/' .. id)
        end
        return { #ids > 0 and 1 or 0, deleted }
        """;

    /// <summary>Lists a part of a tenant: the sessions, and where the next part begins.</summary>
    public const string List = RedisFunctions.Reading + """

        local by_id, from, count = arg() == '1', arg(), arg()
        local found = by_id and redis.call('ZRANGE', key('ids', name), from, '+', 'BYLEX', 'LIMIT', 0, count)
            or redis.call('ZRANGE', key('updated', name), from, '-', 'BYLEX', 'REV', 'LIMIT', 0, count)
        local sessions = {}
        for _, member in ipairs(found) do
            local session = name .. '/' .. (by_id and member or string.sub(member, #now + 1))
            if revision(session) then sessions[#sessions + 1] = head(session) end
        end
        return { found[#found] or false, sessions }
        """;

    public const string Purge = RedisFunctions.Common + """

        local sessions_until, steps_until, count, removed = arg(), arg(), tonumber(arg()), 0
        local function expired(what, time) return ipairs(redis.call('ZRANGE', key('expiring', what), '-', '(' .. time, 'BYLEX', 'LIMIT', 0, count - removed)) end
        for _, member in expired('sessions', sessions_until) do
            remove(string.sub(member, #now + 1), true)
            removed = removed + 1
        end
        for _, member in expired('steps', steps_until) do
            local length, rest = string.match(string.sub(member, #now + 1), '^(%d+):(.*)$')
            remove_steps(string.sub(rest, length + 1), string.sub(rest, 1, length))
            removed = removed + 1
        end
        return { removed }
        """;
}
