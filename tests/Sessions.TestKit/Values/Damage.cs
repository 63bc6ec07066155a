using System.Text;
using System.Text.Json.Nodes;

namespace Sessions.TestKit;

/// <summary>Damages JSON at random, as transmission, other programs and other releases do: bytes, values, and what belongs together.</summary>
public static class Damage
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "7", "2147483648", "9223372036854775807", "-9223372036854775808", "1e400", "1.5", "\"\"", "\" \"", "\"nope\"", "\"LONE\"", "\"a\\u0000b\"",
        "[]", "[null]", "{}", "[[]]", "{\"$type\":\"nope\"}", "{\"$type\":\"data\",\"uri\":\"nope\"}", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"AAAA\"",
        "{\"$type\":\"functionCall\"}", "{\"$type\":\"functionResult\",\"callId\":null}", "{\"$type\":\"toolApprovalRequest\"}", "\"data:,\"", "\"local\"", "\"service\"", "\"interrupted\"",
    ];

    /// <summary>Damages a document or a part of one.</summary>
    public static byte[] Of(byte[] json, Random random) => random.Next(5) switch
    {
        0 => Bytes(json, random),
        1 => json[..random.Next(json.Length)],
        2 => Deep(json, random),
        _ => Members(json, random),
    };

    private static byte[] Bytes(byte[] json, Random random)
    {
        var damaged = json.ToArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        }

        return damaged;
    }

    private static byte[] Deep(byte[] json, Random random)
    {
        var text = Encoding.UTF8.GetString(json);
        var at = text.IndexOf(':', random.Next(text.Length));
        var depth = random.Next(3) * 200;
        return at < 0 ? Bytes(json, random) : Encoding.UTF8.GetBytes($"{text[..(at + 1)]}{new string('[', depth)}{new string(']', depth)},\"more\":{text[(at + 1)..]}");
    }

    private static byte[] Members(byte[] json, Random random)
    {
        var root = JsonNode.Parse(json)!;
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            Change(All(root).ToList(), random);
        }

        // Half a character can be written only as an escape.
        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace("LONE", "\\ud800", StringComparison.Ordinal));
    }

    private static void Change(List<JsonNode> all, Random random)
    {
        switch (all[random.Next(all.Count)].Parent)
        {
            case JsonObject parent when parent.Count > 0:
                var name = parent.ElementAt(random.Next(parent.Count)).Key;
                switch (random.Next(4))
                {
                    case 0:
                        parent.Remove(name);
                        break;
                    case 1:
                        parent[name] = all[random.Next(all.Count)].DeepClone();
                        break;
                    default:
                        parent[name] = JsonNode.Parse(Values[random.Next(Values.Length)]);
                        break;
                }

                break;
            case JsonArray { Count: > 0 } items:
                var index = random.Next(items.Count);
                switch (random.Next(4))
                {
                    case 0:
                        items.RemoveAt(index);
                        break;
                    case 1:
                        items.Insert(index, items[random.Next(items.Count)]?.DeepClone());
                        break;
                    default:
                        items[index] = JsonNode.Parse(Values[random.Next(Values.Length)]);
                        break;
                }

                break;
        }
    }

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        null => [],
        JsonObject members => members.SelectMany(member => All(member.Value)).Prepend(node),
        JsonArray items => items.SelectMany(All).Prepend(node),
        _ => [node],
    };
}
