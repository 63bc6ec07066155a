using Sessions.Analyzers.State;
using Sessions.CodeFixes;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.State;

public sealed class StateUpdateTests
{
    private static readonly AnalyzerTest Test = new(new StateUpdateAnalyzer(), Generators.All);
    private static readonly CodeFixTest Fix = new(Test, new UpdateStateFix());

    public static TheoryData<string> ReadAndSet =>
    [
        "session.[|SetTrip|](session.GetTrip() with { City = city });",
        "var trip = session.GetTrip(); session.[|SetTrip|](trip with { City = city });",
        "var trip = session.GetTrip(); trip = trip with { City = city }; session.[|SetTrip|](trip);",
        "var trip = session.GetTrip(); Console.WriteLine(trip.City); session.[|SetTrip|](new Trip { City = city, Days = trip.Days + 1 });",
        "Trip trip = session.GetTrip(); var answer = await agent.RunAsync($\"How is {trip.City}?\", session); session.[|SetTrip|](trip with { City = answer.Text });",
        "var trip = session.GetTrip(); session.[|SetTrip|](Move(trip, city));",
        "session.[|SetTrip|](Move(session.GetTrip(), city));",
        "if (city.Length > 0) { var trip = session.GetTrip(); session.[|SetTrip|](trip with { City = city }); }",
        "Action set = () => session.[|SetTrip|](session.GetTrip() with { City = city }); set();",
        "session.[|SetTrip|](session.GetTrip() with { City = await Ask() });",
    ];

    public static TheoryData<string> GenericReadAndSet =>
    [
        "session.State.[|Set|](session.State.Get<Trip>() with { City = city });",
        "var state = session.State; var trip = state.Get<Trip>(); state.[|Set|](trip with { City = city });",
        "var notes = session.GetNotes(); notes.Lines.Add(city); session.[|SetNotes|](notes);",
        "var notes = session.GetNotes(); notes.Count++; session.[|SetNotes|](notes);",
        "var notes = session.GetNotes(); notes.Title = city; session.[|SetNotes|](notes);",
    ];

    public static TheoryData<string> Otherwise =>
    [
        "session.UpdateTrip(trip => trip with { City = city });",
        "session.SetTrip(new Trip { City = city });",
        "var trip = session.GetTrip(); session.SetTrip(new Trip { City = city }); Console.WriteLine(trip.City);",
        "var before = session.GetTrip(); await agent.RunAsync(\"Hi\", session); session.SetTrip(before);",
        "session.SetTrip(session.GetTrip());",
        "var trip = session.GetTrip(); other.SetTrip(trip with { City = city });",
        "other.SetTrip(session.GetTrip() with { City = city });",
        "var trip = session.GetTrip(); if (trip.City.Length == 0) { session.SetTrip(trip with { City = city }); }",
        "var trip = session.GetTrip(); trip = new Trip(); session.SetTrip(trip with { City = city });",
        "var trip = session.GetTrip(); session = other; session.SetTrip(trip with { City = city });",
        "if (session.TryGetTrip(out var trip)) { session.SetTrip(trip with { City = city }); }",
        "session.Trip = session.Trip with { City = city };",
        "var trip = session.GetTrip(); session.SetNotes(new Notes { Title = trip.City });",
        "session.SetNotes(new Notes { Title = session.GetTrip().City });",
        "var trip = Load(); session.SetTrip(trip with { City = city });",
        "All()[0].SetTrip(All()[0].GetTrip() with { City = city });",
    ];

    [Theory]
    [MemberData(nameof(ReadAndSet))]
    public Task State_that_is_read_and_set_is_reported(string code) => Test.Reports(InMethod(code), [Message("Trip", "UpdateTrip")]);

    [Theory]
    [MemberData(nameof(GenericReadAndSet))]
    public Task Other_forms_are_reported(string code) =>
        Test.Reports(InMethod(code), [code.Contains("Notes", StringComparison.Ordinal) ? Message("Notes", "UpdateNotes") : Message("Trip", "Update")]);

    [Theory]
    [MemberData(nameof(ReadAndSet))]
    public Task State_that_is_read_and_set_is_reported_on_the_framework(string code) =>
        Test.OnAgentFrameworkWithSessions().Reports(InMethod(code), [Message("Trip", "UpdateTrip")]);

    [Fact]
    public Task Generic_form_is_reported_on_the_framework() => Test.OnAgentFrameworkWithSessions().Reports(
        InMethod("var trip = session.GetState<Trip>(); session.[|SetState|](trip with { City = city });"), [Message("Trip", "UpdateState")]);

    [Theory]
    [MemberData(nameof(Otherwise))]
    public Task State_that_is_used_otherwise_is_not(string code) => Test.IsSilent(InMethod(code));

    [Theory]
    [MemberData(nameof(Otherwise))]
    public Task State_that_is_used_otherwise_is_not_on_the_framework(string code) => Test.OnAgentFrameworkWithSessions().IsSilent(InMethod(code));

    [Theory]
    [InlineData("session.[|SetTrip|](session.GetTrip() with { City = city });", "session.UpdateTrip(state => state with { City = city });")]
    [InlineData("var state = 1; session.[|SetTrip|](session.GetTrip() with { Days = state });", "var state = 1; session.UpdateTrip(state2 => state2 with { Days = state });")]
    [InlineData("session.[|SetTrip|](Move(session.GetTrip() /* old */, session.GetTrip().City));", "session.UpdateTrip(state => Move(state /* old */, state.City));")]
    [InlineData("session.State.[|Set|](session.State.Get<Trip>() with { City = city });", "session.State.Update<Trip>(state => state with { City = city });")]
    [InlineData("session.State.[|Set<Trip>|](session.State.Get<Trip>() with { City = city });", "session.State.Update<Trip>(state => state with { City = city });")]
    [InlineData("var trip = session.GetTrip(); session.[|SetTrip|](trip with { City = city }); // there", "session.UpdateTrip(trip => trip with { City = city }); // there")]
    [InlineData("session.[|SetTrip|](\n                session.GetTrip() with { City = city });", "session.UpdateTrip(\n                state => state with { City = city });")]
    public Task Fix_updates(string code, string expected) => Fix.Fixes(
        InMethod(code.Replace("[|Set<Trip>|]", "{|SESS018:Set|}<Trip>", StringComparison.Ordinal)), InMethod(expected));

    [Fact]
    public Task Fix_takes_the_reading_out() => Fix.Fixes(
        InMethod("""
            // What the user said
                    // goes into the state.
                    var trip = session.GetTrip();
                    Console.WriteLine(city);

                    var notes = session.GetNotes(); // and the notes
                    session.[|SetNotes|](new Notes { Title = notes.Title + city });
                    session.[|SetTrip|](trip with { City = city });
            """),
        InMethod("""
            // What the user said
                    // goes into the state.
                    Console.WriteLine(city);

                    // and the notes
                    session.UpdateNotes(notes => new Notes { Title = notes.Title + city });
                    session.UpdateTrip(trip => trip with { City = city });
            """));

    [Theory]
    [InlineData("var trip = session.GetTrip(); Console.WriteLine(trip.City); session.[|SetTrip|](trip with { City = city });")]
    [InlineData("session.[|SetTrip|](session.GetTrip() with { City = await Ask() });")]
    [InlineData("var notes = session.GetNotes(); notes.Count++; session.[|SetNotes|](notes);")]
    [InlineData("Trip trip = session.GetTrip(), other2 = trip; session.[|SetTrip|](trip with { City = other2.City });")]
    [InlineData("session.[|SetTrip|](value: session.GetTrip() with { City = city });")]
    public Task What_a_lambda_cannot_do_has_no_fix(string code) => Fix.OffersNothing(InMethod(code));

    private static string Message(string type, string method) => $"'{type}' is read, changed and set, which takes back whatever is set in between; change it by '{method}'";

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

        class Chat(AgentSession first)
        {
            private static Trip Load() => new();
            private static Trip Move(Trip trip, string city) => trip with { City = city };
            private static Task<string> Ask() => Task.FromResult("");
            private AgentSession[] All() => [first];

            public async Task Run(AIAgent agent, AgentSession session, AgentSession other, string city)
            {
                await Task.Yield();
                {{code}}
            }
        }
        """;
}
