using Sessions.CodeFixes.Refactorings;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Refactorings;

public sealed class MoveFieldRefactoringTests
{
    private const string Client = """

        public sealed class Client : IChatClient
        {
            public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hello")));

            public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
                throw new NotSupportedException();

            public object? GetService(Type serviceType, object? serviceKey = null) => null;

            public void Dispose()
            {
            }
        }

        public static class Program
        {
            public static async Task<string> Run()
            {
                var agent = new ChatClientAgent(new Client(), new ChatClientAgentOptions { ContextProviders = [new Greeter()] });
                var first = await agent.CreateSessionAsync();
                var second = await agent.CreateSessionAsync();
                await agent.RunAsync("Hi", first);
                await agent.RunAsync("Hi", first);
                await agent.RunAsync("Hi", second);
                await agent.RunAsync("Hi");
                return $"{first.GetGreeterState().Turns} {second.GetGreeterState().Turns}";
            }
        }
        """;

    private static readonly RefactoringTest Test = new(new MoveFieldRefactoring(), TestCompilation.GlobalUsings, TestCompilation.References);

    public static TheoryData<string> Others =>
    [
        "private readonly int [||]_turns = 3; int Find(TurnContext turn) => _turns;",
        "private static int [||]_turns; void Note(TurnContext turn) { _turns++; }",
        "private volatile int [||]_turns; void Note(TurnContext turn) { _turns++; }",
        "public int [||]Turns; void Note(TurnContext turn) { Turns++; }",
        "private int [||]_turns; void Note() { _turns++; }",
        "private int [||]_turns; int Find(TurnContext turn) => _turns;",
        "private int [||]_turns; int Next(TurnContext turn) => _turns++;",
        "private int [||]_turns; int Next(TurnContext turn) { return ++_turns; }",
        "private int [||]_turns; void Note(TurnContext turn) { Interlocked.Increment(ref _turns); }",
        "private int [||]_turns; void Note(TurnContext turn) { Action note = () => _turns++; note(); }",
        "private int [||]_turns; async Task Note(TurnContext turn, Task<int> next) { _turns = await next; }",
        "private int [||]_turns; void Note(TurnContext turn, int state) { _turns = state; }",
        "private int [||]_turns, _others; void Note(TurnContext turn) { _turns++; _others++; }",
        "private List<int> [||]_turns = []; void Note(TurnContext turn) { _turns = []; }",
        "private nint [||]_turns; void Note(TurnContext turn) { _turns = 1; Console.WriteLine(nameof(_turns)); }",
        "private int [||]_turns; string Note(TurnContext turn) { _turns = 1; return nameof(_turns); }",
        "private int _turns; void [||]Note(TurnContext turn) { _turns++; }",
    ];

    [Theory]
    [InlineData("_turns++;", "state.Turns + 1")]
    [InlineData("--_turns;", "state.Turns - 1")]
    [InlineData("_turns += 2;", "state.Turns + (2)")]
    [InlineData("this._turns = 4;", "4")]
    [InlineData("_turns = _turns * 2;", "state.Turns * 2")]
    public Task Field_that_a_turn_writes_becomes_state(string write, string written) => Test.Becomes(
        $$"""
        class Greeter
        {
            private int [||]_turns;

            public void Note(TurnContext turn)
            {
                {{write}}
            }
        }

        """,
        "Move '_turns' into session state",
        $$"""
        class Greeter
        {
            public void Note(TurnContext turn)
            {
                turn.Session?.UpdateGreeterState(state => state with { Turns = {{written}} });
            }
        }

        /// <summary>What <see cref="Greeter"/> keeps of a session.</summary>
        [AgentSessionState]
        internal sealed partial record GreeterState
        {
            public int Turns { get; init; }
        }

        """);

    [Theory]
    [MemberData(nameof(Others))]
    public Task Other_field_is_not_moved(string members) => Test.OffersNothing($"class Greeter {{ {members} }}");

    [Fact]
    public async Task Sessions_are_kept_apart_then()
    {
        var compilation = await Test.Becomes(
            """
            public sealed class Greeter : AIContextProvider
            {
                // Of all turns so far.
                private int [||]_turns = 10;

                public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
                {
                    _turns++; // one more
                    turn.AddInstructions($"This is turn {_turns}.");
                    return default;
                }
            }

            """ + Client,
            "Move '_turns' into session state",
            """
            public sealed class Greeter : AIContextProvider
            {
                public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
                {
                    turn.Session?.UpdateGreeterState(state => state with { Turns = state.Turns + 1 }); // one more
                    turn.AddInstructions($"This is turn {(turn.Session?.GetGreeterState() ?? new GreeterState()).Turns}.");
                    return default;
                }
            }

            /// <summary>What <see cref="Greeter"/> keeps of a session.</summary>
            [AgentSessionState]
            internal sealed partial record GreeterState
            {
                // Of all turns so far.
                public int Turns { get; init; } = 10;
            }

            """ + Client);

        using var loaded = new LoadedAssembly(GeneratorRun.Of(compilation, Generators.All).Output);
        Assert.Equal("12 11", await loaded.RunAsync("Program", "Run"));
    }
}
