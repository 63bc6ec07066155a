using static Sessions.Analyzers.Tests.Usage.Ownership.OwnershipProgram;

namespace Sessions.Analyzers.Tests.Usage.Ownership;

/// <summary>SESS301, where agents and sessions are kept in fields and properties.</summary>
public sealed class OwnershipInMembersTests
{
    private static readonly string[] Misuses =
    [
        // Agents in fields and properties
        Fields + """
        public async Task Ask() { var session = $new(_writer); $use(_critic, [|session|]); }
        """,
        """
        private static class Team
        {
            private static readonly IChatClient client = null;
            public static readonly AIAgent Writer = $agent(Writer);
            public static readonly AIAgent Critic = $agent(Critic);
        }

        public static async Task Ask() { var session = $new(Team.Writer); $use(Team.Critic, [|session|]); }
        """,
        """
        private readonly AIAgent _writer;
        private readonly AIAgent _critic;
        public $Chat(IChatClient client) : this(client, Array.Empty<string>())
        {
            _writer = $agent(Writer);
            var judge = $agent(Critic);
            this._critic = judge;
        }
        public async Task Ask() { var session = $new(_writer); $use(_critic, [|session|]); }
        """,
        """
        public AIAgent Writer { get; } = $agent(Writer);
        private AIAgent Critic { get; set; } = $agent(Critic);
        public async Task Ask() { var session = $new(Writer); $use(Critic, [|session|]); }
        """,
        """
        internal AIAgent Writer { get; private set; }
        private AIAgent Critic => $agent(Critic);
        public void Start() => Writer = $agent(Writer);
        public async Task Ask() { var session = $new(Writer); $use(Critic, [|session|]); }
        """,
        """
        private AIAgent _writer;
        private AIAgent Writer => _writer ??= $agent(Writer);
        private AIAgent Critic { get { return $agent(Critic); } }
        public async Task Ask() { var session = $new(Writer); $use(Critic, [|session|]); }
        """,
        Fields + """
        public async Task Ask() { AIAgent critic = $agent(Critic); var session = $new(_writer); $use(critic, [|session|]); }
        """,
        Fields + """
        public async Task Ask() { var session = $new(_writer); Func<Task> ask = async () => { $use(_critic, [|session|]); }; await ask(); }
        """,
        """
        private class Team
        {
            private readonly AIAgent _critic;
            public Team(IChatClient client) => _critic = $agent(Critic);
            public async Task Ask(AIAgent other, IChatClient client) { AIAgent writer = $agent(Writer); var session = $new(writer); $use(_critic, [|session|]); }
        }
        """,

        // Sessions in fields and properties
        Fields + """
        private $T _session;
        public async Task Start() => _session = $new(_writer);
        public async Task Ask() { $use(_critic, [|_session|]); }
        """,
        Fields + """
        private $T _session = default!;
        public async Task Start() { var session = $new(_writer); _session = session; }
        public async Task Ask() { $use(_critic, [|_session|]!); }
        """,
        Fields + """
        private $T Session { get; set; }
        public async Task Start() { Session = $new(_writer); $use(_writer, Session); }
        public async Task Ask() { $use(_critic, [|Session|]); }
        public void Stop() => Session = default;
        """,
        Fields + """
        private $T _session;
        public async Task Ask() { _session = $new(_writer); $use(_critic, [|_session|]); }
        """,
        Fields + """
        private $T _session;
        public async Task Start(bool again) { if (again) { _session = $new(_writer); } else { _session = $new(_writer); } }
        public async Task Ask() { var session = _session; $use(_critic, [|session|]); }
        """,
        Fields + """
        private $T _draft, _review;
        public async Task Start() { (_draft, _review) = ($new(_writer), $new(_critic)); }
        public async Task Ask() { $use(_writer, _draft); $use(_critic, [|_draft|]); }
        """,
    ];

    private static readonly string[] Silences =
    [
        // The right agent
        Fields + "public async Task Ask() { var session = $new(_writer); $use(_writer, session); }",
        Fields + """
        private $T _session;
        public async Task Start() => _session = $new(_writer);
        public async Task Ask() { $use(_writer, _session); }
        """,
        Fields + """
        private $T _draft, _review;
        public async Task Start() { _draft = $new(_writer); _review = $new(_critic); }
        public async Task Ask() { $use(_writer, _draft); $use(_critic, _review); }
        """,

        // What may be either
        Fields + """
        private AIAgent _current;
        public void Turn(bool back) => _current = back ? _writer : _critic;
        public async Task Ask() { var session = $new(_writer); $use(_current, session); }
        """,
        Fields + """
        private $T _session;
        public async Task Start() => _session = $new(_writer);
        public async Task Turn() => _session = $new(_critic);
        public async Task Ask() { $use(_critic, _session); }
        """,

        // What other code can put there
        Fields + """
        public AIAgent Current { get; set; } = $agent(Critic);
        public async Task Ask() { var session = $new(_writer); $use(Current, session); }
        """,
        Fields + """
        public virtual AIAgent Current => _critic;
        public async Task Ask() { var session = $new(_writer); $use(Current, session); }
        """,
        Fields + """
        protected AIAgent Current = $agent(Critic);
        public async Task Ask() { var session = $new(_writer); $use(Current, session); }
        """,
        Fields + """
        [System.ComponentModel.Browsable(false)] private AIAgent _current = $agent(Critic);
        public async Task Ask() { var session = $new(_writer); $use(_current, session); }
        """,
        Fields + """
        private AIAgent _current = $agent(Critic);
        private static void Set(ref AIAgent agent) => Console.WriteLine(agent);
        public void Turn() => Set(ref _current);
        public async Task Ask() { var session = $new(_writer); $use(_current, session); }
        """,
        Fields + """
        private readonly AIAgent _given;
        public $Chat(AIAgent given) : this(null, Array.Empty<string>()) => _given = given;
        public async Task Ask() { var session = $new(_writer); $use(_given, session); }
        """,
        Fields + """
        private AIAgent _never;
        public async Task Ask() { var session = $new(_writer); $use(_never, session); }
        """,
        """
        private readonly AIAgent _first = $agent(Same);
        private readonly AIAgent _second = $agent(Same);
        public async Task Ask() { var session = $new(_first); $use(_second, session); }
        """,
        """
        private readonly AIAgent _first = new ChatClientAgent(client, name: args[0]);
        private readonly AIAgent _second = new ChatClientAgent(client, name: args[1]);
        public async Task Ask() { var session = $new(_first); $use(_second, session); }
        """,
    ];

    /// <summary>Where a session that is kept in a field is with other code as well, which may hand it over. Serialized ones are nobody's to hand over.</summary>
    private static readonly string[] Leaks =
    [
        "public AgentSession Get() => _session;",
        "public AgentSession Session => _session;",
        "public async Task<AgentSession> Open() { _session ??= await _writer.CreateSessionAsync(); return _session; }",
        "public void Publish(List<AgentSession> all) => all.Add(_session);",
        "public void Publish(Action<AgentSession> route) => route(_session);",
        "public void Publish(Action<AgentSession> route) { var session = _session; route(session); }",
        "private static AgentSession _shared; private static void Share(AgentSession session) => _shared = session; public void Start() => Share(_session); public object Find() => Task.FromResult(_shared);",
        "public Func<AgentSession> Getter() => () => _session;",
        "public (AgentSession, int) Pair() => (_session, 1);",
        "private AgentSession Find() => _session; public Func<AgentSession> Getter() => Find;",
        "private AgentSession Find() => _session; public void Publish(List<AgentSession> all) => all.Add(Find());",
        "private static void Give(AgentSession session, Action<AgentSession> route) => route(session); public void Publish(Action<AgentSession> route) => Give(_session, route);",
        "public async Task Start(List<AgentSession> all) { var session = await _writer.CreateSessionAsync(); _session = session; all.Add(session); }",
        "public void Take(ref AgentSession session) => Take(ref _session);",
        "public IEnumerable<AgentSession> All() { yield return _session; }",
        "public AgentSession this[int index] => _session;",
    ];

    public static TheoryData<string, bool> EveryMisuse => OwnershipProgram.InBothVocabularies(Misuses);

    public static TheoryData<string, bool> EverySilence => OwnershipProgram.InBothVocabularies(Silences);

    public static TheoryData<string, bool> EveryLeak => OwnershipProgram.InBothVocabularies(Leaks.Select(leak => Fields + """
        private AgentSession _session;
        public async Task Begin() => _session = await _writer.CreateSessionAsync();
        public async Task Ask() { await _critic.RunAsync("Hi", _session); await _critic.SerializeSessionAsync(_session); }

        """ + leak));

    [Theory]
    [MemberData(nameof(EveryMisuse))]
    public Task Session_of_another_agent_is_reported(string program, bool isFramework) => OwnershipProgram.Reports(program, isFramework);

    [Theory]
    [MemberData(nameof(EverySilence))]
    public Task Session_that_may_be_the_agents_is_not(string program, bool isFramework) => OwnershipProgram.IsSilent(program, isFramework);

    [Theory]
    [MemberData(nameof(EveryLeak))]
    public Task Kept_session_that_other_code_has_is_not(string program, bool isFramework) => OwnershipProgram.IsSilent(program, isFramework);
}
