using Npgsql;
using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Faults;

/// <summary>
/// The connection is cut at each byte of a commit's request and of its answer. As long as the server can be reached anew, nobody notices: the commit
/// is made once.
/// </summary>
public sealed class CutConnectionTests : IAsyncLifetime
{
    private const string Rest = "long_id, segment, agent_id, history_owner, service_session_id, current_turn, last_turn, turn_count, revision, created_at, updated_at, expires_at, title, owner, metadata, input_tokens, output_tokens, total_tokens, slots";

    private readonly string _schema = TestSchemas.Rent();
    private readonly ServerProxy _proxy = new(PostgresDatabase.Server.Port);
    private readonly PostgreSqlSessionStore _store;
    private readonly PostgreSqlSessionStore _direct;
    private readonly ChatClientAgent _agent;
    private Action _onAnswer = () => { };

    public CutConnectionTests()
    {
        var options = new PostgreSqlSessionStoreOptions { Schema = _schema };
        _store = new PostgreSqlSessionStore($"Host=127.0.0.1;Port={_proxy.Port};Username=postgres;Database=postgres", options);
        _direct = new PostgreSqlSessionStore(PostgresDatabase.DataSource, options);
        _agent = new ScriptedModel(Answer).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store, View = new HistoryView { MaxTurns = 2 } });
    }

    /// <summary>What is committed.</summary>
    public enum Commit
    {
        FirstTurn,
        Turn,
        State,
    }

    public static TheoryData<ProxyWay, Commit> Cases { get; } = new(
        from way in Enum.GetValues<ProxyWay>() from commit in Enum.GetValues<Commit>() select (way, commit));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _store.InitializeAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _proxy.DisposeAsync();
        TestSchemas.Return(_schema);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_commit_that_is_cut_anywhere_is_made_once(ProxyWay way, Commit commit)
    {
        var run = new CutRun(this, commit);
        await run.CommitAsync(cut: null);
        var bytes = await run.MeasureAsync(way);
        var missed = 0;
        foreach (var after in TestScale.Sample(Enumerable.Range(0, (int)bytes + 1).ToList(), atLeast: 40))
        {
            var cut = new ProxyCut(way, after);
            await run.CommitAsync(cut);
            missed += cut.IsDone ? 0 : 1;
        }

        // A request is now and then a few bytes shorter than the one that was measured.
        Assert.InRange(missed, 0, 12);
    }

    /// <summary>The server has the commit, and waits for somebody else before it makes it.</summary>
    [Theory]
    [InlineData(Commit.FirstTurn, false)]
    [InlineData(Commit.Turn, false)]
    [InlineData(Commit.Turn, true)]
    public async Task A_commit_that_is_cut_while_the_server_makes_it_is_waited_for(Commit commit, bool losesToAnother)
    {
        var session = await SessionAsync(commit, "s");
        await using var other = await PostgresDatabase.DataSource.OpenConnectionAsync(Token);
        await using var transaction = await other.BeginTransactionAsync(Token);
        await ExecuteAsync(other, commit == Commit.FirstTurn
            ? $"INSERT INTO {_schema}.sessions (tenant, id, {Rest}) SELECT tenant, 's', {Rest} FROM {_schema}.sessions"
            : $"UPDATE {_schema}.sessions SET revision = revision + {(losesToAnother ? 1 : 0)}");
        var asked = new TaskCompletionSource();
        _onAnswer = () => asked.SetResult();
        var run = _agent.RunAsync("cut", session, cancellationToken: Token);
        await asked.Task;
        await UntilAsync(async () => await WaitingAsync() == 1);

        _proxy.CutAll();
        await UntilAsync(async () => await WaitingAsync() == 2);
        await Task.Delay(100, Token);
        Assert.False(run.IsCompleted);
        await (losesToAnother ? transaction.CommitAsync(Token) : transaction.RollbackAsync(Token));

        if (losesToAnother)
        {
            Assert.Equal("re cut", (await Assert.ThrowsAsync<SessionStoreException>(() => run)).Response!.Text);
            Assert.Equal(["first"], await InputsAsync("s"));
        }
        else
        {
            Assert.Equal("re cut", (await run).Text);
            Assert.Equal(commit == Commit.FirstTurn ? ["cut"] : ["first", "cut"], await InputsAsync("s"));
        }
    }

    /// <summary>The request comes to the server when the commit has been given up and made again.</summary>
    [Theory]
    [InlineData(Commit.FirstTurn)]
    [InlineData(Commit.Turn)]
    [InlineData(Commit.State)]
    public async Task A_commit_that_comes_late_is_not_made(Commit commit)
    {
        var run = new CutRun(this, commit);
        await run.CommitAsync(cut: null);
        var release = new TaskCompletionSource();
        var cut = new ProxyCut(ProxyWay.Request, 0) { Late = release.Task };
        await run.CommitAsync(cut);
        Assert.True(cut.IsDone);

        release.SetResult();
        await cut.LateAnswer.WaitAsync(TimeSpan.FromSeconds(20), Token);

        await run.AssertAsync();
        await run.CommitAsync(cut: null);
    }

    private ModelAnswer Answer(ModelRequest request)
    {
        _onAnswer();
        return ModelAnswer.Of($"re {request.Messages[^1].Text}");
    }

    /// <summary>A session to commit to. Another one is there in any case.</summary>
    private async Task<AgentSession> SessionAsync(Commit commit, string id)
    {
        await _agent.RunAsync("first", await _agent.GetSessionAsync("other", cancellationToken: Token), cancellationToken: Token);
        var session = await _agent.GetSessionAsync(id, cancellationToken: Token);
        if (commit != Commit.FirstTurn)
        {
            await PostgresDatabase.ExecuteAsync($"DELETE FROM {_schema}.sessions");
            await _agent.RunAsync("first", session, cancellationToken: Token);
        }

        return session;
    }

    private async Task<List<string>> InputsAsync(string id)
    {
        var head = (await _direct.LoadAsync(new SessionKey(id), Token))!.Head;
        Assert.Equal(head.LastTurn, head.TurnCount);
        var agent = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _direct });
        return await agent.ReadTurnsAsync(await agent.GetSessionAsync(id, cancellationToken: Token)).Select(turn => turn.Messages[0].Text).ToListAsync(Token);
    }

    private static async Task<long> WaitingAsync() => (long)(await PostgresDatabase.ExecuteAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))!;

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(5, timeout.Token);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Commits of one kind, and what is to be there after them.</summary>
    private sealed class CutRun(CutConnectionTests tests, Commit commit)
    {
        private readonly List<string> _inputs = [];
        private AgentSession? _session;
        private int _count;
        private int _made;

        public async Task CommitAsync(ProxyCut? cut)
        {
            if (_session is null || commit == Commit.FirstTurn)
            {
                _session = await tests._agent.GetSessionAsync($"s{_made:D5}", cancellationToken: Token);
                _inputs.Clear();
            }

            if (commit == Commit.State)
            {
                await SaveAsync(cut);
            }
            else
            {
                var input = $"turn {_made:D5}";
                tests._onAnswer = () => tests._proxy.Cut = cut;
                Assert.Equal($"re {input}", (await tests._agent.RunAsync(input, _session, cancellationToken: Token)).Text);
                _inputs.Add(input);
            }

            tests._proxy.Cut = null;
            _made++;
            await AssertAsync();
        }

        /// <summary>Asserts that what was committed is there, each once.</summary>
        public async Task AssertAsync()
        {
            var stored = await tests._direct.LoadAsync(_session!.Key, Token);
            Assert.Equal((_session.Revision, _inputs.Count), (stored!.Head.Revision, stored.Head.TurnCount));
            Assert.Equal(commit == Commit.State ? _made : _inputs.Count, stored.Head.Revision);
            if (commit == Commit.State)
            {
                Assert.Equal($"{{\"Count\":{_count}}}", StoreData.Text(stored.State.Single().Json!.Value));
            }
            else
            {
                var range = new TurnRange { ThroughTurn = _inputs.Count, NewestFirst = true, Limits = new TurnLimits { MaxTurns = 2 } };
                var newest = (await tests._direct.ReadTurnsAsync(_session.Key, range, Token)).Turns.Select(turn => StoreData.Text(turn.Messages)).ToList();
                Assert.All(_inputs.AsEnumerable().Reverse().Take(2).Zip(newest), pair => Assert.Contains($"\"{pair.First}\"", pair.Second, StringComparison.Ordinal));
            }
        }

        /// <summary>How many bytes of a commit go a way.</summary>
        public async Task<long> MeasureAsync(ProxyWay way)
        {
            var before = 0L;
            var count = () => way == ProxyWay.Request ? tests._proxy.RequestBytes : tests._proxy.AnswerBytes;
            if (commit == Commit.State)
            {
                before = count();
                await SaveAsync(cut: null);
            }
            else
            {
                _session = commit == Commit.FirstTurn ? await tests._agent.GetSessionAsync($"s{_made:D5}", cancellationToken: Token) : _session;
                tests._onAnswer = () => before = count();
                await tests._agent.RunAsync($"turn {_made:D5}", _session, cancellationToken: Token);
                _inputs.Add($"turn {_made:D5}");
            }

            _made++;
            return count() - before;
        }

        private async Task SaveAsync(ProxyCut? cut)
        {
            _session!.State.Update<Tally>(tally => tally with { Count = 10_000 + _made });
            _count = 10_000 + _made;
            tests._proxy.Cut = cut;
            await tests._agent.SaveSessionAsync(_session, Token);
        }
    }
}
