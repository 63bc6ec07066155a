using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions.Tests.Storage;

public class SessionKeyTests
{
    /// <summary>Tenants and ids that are put together in every way: what is escaped, what looks like an escape, what parses as something else.</summary>
    private static readonly string[] Parts =
        ["", "s", "t", "/", "//", "a/b", "a/", "/a", "%", "%%", "%2F", "%25", "%252F", "%2f", "2F", "a%b/c", " ", "é", "漢字", "😀", "\"", "\\", "\uFFFF", new('x', SessionKey.MaxLength), new('/', SessionKey.MaxLength)];

    private static IEnumerable<SessionKey> Keys => from tenant in Parts from id in Parts where id.Length > 0 select new SessionKey(tenant, id);

    [Fact]
    public void An_id_alone_is_one_of_the_default_tenant_and_only_where_that_is_said()
    {
        Assert.Equal(new SessionKey("", "s"), new SessionKey("s"));
        Assert.DoesNotContain(typeof(SessionKey).GetMethods(), method => method.Name.StartsWith("op_Implicit", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_comes_back_from_its_text_and_has_it_alone()
    {
        Assert.Equal("s", new SessionKey("s").ToString());
        Assert.Equal("t/s", new SessionKey("t", "s").ToString());
        Assert.Equal("a%2Fb/c%25", new SessionKey("a/b", "c%").ToString());
        Assert.All(Keys, key => Assert.Equal(key, SessionKey.Parse(key.ToString(), null)));
        Assert.Distinct(Keys.Select(key => key.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("t/")]
    [InlineData("/s")]
    [InlineData("t/s/u")]
    [InlineData("t/s%2fu")]
    [InlineData("100%")]
    [InlineData("%41")]
    [InlineData("t/a\nb")]
    public void What_is_no_keys_text_is_not_read(string text)
    {
        Assert.False(SessionKey.TryParse(text, null, out var key));
        Assert.Equal(default, key);
        Assert.Throws<FormatException>(() => SessionKey.Parse(text, null));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SessionKey>(JsonSerializer.Serialize(text)));
        Assert.False(SessionKey.TryParse(null, null, out _));
    }

    [Fact]
    public void A_key_survives_json_as_a_value_as_a_member_and_as_a_key()
    {
        var of = Keys.ToDictionary(key => key, key => new Visit(key, null));

        var read = JsonSerializer.Deserialize<Dictionary<SessionKey, Visit>>(JsonSerializer.Serialize(of));

        Assert.Equal(of, read);
        Assert.Equal("\"t/s\"", JsonSerializer.Serialize(new SessionKey("t", "s")));
        var visit = new Visit(new SessionKey("s"), new SessionKey("t", "s"));
        Assert.Equal(visit, JsonSerializer.Deserialize(JsonSerializer.Serialize(visit, VisitJson.Default.Visit), VisitJson.Default.Visit));
        foreach (var json in new[] { "null", "1", "{}", "[]", "true", "{\"Tenant\":\"t\",\"Id\":\"s\"}" })
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SessionKey>(json));
        }

        Assert.Throws<InvalidOperationException>(() => JsonSerializer.Serialize(default(SessionKey)));
    }

    [Fact]
    public void A_key_is_created_of_what_the_constructor_takes_and_of_nothing_else()
    {
        string?[] parts = [null, "", "s", "a\nb", "\ud800", new('x', 512), new('x', 513)];
        foreach (var (tenant, id) in from tenant in parts from id in parts select (tenant, id))
        {
            var error = Record.Exception(() => new SessionKey(tenant!, id!));
            Assert.Equal(error is null, SessionKey.TryCreate(tenant, id, out var key));
            Assert.Equal(error is null ? new SessionKey(tenant!, id!) : default, key);
        }
    }

    [Theory]
    [InlineData("a\nb", "U+000A at position 1")]
    [InlineData("a\0", "U+0000 at position 1")]
    public void What_no_id_may_have_is_named(string id, string reason)
    {
        Assert.Contains("The id has", Assert.Throws<ArgumentException>(() => new SessionKey(id)).Message, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new SessionKey(id)).Message, StringComparison.Ordinal);
        Assert.Contains("The tenant has", Assert.Throws<ArgumentException>(() => new SessionKey(id, "s")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lone_surrogate_is_named()
    {
        Assert.Contains("lone surrogate at position 2", Assert.Throws<ArgumentException>(() => new SessionKey("ab\ud800")).Message, StringComparison.Ordinal);
        Assert.Contains("lone surrogate at position 0", Assert.Throws<ArgumentException>(() => new SessionKey("\udc00", "s")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_limited_and_ids_are_not_empty()
    {
        Assert.Equal(512, new SessionKey(new string('x', 512)).Id.Length);
        Assert.Throws<ArgumentException>(() => new SessionKey(new string('x', 513)));
        Assert.Throws<ArgumentException>(() => new SessionKey(""));
        Assert.Throws<InvalidOperationException>(() => default(SessionKey).Id);
    }

    [Theory]
    [InlineData("alice::conv")]
    [InlineData("ünï-😀")]
    [InlineData("'; DROP TABLE sessions; --")]
    [InlineData("a/b\\c%_*?")]
    public void Anything_else_is_an_id(string id) => Assert.Equal(id, new SessionKey(id).Id);

    internal sealed record Visit(SessionKey Session, SessionKey? Before);
}

[JsonSerializable(typeof(SessionKeyTests.Visit))]
internal sealed partial class VisitJson : JsonSerializerContext;
