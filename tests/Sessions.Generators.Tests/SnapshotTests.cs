using System.Text.RegularExpressions;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public partial class SnapshotTests
{
    private static readonly GeneratorRun Run = Generate.From(
        """
        namespace App;

        [AgentSessionState]
        public sealed partial record TravelPreferences
        {
            public string? UserName { get; init; }
            public ImmutableArray<string> Interests { get; init; } = [];
            public Address? Home { get; set; }
        }

        public sealed record Address(string Street, int Number = 1);

        [HistoryProvider("database", StoreContextMessages = true)]
        public sealed partial class DatabaseHistoryProvider
        {
            public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session, TravelPreferences preferences, CancellationToken ct) =>
                throw new NotSupportedException($"{session} {preferences} {ct}");

            public void SaveMessagesAsync(SessionKey session, List<ChatMessage> messages) =>
                throw new NotSupportedException($"{session} {messages.Count}");
        }
        """);

    [Theory]
    [InlineData("State.g.cs", "State")]
    [InlineData("History.g.cs", "History")]
    [InlineData(".Registration.g.cs", "ProviderRegistration")]
    [InlineData("AssemblyRegistration.g.cs", "AssemblyRegistration")]
    public void The_generated_text_is_the_approved_one(string file, string name)
    {
        Run.Output.AssertCompiles();
        Snapshot.Verify(Version().Replace(Run.Source(file), "VERSION"), name);
    }

    [GeneratedRegex("""(?<=GeneratedCode\("Sessions\.Generators", ")[\d.]+(?="\))|(?<=// Sessions\.Generators )[\d.]+(?=: )""")]
    private static partial Regex Version();
}
