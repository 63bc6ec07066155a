using System.Collections.Immutable;
using System.Text;

namespace Sessions.Sqlite.Tests.Erasing;

/// <summary>What is left of sessions that are erased, whatever was written in whatever order, and however they lie among others.</summary>
public sealed class RandomErasureTests
{
    private const string Marker = "Zanzibar";

    // Of hundreds of turns: what lies in parts of pages that are not in use.
    private const int MostFragments = 40;

    [Fact]
    public async Task Nothing_but_fragments_is_left_of_any_session_that_is_erased_and_after_a_vacuum_nothing_at_all()
    {
        for (var seed = 0; seed < TestScale.Of(300); seed++)
        {
            using var file = new DatabaseFile();
            using var store = new SqliteSessionStore(file.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
            var run = new Run(store, new Random(seed));
            await run.WriteAsync();
            await run.EraseAsync();
            Assert.True(file.Count(Marker) <= MostFragments, $"Seed {seed}: {file.Count(Marker)} times.");

            await store.VacuumAsync();
            Assert.True(file.Count(Marker) == 0, $"Seed {seed}: {file.Count(Marker)} times after VacuumAsync.");
            Assert.Empty(await store.CheckIntegrityAsync());
            await run.AssertOthersAsync();
        }
    }

    /// <summary>Writes to many sessions in turn, some of which have the marker wherever a user's words are kept.</summary>
    private sealed class Run(SqliteSessionStore store, Random random)
    {
        private readonly List<(SessionKey Key, string Word, long Revision, long Turn, long Count)> _sessions = [];
        private readonly int _size = new[] { 3, 40, 300, 900, 2500 }[random.Next(5)];

        public async Task WriteAsync()
        {
            var (most, searchAt) = (random.Next(2, 40), random.Next(600));
            for (var step = 0; step < 400; step++)
            {
                if (_sessions.Count < most && random.Next(4) == 0)
                {
                    Begin();
                }

                if (_sessions.Count > 0)
                {
                    await WriteAsync(random.Next(_sessions.Count));
                }

                if (step == searchAt)
                {
                    _ = await store.ListAsync(new SessionQuery { Text = "anything", MaxCount = 1 }).ToListAsync();
                }
            }
        }

        public async Task EraseAsync()
        {
            if (random.Next(2) == 0)
            {
                await store.DeleteSessionsAsync(new SessionQuery { Owner = Marker });
            }

            foreach (var session in _sessions.Where(session => session.Word == Marker).OrderBy(_ => random.Next()).ToList())
            {
                await store.DeleteAsync(session.Key);
            }
        }

        public async Task AssertOthersAsync()
        {
            foreach (var session in _sessions.Where(session => session.Word != Marker && session.Revision > 0))
            {
                Assert.Equal(session.Count, (await store.ReadAllAsync(session.Key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true })).Count);
            }
        }

        private void Begin()
        {
            var word = random.Next(2) == 0 ? Marker : "nothing";
            _sessions.Add((new SessionKey($"{word} {_sessions.Count}"), word, 0, 0, 0));
        }

        private async Task WriteAsync(int at)
        {
            switch (random.Next(10))
            {
                case 0 when _sessions[at].Revision > 0:
                    await store.UpdateDetailsAsync(_sessions[at].Key, new SessionDetailsUpdate((SessionDetailsFields)random.Next(8), Details(_sessions[at].Word)));
                    break;
                case 1:
                    await StepAsync(_sessions[at].Key, _sessions[at].Word);
                    break;
                case 2 when random.Next(4) == 0 && _sessions[at].Revision > 0 && _sessions.Count < 60:
                    await ForkAsync(at);
                    break;
                case 3 when random.Next(20) == 0:
                    await store.DeleteAsync(_sessions[at].Key);
                    _sessions[at] = _sessions[at] with { Revision = 0, Turn = 0, Count = 0 };
                    break;
                default:
                    await CommitAsync(at);
                    break;
            }
        }

        private async Task CommitAsync(int at)
        {
            var (key, word, revision, turn, count) = _sessions[at];
            var number = turn + 1;
            var parent = random.Next(10) == 0 && count == turn ? random.NextInt64(turn + 1) : turn;
            var result = await store.CommitAsync(new SessionCommit
            {
                ExpectedRevision = revision == 0 ? null : revision,
                Head = StoreData.Head(key, number, revision + 1) with { AgentId = $"agent {word}", ServiceSessionId = random.Next(10) == 0 ? $"service {word}" : null },
                Details = revision == 0 ? Details(word) : null,
                Turns =
                [
                    StoreData.Turn(number, Text(word), Text(word)) with
                    {
                        ParentTurn = parent,
                        Depth = parent + 1,
                        Id = $"{word} {number}",
                        Record = Encoding.UTF8.GetBytes($$"""{"response":"{{word}}"}"""),
                        TurnKey = random.Next(3) == 0 ? $"key {word}" : null,
                        InputHash = random.Next(3) == 0 ? Encoding.UTF8.GetBytes(word) : null,
                        State = random.Next(2) == 0 ? [] : [StoreData.Value($"slot {word} {random.Next(3)}", Text(word))],
                    },
                ],
                State = random.Next(5) == 0 ? [StoreData.Value($"saved {word}", Text(word))] : [],
            });
            Assert.Equal(CommitOutcome.Committed, result.Outcome);
            _sessions[at] = (key, word, revision + 1, number, count + 1);
        }

        private async Task StepAsync(SessionKey key, string word) => await store.AppendStepAsync(key, $"key {word}", new StoredStep
        {
            Ordinal = random.Next(5),
            Json = Encoding.UTF8.GetBytes(Text(word)),
            ExpiresAt = StoreData.Time.AddYears(100),
        });

        private async Task ForkAsync(int at)
        {
            var (key, word, _, turn, _) = _sessions[at];
            var fork = new SessionKey($"fork {word} {_sessions.Count}");
            await store.ForkAsync(new SessionFork { Source = key, Key = fork, AgentId = word, CreatedAt = StoreData.Time });
            _sessions.Add((fork, word, 1, turn, (await store.ReadChainAsync(fork, turn)).Count));
        }

        private SessionDetails Details(string word) => new()
        {
            Title = $"title {Text(word)}",
            Owner = word,
            Metadata = ImmutableDictionary<string, string>.Empty.Add($"key {word}", $"value {word}"),
        };

        private string Text(string word) => $"\"{string.Join(' ', Enumerable.Repeat(word, 1 + random.Next(1 + (_size / 9))))}\"";
    }
}
