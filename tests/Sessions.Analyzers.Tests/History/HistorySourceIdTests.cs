using Sessions.Analyzers.History;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.History;

public sealed class HistorySourceIdTests
{
    private const string Save = "{ public void SaveMessagesAsync(SessionKey key, IReadOnlyList<ChatMessage> messages) => throw new NotSupportedException($\"{key} {messages}\"); }";

    private static readonly AnalyzerTest Test = new(new HistorySourceIdAnalyzer(), Generators.All);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null!")]
    [InlineData("name: \"\"")]
    public Task Empty_id_is_reported(string id) => Test.Reports(
        $"[HistoryProvider([|{id}|], LoadMessages = false)] public sealed partial class Audit {Save}",
        ["Source id '' of history provider 'Audit' cannot be used: it is empty; name the provider"]);

    [Fact]
    public Task Id_of_two_providers_is_reported_on_both() => Test.Reports(
        $$"""
        [HistoryProvider([|"history"|], LoadMessages = false)] public sealed partial class A {{Save}}
        public static class Names { public const string History = "history"; }
        public partial class Outer { [HistoryProvider([|Names.History|], LoadMessages = false)] internal sealed partial class B {{Save}} }
        """,
        [
            "Source id 'history' of history provider 'A' cannot be used: 'Outer.B' has it too, and both cannot be registered; name another",
            "Source id 'history' of history provider 'B' cannot be used: 'A' has it too, and both cannot be registered; name another",
        ]);

    [Theory]
    [InlineData("[HistoryProvider(\"History\", LoadMessages = false)] public sealed partial class B " + Save)]
    [InlineData("public partial class Outer { [HistoryProvider(\"history\", LoadMessages = false)] private sealed partial class B " + Save + " }")]
    [InlineData("[HistoryProvider(\"history\")] public partial record B;")]
    public Task Other_ids_and_providers_that_nobody_registers_are_not(string other) =>
        Test.IsSilent($"[HistoryProvider(\"history\", LoadMessages = false)] public sealed partial class A {Save} {other}");
}
