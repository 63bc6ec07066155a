using Sessions.Analyzers.Usage;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage;

/// <summary>
/// SESS301 is silent about a session from where other code has it, which may hand it over: each way in which a session reaches other
/// code, times each place it can stand in.
/// </summary>
public sealed class SessionReachTests
{
    private const string Misuse = "await critic.RunAsync(\"Hi\", session);";
    private const string ReportedMisuse = "await critic.RunAsync(\"Hi\", [|session|]);";

    private static readonly AnalyzerTest Test = new(new UsageAnalyzer(new SessionOwnershipRule()), Generators.All);

    /// <summary>Statements that make the session <c>@</c> known to code that is not seen.</summary>
    private static readonly string[] Ways =
    [
        // A call
        "await router.RouteAsync(@);",
        "await router.RouteAsync(session: @, to: \"billing\");",
        "await Router.RouteStaticAsync(@);",
        "await @.RouteToAsync(\"billing\");",
        "router.RouteAsync(@).GetAwaiter().GetResult();",
        "var pendingRoute = router.RouteAsync(@); await pendingRoute;",
        "router.Add(\"a\", @);",
        "router.Add(\"a\", args, @);",
        "router.Accept(@);",
        "router.AcceptAny(@);",
        "router?.Accept(@);",
        "router.Accept((AgentSession)(object)@);",
        "router.Accept(@ as AgentSession);",
        "router.Accept(@!);",
        "_ = router.Wrap(@) is null;",
        "foreach (var item in router.Enumerate(@)) { Console.WriteLine(item); }",
        "await foreach (var item in router.EnumerateAsync(@)) { Console.WriteLine(item); }",
        "if (router.Is(@)) { Console.WriteLine(); }",
        "route(@);",
        "route.Invoke(@);",
        "((dynamic)router).Accept(@);",
        "_ = router + @;",
        "router += @;",

        // A constructor
        "_ = new Router(@);",
        "_ = new Router(args, @);",
        "Router made = new(@);",
        "var lease = new Router(@); lease.Accept(null);",
        "_ = new Router { Session = @ };",
        "_ = new Router { Sessions = { @ } };",
        "_ = new Router { [\"a\"] = @ };",
        "_ = new Record(@);",
        "_ = new Record(null) with { Session = @ };",

        // A place that outlives the statement
        "_field = @;",
        "this._field = @;",
        "_field ??= @;",
        "StaticField = @;",
        "Property = @;",
        "router.Session = @;",
        "router[\"a\"] = @;",
        "router.BySession[@] = 1;",
        "sessions[0] = @;",
        "sessions[^1] ??= @;",
        "list.Add(@);",
        "map[\"a\"] = @;",
        "var array = new[] { @ }; router.AcceptAny(array);",
        "AgentSession[] array = [@]; router.AcceptAny(array);",
        "var made = new List<AgentSession> { @ }; router.AcceptAny(made);",
        "var pair = (@, 1); router.AcceptAny(pair);",
        "var anonymous = new { Session = @ }; router.AcceptAny(anonymous);",
        "object boxed = @; router.AcceptAny(boxed);",
        "dynamic boxed = @; router.AcceptAny(boxed);",
        "Holder holder = @; router.AcceptAny(holder);",
        "current.Value = @;",
        "var alias = @; router.Accept(alias);",
        "AgentSession alias; alias = @; router.Accept(alias);",
    ];

    /// <summary>The same, where it is not told which session that is.</summary>
    private static readonly string[] WaysOfSome =
    [
        "router.Accept(args.Length > 0 ? @ : null);",
        "while (router.Is(@)) { Console.WriteLine(); }",
        "if (@ is { } known) { router.Accept(known); }",
        "if (@ is ChatClientAgentSession known) { router.Accept(known); }",
        "switch (@) { case ChatClientAgentSession known: router.Accept(known); break; }",
        "List<AgentSession> made = [@, given]; router.AcceptAny(made);",
        "var pair = (Session: @, 1); router.Accept(pair.Session);",
        "var alias = args.Length > 0 ? @ : given; router.Accept(alias);",
        "AgentSession? alias = null; alias ??= @; router.Accept(alias);",
        "Func<Type, object?, object?> service = @.Own; router.AcceptAny(service);",
        "AgentSession Get() => @; router.Accept(Get());",
        "async Task<AgentSession> Get() { await Task.Yield(); return @; } router.Accept(await Get());",
    ];

    /// <summary>The same, at a time that is not told.</summary>
    private static readonly string[] WaysAtAnyTime =
    [
        "ref var alias = ref @; router.Accept(alias);",
        "Func<AgentSession> get = () => @; router.AcceptAny(get);",
        "AgentSession Get() => @; Func<AgentSession> get = Get; router.AcceptAny(get);",
        "Action give = () => router.Accept(@); give();",
        "await Task.Run(() => router.RouteAsync(@));",
        "await Give(); Task Give() => router.RouteAsync(@);",
        "IEnumerable<AgentSession> All() { yield return @; } router.AcceptAny(All());",
        "route += other => router.Accept(@); route(null);",
        "void Register() { _field = @; } Register();",
    ];

    private static readonly string[] Places =
    [
        "$ %",
        "{ $ } %",
        "if (args.Length > 0) { $ } %",
        "if (args.Length > 0) { Console.WriteLine(); } else { $ } %",
        "foreach (var arg in args) { % $ }",
        "do { $ } while (args.Length > 5); %",
        "try { $ } catch (Exception) { Console.WriteLine(); } %",
        "try { $ } catch (Exception) { % }",
        "try { $ } finally { Console.WriteLine(); } %",
        "try { Console.WriteLine(); } finally { $ } %",
        "using (var file = System.IO.Stream.Null) { $ } %",
        "lock (this) { Console.WriteLine(); } $ Func<Task> ask = async () => { % }; await ask();",
        "$ await Ask(); async Task Ask() { % }",
    ];

    /// <summary>What is known not to hand over.</summary>
    private static readonly string[] Harmless =
    [
        "await writer.RunAsync(\"Hi\", @);",
        "await foreach (var update in writer.RunStreamingAsync(\"Hi\", @)) { Console.Write(update.Text); }",
        "await writer.SaveSessionAsync(@);",
        "var saved = await writer.SerializeSessionAsync(@); Console.WriteLine(saved);",
        "Console.WriteLine(@);",
        "Console.WriteLine(\"{0} {1} {2} {3}\", 1, 2, 3, @);",
        "Console.WriteLine(@.Id);",
        "Console.WriteLine($\"{@} of {@.Key}\");",
        "Console.WriteLine(\"Session \" + @);",
        "ArgumentNullException.ThrowIfNull(@);",
        "if (@ is null) { return; }",
        "if (@ == given || Equals(@, given) || ReferenceEquals(@, given)) { Console.WriteLine(); }",
        "Console.WriteLine(@.GetHashCode() + @.ToString());",
        "Console.WriteLine(nameof(@));",
        "@.SetMood(new Mood { Now = \"merry\" }); Console.WriteLine(@.GetMood());",
        "@.Mood = @.Mood with { Now = \"merry\" };",
        "Console.WriteLine(@.State.TryGet<Mood>(out var mood) ? mood : null);",
        "Console.WriteLine(@.GetService(typeof(string)));",
        "var alias = @; Console.WriteLine(alias);",
        "_ = @;",
        "Func<Task> save = async () => await writer.SaveSessionAsync(@); await save();",
        "AgentSession? other = null; other ??= @; Console.WriteLine(other);",
        "Console.WriteLine(typeof(AgentSession));",
        "router.Accept(null);",
        "router.Accept(await writer.CreateSessionAsync());",
        "list.Add(await critic.CreateSessionAsync());",
    ];

    public static TheoryData<string> EveryPlace => [.. Places];

    [Theory]
    [MemberData(nameof(EveryPlace))]
    public Task Session_that_other_code_has_is_not_reported(string place) =>
        Test.IsSilent(InMethods([.. Ways, .. WaysOfSome, .. WaysAtAnyTime], way => Place(place, way, Misuse)));

    [Fact]
    public Task Session_that_other_code_may_have_at_any_time_is_not_reported() => Test.IsSilent(InMethods(WaysAtAnyTime, way => $"{Misuse} {Fill(way)}"));

    [Fact]
    public Task Session_is_reported_until_other_code_has_it() => Reports([.. Ways, .. WaysOfSome], way => $"{ReportedMisuse} {Fill(way)}");

    [Fact]
    public Task Session_is_reported_while_other_code_has_only_another() => Reports(Ways, way => $"{Fill(way, "reviewed")} {ReportedMisuse}");

    [Fact]
    public Task Session_that_is_new_again_is_reported() => Reports([.. Ways, .. WaysOfSome], way => $"{Fill(way)} session = await writer.CreateSessionAsync(); {ReportedMisuse}");

    [Fact]
    public Task Session_is_reported_after_what_does_not_hand_it_over() => Reports(Harmless, way => $"{Fill(way)} {ReportedMisuse}");

    [Fact]
    public Task Task_of_a_session_that_other_code_has_is_not_reported() => Test.IsSilent(InMethods(
        ["router.AcceptAny(pending);", "await Task.WhenAll(pending, router.WatchAsync(pending));"],
        way => $"var pending = writer.CreateSessionAsync().AsTask(); {way} await critic.RunAsync(\"Hi\", await pending);"));

    private static string Place(string place, string way, string misuse) =>
        place.Replace("$", Fill(way), StringComparison.Ordinal).Replace("%", misuse, StringComparison.Ordinal);

    private static string Fill(string way, string session = "session") => way.Replace("@", session, StringComparison.Ordinal);

    private static Task Reports(string[] ways, Func<string, string> body) => Test.Reports(
        InMethods(ways, body),
        [.. Enumerable.Repeat("The session 'session' belongs to agent 'Writer' and cannot be used with agent 'Critic'", ways.Length)]);

    private static string InMethods(string[] ways, Func<string, string> body) => $$"""
        #nullable disable
        #pragma warning disable CS1998, CS0649, CS0169, CS0219
        class Chat
        {
            private static AgentSession StaticField;
            private AgentSession _field;

            public AgentSession Property { get; set; }

            {{string.Join("\n    ", ways.Select(body).Select(InMethod))}}
        }

        class Router(params object[] parts)
        {
            public Router(AgentSession session) : this([session]) { }
            public AgentSession Session { get; set; }
            public List<AgentSession> Sessions { get; } = [];
            public Dictionary<AgentSession, int> BySession { get; } = [];
            public AgentSession this[string name] { get => null; set => Console.WriteLine(name + value); }
            public Task RouteAsync(AgentSession session, string to = null) => Task.FromResult((session, to));
            public Task WatchAsync(Task<AgentSession> session) => session;
            public static Task RouteStaticAsync(AgentSession session) => Task.FromResult(session);
            public void Accept(AgentSession session) => Console.WriteLine((session, parts));
            public void Add(string name, params object[] sessions) => Console.WriteLine((name, sessions));
            public void AcceptAny<T>(T value) => Console.WriteLine(value);
            public object Wrap(AgentSession session) => session;
            public bool Is(AgentSession session) => session is null;
            public IEnumerable<int> Enumerate(AgentSession session) { yield return session.GetHashCode(); }
            public async IAsyncEnumerable<int> EnumerateAsync(AgentSession session) { yield return session.GetHashCode(); }
            public static Router operator +(Router router, object session) => new(router, session);
        }

        record Record(AgentSession Session);

        class Holder
        {
            public static implicit operator Holder(AgentSession session) => new();
        }

        [AgentSessionState]
        public sealed partial record Mood
        {
            public string Now { get; init; }
        }

        static class SessionRoutes
        {
            public static Task RouteToAsync(this AgentSession session, string name) => Task.FromResult((session, name));
            public static object Own(this AgentSession session, Type type, object key) => (session, type, key);
        }
        """;

    private static string InMethod(string body, int number) => $$"""
        public async Task Ask{{number}}(IChatClient client, string[] args, AgentSession given, Router router, Action<AgentSession> route, AgentSession[] sessions, List<AgentSession> list, Dictionary<string, AgentSession> map, AsyncLocal<AgentSession> current)
            {
                AIAgent writer = client.AsAIAgent(name: "Writer");
                AIAgent critic = client.AsAIAgent(name: "Critic");
                var reviewed = await critic.CreateSessionAsync();
                var session = await writer.CreateSessionAsync();
                {{body}}
            }
        """;
}
