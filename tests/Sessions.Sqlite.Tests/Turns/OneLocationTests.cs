using Microsoft.Data.Sqlite;

namespace Sessions.Sqlite.Tests.Turns;

/// <summary>Two stores on one file are one store, however the file is named.</summary>
public sealed class OneLocationTests : TestKit.OneLocationTests, IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessions-");
    private readonly DirectoryInfo _links = Directory.CreateTempSubdirectory("sessions-links-");

    private string File => Path.Combine(_directory.FullName, "sessions.db");

    [Theory]
    [InlineData("the same connection string")]
    [InlineData("other options")]
    [InlineData("a relative path")]
    [InlineData("a path with detours")]
    [InlineData("a URI")]
    [InlineData("a link to the file")]
    [InlineData("a link to the directory")]
    [InlineData("a link to a link")]
    [InlineData("one is decorated")]
    public Task Stores_on_one_file_are_one(string pair) => CheckAsync(pair);

    [Fact]
    public void Stores_on_two_files_are_two()
    {
        Assert.NotEqual(Store(File).Location, Store(File + "2").Location);
        Assert.NotEqual(Store(File).Location, new InMemorySessionStore().Location);
    }

    [Fact]
    public void Links_in_a_circle_are_a_place_like_any_other()
    {
        var (one, other) = (Path.Combine(_links.FullName, "one.db"), Path.Combine(_links.FullName, "other.db"));
        System.IO.File.CreateSymbolicLink(one, other);
        System.IO.File.CreateSymbolicLink(other, one);

        Assert.NotNull(Store(one).Location);
    }

    [Fact]
    public void A_directory_that_is_not_there_is_said_by_the_first_use_and_not_by_the_location() =>
        Assert.NotNull(Store(Path.Combine(_directory.FullName, "absent", "sessions.db")).Location);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _links.Delete(recursive: true);
        _directory.Delete(recursive: true);
    }

    protected override (SessionStore One, SessionStore Other) CreateStores(string pair) => (Store(File), pair switch
    {
        "the same connection string" => Store(File),
        "other options" => new SqliteSessionStore($"Data Source={File};Default Timeout=7;Pooling=False"),
        "a relative path" => Store(Path.GetRelativePath(Environment.CurrentDirectory, File)),
        "a path with detours" => Store(Path.Combine(_directory.FullName, "..", _directory.Name, ".", "sessions.db")),
        "a URI" => Store("file:" + File),
        "a link to the file" => Store(Link("link.db", File)),
        "a link to the directory" => Store(Path.Combine(Link("directory", _directory.FullName), "sessions.db")),
        "a link to a link" => Store(Link("second.db", Link("first.db", File))),
        _ => new CountingStore(Store(File)),
    });

    private static SqliteSessionStore Store(string dataSource) => new(new SqliteConnectionStringBuilder { DataSource = dataSource }.ConnectionString);

    private string Link(string name, string target) => System.IO.File.CreateSymbolicLink(Path.Combine(_links.FullName, name), target).FullName;
}
