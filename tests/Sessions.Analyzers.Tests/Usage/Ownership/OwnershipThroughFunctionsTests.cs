using static Sessions.Analyzers.Tests.Usage.Ownership.OwnershipProgram;

namespace Sessions.Analyzers.Tests.Usage.Ownership;

/// <summary>SESS301, where agents and sessions go through functions of the same type.</summary>
public sealed class OwnershipThroughFunctionsTests
{
    private static readonly string[] Misuses =
    [
        // Functions that make agents
        """
        private AIAgent CreateWriter() => $agent(Writer);
        private AIAgent CreateCritic() { return $agent(Critic); }
        public async Task Ask() { var writer = CreateWriter(); var critic = CreateCritic(); var session = $new(writer); $use(critic, [|session|]); }
        """,
        """
        private static AIAgent Create(IChatClient client, string name) => new ChatClientAgent(client, name: name, instructions: "Be brief.");
        public async Task Ask() { var writer = Create(client, "Writer"); var critic = Create(client, name: "Critic"); var session = $new(writer); $use(critic, [|session|]); }
        """,
        """
        private const string CriticName = "Critic";
        private AIAgent Create(string name = "Writer") => Named(name);
        private AIAgent Named(string id) => new ChatClientAgent(client, new ChatClientAgentOptions { Id = id });
        public async Task Ask() { var writer = Create(); var critic = Create(CriticName); var session = $new(writer); $use(critic, [|session|]); }
        """,
        """
        public async Task Ask()
        {
            AIAgent Create(string name) { Console.WriteLine(name); return new ChatClientAgent(client, null, name); }
            var writer = Create("Writer");
            var critic = Create("Critic");
            var session = $new(writer);
            $use(critic, [|session|]);
        }
        """,
        """
        public async Task Ask()
        {
            var writer = Create(client, "Writer");
            var critic = Create(client, "Critic");
            var session = $new(writer);
            $use(critic, [|session|]);
            static AIAgent Create(IChatClient client, string name) => new ChatClientAgent(client, null, name);
        }
        """,
        Fields + """
        private AIAgent Find(bool again) => again ? _critic : $agent(Critic);
        public async Task Ask() { var session = $new(_writer); var critic = Find(true); $use(critic, [|session|]); }
        """,

        // Functions that make sessions
        Fields + """
        private async Task<$T> Open() => $new(_writer);
        public async Task Ask() { var session = await Open(); $use(_critic, [|session|]); }
        """,
        Fields + """
        private async Task<$T> Open() { var session = $new(_writer); $use(_writer, session); return session; }
        public async Task Ask() { var session = await Open().ConfigureAwait(false); $use(_critic, [|session|]); }
        """,
        Fields + """
        private static async Task<$T> Open(AIAgent agent) => $new(agent);
        public async Task Ask() { var session = await Open(_writer); $use(_critic, [|session|]); }
        """,
        """
        public async Task Ask()
        {
        """ + Locals + """
            async Task<$T> Open(AIAgent agent) { var opened = $new(agent); $use(agent, opened); return opened; }
            var session = await Open(writer);
            $use(critic, [|session|]);
        }
        """,
        """
        private async Task<(AIAgent Agent, $T Session)> Start() { AIAgent agent = $agent(Writer); return (agent, $new(agent)); }
        public async Task Ask() { AIAgent critic = $agent(Critic); var (agent, session) = await Start(); $use(agent, session); $use(critic, [|session|]); }
        """,

        // Functions that are given both
        Fields + """
        private static async Task Ask(AIAgent agent, $T session) { $use(agent, session); } // through Ask
        public async Task Start() { var session = $new(_writer); await Ask(_critic, [|session|]); }
        """,
        Fields + """
        private async Task Ask($T session, string text, AIAgent agent, CancellationToken cancellationToken = default) { if (text != "") { $use(agent, session); } } // through Ask
        public async Task Start() { var session = $new(_writer); await Ask(session, "Hi", _writer); await Ask([|session|], text: "Hi", agent: _critic); }
        """,
        Fields + """
        private async Task Outer(AIAgent agent, $T session) => await Inner(session, agent);
        private async Task Inner($T session, AIAgent agent) { $use(agent, session); } // through Inner
        public async Task Start() { var session = $new(_writer); await Outer(_critic, [|session|]); }
        """,
        """
        public async Task Start()
        {
        """ + Locals + """
            var session = $new(writer);
            await Ask(critic, [|session|]); // through Ask
            async Task Ask(AIAgent agent, $T given) { $use(agent, given); }
        }
        """,
        Fields + """
        public async Task Ask(AIAgent agent, $T session) { $use(agent, session); } // through Ask
        public async Task Start() { var session = $new(_writer); await this.Ask(_critic, [|session|]); }
        """,

        // Functions that are given one
        Fields + """
        private async Task Review($T session) { $use(_critic, session); } // through Review
        public async Task Start() { var session = $new(_writer); await Review([|session|]); }
        """,
        Fields + """
        private async Task Review($T session) { $use(_critic, session); } // through Review
        public async Task Start() { await Review([|$new(_writer)|]); }
        """,
        Fields + """
        private $T _draft;
        private async Task Send(AIAgent agent) { $use(agent, _draft); } // through Send
        public async Task Start() { _draft = $new(_writer); await Send(_writer); }
        public async Task Review() => await Send([|_critic|]); // of _draft
        """,
        """
        public async Task Start()
        {
        """ + Locals + """
            var session = $new(writer);
            async Task Review($T draft) { $use(critic, draft); } // through Review
            await Review([|session|]);
        }
        """,

        // What a function leaves where it is
        Fields + """
        private static void Log($T session, string text) => Console.WriteLine($"{session}: {text}");
        public async Task Ask() { var session = $new(_writer); Log(session, "Hi"); $use(_critic, [|session|]); }
        """,
        Fields + """
        private static $T Same($T session) => session;
        public async Task Ask() { var session = $new(_writer); var same = Same(session); $use(_critic, [|same|]); }
        """,
        Fields + """
        private async Task Warm(AIAgent agent, $T session) { $use(agent, session); }
        public async Task Ask() { var session = $new(_writer); await Warm(_writer, session); $use(_critic, [|session|]); }
        """,
    ];

    private static readonly string[] Silences =
    [
        // The right agent
        """
        private AIAgent Create(string name) => new ChatClientAgent(client, name: name);
        public async Task Ask() { var writer = Create("Writer"); var again = Create("Writer"); var session = $new(writer); $use(again, session); }
        """,
        Fields + """
        private async Task Ask(AIAgent agent, $T session) { $use(agent, session); }
        public async Task Start() { var draft = $new(_writer); var review = $new(_critic); await Ask(_writer, draft); await Ask(_critic, review); }
        """,
        Fields + """
        private async Task<$T> Open(AIAgent agent) => $new(agent);
        public async Task Start() { var draft = await Open(_writer); var review = await Open(_critic); $use(_writer, draft); $use(_critic, review); }
        """,
        Fields + """
        private async Task Review($T session) { $use(_critic, session); }
        public async Task Start() { var session = $new(_critic); await Review(session); }
        """,

        // Names that are not known
        """
        private AIAgent Create(string name) => new ChatClientAgent(client, name: name);
        public async Task Ask() { var writer = Create(args[0]); var critic = Create(args[1]); var session = $new(writer); $use(critic, session); }
        """,
        """
        private AIAgent Create(string name) { name = "Same"; return new ChatClientAgent(client, name: name); }
        public async Task Ask() { var writer = Create("Writer"); var critic = Create("Critic"); var session = $new(writer); $use(critic, session); }
        """,
        """
        private AIAgent Create(string name) => new ChatClientAgent(client, name: name + "!");
        public async Task Ask() { var writer = Create("Writer"); var critic = Create("Critic"); var session = $new(writer); $use(critic, session); }
        """,
        """
        private AIAgent Create(string id, string name) => new ChatClientAgent(client, new ChatClientAgentOptions { Id = id, Name = name });
        public async Task Ask() { var writer = Create("1", "Writer"); var critic = Create("1", "Critic"); var session = $new(writer); $use(critic, session); }
        """,
        """
        private AIAgent Create() => new ChatClientAgent(client);
        public async Task Ask() { var writer = Create(); var critic = Create(); var session = $new(writer); $use(critic, session); }
        """,

        // Functions that may be others at run time, or are not seen
        Fields + """
        protected virtual async Task<$T> Open() => $new(_writer);
        public async Task Ask() { var session = await Open(); $use(_critic, session); }
        """,
        Fields + """
        protected virtual async Task Ask(AIAgent agent, $T session) { $use(agent, session); }
        public async Task Start() { var session = $new(_writer); await Ask(_critic, session); }
        """,
        Fields + """
        private static extern Task<$T> Open(AIAgent agent);
        public async Task Ask() { var session = await Open(_writer); $use(_critic, session); }
        """,
        Fields + """
        public async Task Ask(Func<AIAgent, Task<$T>> open) { var session = await open(_writer); $use(_critic, session); }
        """,
        Fields + """
        private async Task<$T> Open(int depth) => depth == 0 ? $new(_writer) : await Open(depth - 1);
        public async Task Ask() { var session = await Open(3); $use(_critic, session); }
        """,
        Fields + """
        private async Task<$T> Open(bool review) { if (review) { return $new(_critic); } return $new(_writer); }
        public async Task Ask() { var session = await Open(true); $use(_critic, session); $use(_writer, session); }
        """,

        // What is asked from outside
        Fields + "public async Task Ask(AIAgent agent, $T session) { $use(agent, session); $use(_critic, session); }",
        Fields + "public async Task Ask(AIAgent agent) { var session = $new(agent); $use(_critic, session); }",
        """
        public async Task Ask()
        {
        """ + Locals + """
            Func<AIAgent, $T, Task> ask = async (agent, given) => { $use(agent, given); };
            await ask(critic, $new(writer));
        }
        """,
    ];

    /// <summary>Functions that are given a session and not its agent, and may hand it over.</summary>
    private static readonly string[] HandOvers =
    [
        "private void Give(AgentSession session) => _all.Add(session);",
        "private void Give(AgentSession session) => Later(session); private void Later(AgentSession session) => _all.Add(session);",
        "private void Give(AgentSession session) { if (_all.Count > 0) { var other = session; _all.Add(other); } }",
        "private void Give(AgentSession session) { Action give = () => _all.Add(session); give(); }",
        "private void Give(AgentSession session) { _kept = session; _all.Add(_kept); } private AgentSession _kept;",
        "private void Give(AgentSession session) => Shared = session; public AgentSession Shared;",
        "private void Give(AgentSession session) { if (session is not null) { Give(session); } }",
        "private void Give(AgentSession session) => First(session); private void First(AgentSession session) => Second(session); private void Second(AgentSession session) { First(session); _all.Add(session); }",
        "protected virtual void Give(AgentSession session) => Console.WriteLine(session);",
        "private void Give(AgentSession session) => _router?.Invoke(session); private Action<AgentSession> _router;",
        "private void Give(params AgentSession[] sessions) => _all.AddRange(sessions);",
        "private void Give(object session) => _all.Add((AgentSession)session);",
        "private void Give<T>(T session) => Console.WriteLine(session);",
    ];

    public static TheoryData<string, bool> EveryMisuse => OwnershipProgram.InBothVocabularies(Misuses);

    public static TheoryData<string, bool> EverySilence => OwnershipProgram.InBothVocabularies(Silences);

    public static TheoryData<string, bool> EveryHandOver => OwnershipProgram.InBothVocabularies(HandOvers.Select(function => Fields + """
        private readonly List<AgentSession> _all = new();
        public async Task Ask()
        {
            var session = await _writer.CreateSessionAsync();
            Give(session);
            await _critic.RunAsync("Hi", session);
            await _critic.SerializeSessionAsync(session);
        }

        """ + function));

    [Theory]
    [MemberData(nameof(EveryMisuse))]
    public Task Session_of_another_agent_is_reported(string program, bool isFramework) => OwnershipProgram.Reports(program, isFramework);

    [Theory]
    [MemberData(nameof(EverySilence))]
    public Task Session_that_may_be_the_agents_is_not(string program, bool isFramework) => OwnershipProgram.IsSilent(program, isFramework);

    [Theory]
    [MemberData(nameof(EveryHandOver))]
    public Task Session_that_a_function_may_hand_over_is_not(string program, bool isFramework) => OwnershipProgram.IsSilent(program, isFramework);
}
