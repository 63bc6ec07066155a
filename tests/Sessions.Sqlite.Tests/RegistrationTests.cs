using Microsoft.Extensions.DependencyInjection;

namespace Sessions.Sqlite.Tests;

public sealed class RegistrationTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task UseSqlite_registers_one_store()
    {
        var services = new ServiceCollection();
        services.AddAgentSessions().UseSqlite(_file.ConnectionString);
        await using var provider = services.BuildServiceProvider();

        var store = provider.GetRequiredService<SessionStore>();
        Assert.IsType<SqliteSessionStore>(store);
        Assert.Same(store, provider.CreateScope().ServiceProvider.GetRequiredService<SessionStore>());
        await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s")) });
        Assert.True(File.Exists(_file.Path));
    }

    [Fact]
    public void UseSqlite_refuses_a_bad_connection_string_at_registration() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddAgentSessions().UseSqlite("Data Source=:memory:"));
}
