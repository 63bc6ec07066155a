namespace Sessions.RedisStore;

/// <summary>What the scripts share. A session is a hash: its head, its turns by number, and the state values that were set at each.</summary>
internal static class RedisFunctions
{
    /// <summary>Keys, fields and indexes. What callers say comes as an argument, and no script is made of it.</summary>
    public const string Common = """
        local place = 0
        local function arg() place = place + 1; return ARGV[place] end
        local function map()
            local values = {}
            for _ = 1, tonumber(arg()) do
                local name = arg()
                values[name] = arg()
            end
            return values
        end

        -- Names are tenant/id, and no tenant has a '/'. Times are texts of equal length, which sort like times.
        local prefix, now, name = arg(), arg(), arg()
        local function key(kind, of) return prefix .. kind .. ':' .. of end
        local function get(name, field) return redis.call('HGET', key('session', name), field) end
        local function set(name, field, value) redis.call('HSET', key('session', name), field, value) end
        local function unpacked(name, field)
            local value = get(name, field)
            return value and cmsgpack.unpack(value) or {}
        end

        local function revision(name)
            local expires = get(name, 'expires')
            return not (expires and expires <= now) and get(name, 'revision')
        end

        -- Sorted sets: what a tenant has, by id and by its last commit, and what expires, the first first.
        local function index(kind, of, before, after)
            if before then redis.call('ZREM', key(kind, of), before) end
            if after then redis.call('ZADD', key(kind, of), 0, after) end
        end
        local function parts(name) return string.match(name, '^([^/]*)/(.*)$') end
        local function set_updated(name, time)
            local tenant, id = parts(name)
            local before = get(name, 'updated')
            index('ids', tenant, nil, id)
            index('updated', tenant, before and before .. id, time .. id)
            set(name, 'updated', time)
        end
        local function set_expires(name, time)
            local before = get(name, 'expires')
            index('expiring', 'sessions', before and before .. name, time ~= '' and time .. name)
            if time ~= '' then set(name, 'expires', time) else redis.call('HDEL', key('session', name), 'expires') end
        end

        local function step_key(name, turn_key) return #turn_key .. ':' .. turn_key .. name end
        local function set_steps(name, turn_key, before, expires)
            local steps = step_key(name, turn_key)
            index('expiring', 'steps', before and before .. steps, expires and expires .. steps)
            if expires then redis.call('HSET', key('steps', name), turn_key, expires) end
        end
        local function list_id(name)
            local tenant, id = parts(name)
            local is_there = redis.call('EXISTS', key('session', name), key('steps', name)) > 0
            index('ids', tenant, not is_there and id, is_there and id)
        end
        -- All steps of a turn's key, or those of one session of the name. A step is 'created;expires;json'.
        local function remove_steps(name, turn_key, created)
            local before, steps, last = redis.call('HGET', key('steps', name), turn_key), key('step', step_key(name, turn_key)), nil
            if not before then return end
            for _, ordinal in ipairs(created and redis.call('HKEYS', steps) or {}) do
                local of, expires = string.match(redis.call('HGET', steps, ordinal), '^([^;]*);([^;]*);')
                if of == created then redis.call('HDEL', steps, ordinal)
                elseif not last or last < expires then last = expires end
            end
            set_steps(name, turn_key, before, last)
            if last then return end
            redis.call('HDEL', key('steps', name), turn_key)
            redis.call('DEL', steps)
            list_id(name)
        end
        -- With all steps, or with those of the session alone: another one may begin under its name.
        local function remove(name, keeps_others)
            local tenant, id = parts(name)
            local created = keeps_others and get(name, 'created') or nil
            for _, turn_key in ipairs(redis.call('HKEYS', key('steps', name))) do remove_steps(name, turn_key, created) end
            set_expires(name, '')
            index('updated', tenant, (get(name, 'updated') or '') .. id, nil)
            redis.call('DEL', key('session', name))
            list_id(name)
        end
        """;

    /// <summary>Reads a session's head, state and turns.</summary>
    public const string Reading = Common + """

        -- State: a slot's value has its version, ':' and the JSON, which an emptied slot does not have.
        local function merge(state, newer, keeps_emptied)
            for slot, value in pairs(newer) do
                state[slot] = (keeps_emptied or not string.find(value, '^%d+:$')) and value or nil
            end
            return state
        end
        local function state_at(name, turn)
            local found = {}
            repeat
                local reached = turn
                for slot, value in pairs(unpacked(name, 'state:' .. reached)) do found[slot] = found[slot] or value end
                turn = unpacked(name, 'link:' .. reached).parent or 0
            until reached == 0
            return merge({}, found)
        end
        local function flat(values)
            local list = {}
            for slot, value in pairs(values) do
                list[#list + 1] = slot
                list[#list + 1] = value
            end
            return list
        end

        local function head(name, with_state)
            local fields = redis.call('HMGET', key('session', name), 'head', 'revision', 'current', 'count', 'updated',
                'title', 'owner', 'metadata', 'expires', 'input', 'output', 'total')
            fields[#fields + 1] = with_state and flat(unpacked(name, 'state')) or {}
            return fields
        end

        -- Turns: a link is small, and says where the turn is and how large.
        local function turn(name, number, with_state)
            local stored = unpacked(name, 'turn:' .. number)
            stored[4] = with_state and flat(unpacked(name, 'state:' .. number)) or {}
            return stored
        end
        local function chain(name, number, after)
            return function()
                local reached, link = number, unpacked(name, 'link:' .. number)
                number = link.parent
                if link.parent and reached > after then return reached, link end
            end
        end
        local function all(name, number, after)
            return function()
                while number > after do
                    local reached, link = number, unpacked(name, 'link:' .. number)
                    number = number - 1
                    if link.parent then return reached, link end
                end
            end
        end
        local function reversed(turns)
            local numbers, links = {}, {}
            for number, link in turns do
                numbers[#numbers + 1] = number
                links[#links + 1] = link
            end
            local left = #numbers + 1
            return function() left = left - 1; return numbers[left], links[left] end
        end
        local function limits() return { turns = tonumber(arg()), messages = tonumber(arg()), bytes = tonumber(arg()) } end
        local function page(name, numbers, limits, with_state)
            local turns, messages, bytes = {}, 0, 0
            for number, link in numbers do
                if #turns >= limits.turns or messages >= limits.messages or bytes >= limits.bytes then return { 1, turns } end
                turns[#turns + 1] = turn(name, number, with_state)
                messages, bytes = messages + link.messages, bytes + link.bytes
            end
            return { 0, turns }
        end
        """;
}
