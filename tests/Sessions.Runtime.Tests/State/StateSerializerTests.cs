using System.Text;
using Sessions.Storage;

namespace Sessions.Tests.State;

/// <summary>State values outside of a session of ours, by the same rules.</summary>
public class StateSerializerTests
{
    private static StateValue Stored(int version, string json) => new("anything", version, Encoding.UTF8.GetBytes(json));

    private static string Text(ReadOnlyMemory<byte>? json) => Encoding.UTF8.GetString(json.GetValueOrDefault().Span);

    [Fact]
    public void A_value_is_written_and_read_with_its_key_and_version()
    {
        var value = StateSerializer.Serialize(new Person { FullName = "Ann" });

        Assert.Equal(("Person", 3, """{"FullName":"Ann"}"""), (value.Key, value.Version, Text(value.Json)));
        Assert.Equal("Ann", StateSerializer.Deserialize<Person>(value, out var unknown)!.FullName);
        Assert.True(unknown.IsEmpty);
    }

    [Fact]
    public void Older_values_are_migrated_and_what_is_not_known_is_written_back()
    {
        var person = StateSerializer.Deserialize<Person>(Stored(1, """{"First":"Ann","Last":"Lee","Age":7}"""), out var unknown);

        Assert.Equal("""{"FullName":"Ann Lee","Age":7}""", Text(StateSerializer.Serialize(person!, unknown).Json));
    }

    [Fact]
    public void A_value_of_a_version_may_have_the_names_of_another_serializer()
    {
        var value = Stored(3, """{"fullName":"Ann"}""");

        foreach (var mayBeForeign in new[] { false, true })
        {
            Assert.Equal("Ann", StateSerializer.Deserialize<Person>(value, out var unknown, mayBeForeign)!.FullName);
            Assert.True(unknown.IsEmpty);
        }
    }

    [Fact]
    public void What_cannot_be_read_is_refused_as_in_a_session()
    {
        Assert.Null(StateSerializer.Deserialize<Person>(new StateValue("Person", 9, null), out _));
        Assert.Throws<SessionStateVersionException>(() => StateSerializer.Deserialize<Person>(Stored(4, "{}"), out _));
        Assert.Throws<SessionFormatException>(() => StateSerializer.Deserialize<Person>(Stored(3, "[]"), out _));
        Assert.Throws<SessionFormatException>(() => StateSerializer.Deserialize<Person>(Stored(3, "{"), out _));
        Assert.Throws<InvalidOperationException>(() => StateSerializer.Deserialize<Cache>(Stored(1, "{}"), out _));
        Assert.Throws<InvalidOperationException>(() => StateSerializer.Serialize(new Cache()));
    }
}
