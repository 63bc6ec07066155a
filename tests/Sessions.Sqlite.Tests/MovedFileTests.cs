using Sessions.Agents;

namespace Sessions.Sqlite.Tests;

/// <summary>A database file that is deleted or replaced under a store that is in use. Windows does not let that happen.</summary>
public sealed class MovedFileTests : IDisposable
{
    private readonly DatabaseFile _file = new();
    private readonly DatabaseFile _other = new();
    private readonly SqliteSessionStore _store;
    private readonly ChatClientAgent _agent;

    public MovedFileTests()
    {
        _store = new SqliteSessionStore(_file.ConnectionString);
        _agent = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store });
    }

    /// <summary>What happens to the file.</summary>
    public enum Move
    {
        Deleted,
        Replaced,
        Renamed,
        ReplacedByAnEmptyFile,
    }

    public static TheoryData<Move> Moves { get; } = new(Enum.GetValues<Move>());

    public void Dispose()
    {
        _file.Dispose();
        _other.Dispose();
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task What_is_said_to_be_kept_is_in_the_file_at_the_path(Move move)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps a file that is open where it is.");
        var session = await _agent.GetSessionAsync("s");
        await _agent.RunAsync("1", session);
        await MoveAsync(move);

        // Whatever is left of the session, it is never a turn that the file does not have.
        for (var turn = 2; turn <= 4; turn++)
        {
            var error = await Record.ExceptionAsync(() => _agent.RunAsync($"{turn}", session));
            Assert.True(error is SessionStoreException or SessionConflictException, $"{error}");
            Assert.Equal(turn == 2, error is SessionStoreException);
        }

        // The store goes on with what is at the path, or creates it.
        var next = await _agent.CreateSessionAsync("next");
        await _agent.RunAsync("hi", next);
        Assert.Equal(1L, _file.Execute("SELECT count(*) FROM turns"));
        Assert.Equal("next", _file.Execute("SELECT session_id FROM sessions"));
    }

    [Fact]
    public async Task Reads_do_not_go_on_in_a_file_that_is_gone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps a file that is open where it is.");
        await _agent.CreateSessionAsync("s");
        Assert.NotNull(await _agent.FindSessionAsync(new SessionKey("s")));
        await MoveAsync(Move.Deleted);

        var error = await Assert.ThrowsAsync<SessionStoreException>(async () => await _agent.FindSessionAsync(new SessionKey("s")));

        Assert.Contains("was deleted or replaced while it was in use", error.Message, StringComparison.Ordinal);
        Assert.Null(await _agent.FindSessionAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task A_file_that_goes_while_it_is_written_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps a file that is open where it is.");
        await _agent.CreateSessionAsync("s");
        using var rival = _file.Lock();

        var commit = _agent.CreateSessionAsync("t").AsTask();
        Assert.False(commit.IsCompleted);
        await MoveAsync(Move.Deleted);
        rival.Dispose();

        await Assert.ThrowsAsync<SessionStoreException>(() => commit);
        Assert.Null(await _agent.FindSessionAsync(new SessionKey("t")));
    }

    private async Task MoveAsync(Move move)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            if (move == Move.Renamed && suffix.Length == 0)
            {
                File.Move(_file.Path, _file.Path + ".old");
            }
            else
            {
                File.Delete(_file.Path + suffix);
            }
        }

        if (move == Move.Replaced)
        {
            using (var other = new SqliteSessionStore(_other.ConnectionString))
            {
                await other.ProbeAsync();
            }

            File.Move(_other.Path, _file.Path);
        }
        else if (move == Move.ReplacedByAnEmptyFile)
        {
            await File.WriteAllBytesAsync(_file.Path, []);
        }
    }
}
