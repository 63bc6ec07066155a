namespace Sessions.Tests.Storage;

public class SessionKeyTests
{
    [Fact]
    public void A_string_is_an_id_in_the_default_tenant()
    {
        SessionKey key = "s";

        Assert.Equal(new SessionKey("", "s"), key);
        Assert.Equal("s", key.ToString());
        Assert.Equal("t/s", new SessionKey("t", "s").ToString());
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
}
