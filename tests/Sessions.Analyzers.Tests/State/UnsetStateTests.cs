using Sessions.Analyzers.State;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class UnsetStateTests
{
    private const string Made = "The 'Notes' that is made where the session has none is never set, and what is changed in it is lost; set it in the session";
    private const string Copied = "The changed copy of 'Trip' is never set, and the session keeps the old one; set it in the session";

    private static readonly AnalyzerTest Test = new(new UnsetStateAnalyzer(), Generators.All);

    public static TheoryData<string> Lost =>
    [
        "if (!session.TryGetNotes(out var notes)) { notes = [|new Notes()|]; } notes.Count++;",
        "var notes = session.TryGetNotes(out var had) ? had : [|new Notes()|]; notes.Lines.Add(text);",
        "var notes = !session.TryGetNotes(out var had) ? [|new Notes()|] : had; notes.Title = text;",
    ];

    public static TheoryData<string> Unused =>
    [
        "var trip = session.GetTrip(); trip = [|trip with { City = text }|];",
        "Trip trip = session.GetTrip(); if (trip.City.Length == 0) { trip = [|trip with { City = text }|]; }",
        "if (session.TryGetTrip(out var trip)) { trip = [|trip with { City = text }|]; }",
        "var trip = session.GetTrip(); Console.WriteLine(trip.City); trip = [|trip with { City = text }|]; await agent.RunAsync(\"Hi\", session);",
    ];

    public static TheoryData<string> FrameworkLost =>
    [
        "var notes = session.StateBag.GetValue<Notes>(\"notes\") ?? [|new Notes()|]; notes.Count++;",
        "var notes = session.StateBag.GetValue<Notes>(\"notes\") ?? [|new()|]; notes.Lines.Add(text); Console.WriteLine(notes.Count);",
        "var notes = session.StateBag.GetValue<Notes>(\"notes\"); notes ??= [|new Notes()|]; notes.Title += text;",
        "var notes = session.StateBag.TryGetValue<Notes>(\"notes\", out var had) ? had! : [|new Notes()|]; notes.Count = 3;",
        "if (!session.StateBag.TryGetValue<Notes>(\"notes\", out var notes)) { notes = [|new Notes { Title = text }|]; } notes!.Count++;",
    ];

    public static TheoryData<string> Kept =>
    [
        "if (!session.TryGetNotes(out var notes)) { notes = new Notes(); } notes.Count++; session.SetNotes(notes);",
        "var notes = session.TryGetNotes(out var had) ? had : new Notes(); Console.WriteLine(notes.Title);",
        "var notes = session.TryGetNotes(out var had) ? had : new Notes(); notes.Count++; Save(session, notes);",
        "var notes = session.TryGetNotes(out var had) ? had : new Notes(); notes.Count++; Action set = () => session.SetNotes(notes); set();",
        "var notes = session.GetNotes(); notes.Count++;",
        "session.GetNotes().Lines.Add(text);",
        "var trip = session.GetTrip(); trip = trip with { City = text }; session.SetTrip(trip);",
        "var trip = session.GetTrip(); trip = trip with { City = text }; Console.WriteLine(trip.City);",
        "var trip = session.GetTrip(); session.SetTrip(trip with { City = text });",
        "var trip = session.GetTrip(); var shown = trip with { City = text }; Console.WriteLine(shown);",
        "var trip = session.GetTrip(); for (var i = 0; i < 3; i++) { Console.WriteLine(trip.Days); trip = trip with { Days = i }; }",
        "var trip = Load(); trip = trip with { City = text };",
        "var notes = Find() ?? new Notes(); notes.Count++;",
        "session.UpdateTrip(trip => { trip = trip with { City = text }; return trip; });",
    ];

    public static TheoryData<string> FrameworkKept =>
    [
        "var notes = session.StateBag.GetValue<Notes>(\"notes\") ?? new(); notes.Count++; session.StateBag.SetValue(\"notes\", notes);",
        "var notes = session.StateBag.GetValue<Notes>(\"notes\") ?? new(); Console.WriteLine(notes.Count);",
        "var notes = session.StateBag.GetValue<Notes>(\"notes\") ?? Find()!; notes.Count++;",
        "var notes = session.StateBag.GetValue<Notes>(\"notes\"); if (notes is not null) { notes.Count++; }",
        "var notes = session.StateBag.GetValue<Notes>(\"notes\") ?? new(); notes.Count++; Save(session, notes);",
        "var notes = session.StateBag.GetValue<Notes>(\"notes\") ?? new(); notes.Count++; _notes = notes;",
        "Save(session, session.StateBag.GetValue<Notes>(\"notes\") ?? new());",
    ];

    [Theory]
    [MemberData(nameof(Lost))]
    public Task Object_that_is_made_and_not_set_is_reported(string code) => Test.Reports(InMethod(code), [Made]);

    [Theory]
    [MemberData(nameof(Unused))]
    public Task Copy_that_is_not_set_is_reported(string code) => Test.Reports(InMethod(code), [Copied]);

    [Theory]
    [MemberData(nameof(FrameworkLost))]
    public Task Object_that_is_made_and_not_set_is_reported_on_the_framework(string code) => Test.OnAgentFramework().Reports(InMethod(code), [Made]);

    [Theory]
    [MemberData(nameof(Unused))]
    public Task Copy_that_is_not_set_is_reported_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().Reports(InMethod(code), [Copied]);

    [Theory]
    [MemberData(nameof(Kept))]
    public Task State_that_is_set_or_only_read_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(FrameworkKept))]
    public Task State_that_is_set_or_only_read_is_not_on_the_framework(string code) => Test.OnAgentFramework().IsSilent(InMethod(code));

    private static string InMethod(string code) => $$"""
        [AgentSessionState]
        public sealed partial record Trip
        {
            public string City { get; init; } = "";
            public int Days { get; init; }
        }

        [AgentSessionState]
        public sealed partial class Notes
        {
            public string Title { get; set; } = "";
            public int Count { get; set; }
            public List<string> Lines { get; set; } = [];
        }

        class Chat
        {
            public Notes? _notes;

            private static Trip Load() => new();
            private static Notes? Find() => null;
            private static void Save(AgentSession session, Notes notes) => Console.WriteLine((session, notes));

            public async Task Run(AIAgent agent, AgentSession session, string text)
            {
                await Task.Yield();
                {{code}}
            }
        }
        """;
}
