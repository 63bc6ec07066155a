namespace Sessions.TestKit;

public abstract partial class SessionStoreTests
{
    public static TheoryData<string> OddIds { get; } =
    [
        "'", "\"", "''; DROP TABLE sessions; --", "%", "_", "a%b_c", "*", "\\", "/", "..", " ", " s ", "s", "S", "ſ", "ß", "ss", "é", "e\u0301", "漢字", "😀", "\uFFFD", "\uFFFF",
        "null", "0", "1e3", "$session", ":session", "@session", "?1", "tenant/id", new string('x', SessionKey.MaxLength), new string('漢', SessionKey.MaxLength),
    ];

    [Theory]
    [MemberData(nameof(OddIds))]
    public async Task An_odd_id_is_an_id_like_any_other(string id)
    {
        var key = new SessionKey("tenant " + id[..Math.Min(id.Length, 100)], id);
        await AppendAsync(key, StoreData.Turn(1, "1"), StoreData.Value("k", "1"));
        await AppendAsync(key, StoreData.Turn(2, "2"));

        Assert.Equal(key, (await Store.LoadAsync(key))!.Head.Key);
        Assert.Equal([1, 2], (await ReadAsync(key, 0, 2)).Numbers());
        Assert.Equal([key], (await ListAsync(new SessionQuery { Tenant = key.Tenant })).Select(session => session.Key));
        Assert.True(await Store.DeleteAsync(key));
        Assert.Null(await Store.LoadAsync(key));
    }

    [Fact]
    public async Task Odd_ids_do_not_meet()
    {
        var ids = OddIds.Select(row => row.Data).ToList();
        foreach (var id in ids)
        {
            await AppendAsync(new SessionKey(id), StoreData.Turn(1, $"{ids.IndexOf(id)}"));
        }

        foreach (var id in ids)
        {
            Assert.Equal($"{ids.IndexOf(id)}", StoreData.Text((await ReadAsync(new SessionKey(id), 0, 1)).Single().Messages.Single()));
        }
    }

    [Fact]
    public async Task Tenants_with_the_same_id_do_not_meet()
    {
        List<string> tenants = ["", "s", "%", "tenant-1'", .. Enumerable.Range(0, 46).Select(i => $"tenant-{i}")];
        foreach (var tenant in tenants)
        {
            await AppendAsync(new SessionKey(tenant, "s"), StoreData.Turn(1, $"\"{tenant}\""), StoreData.Value("tenant", $"\"{tenant}\""));
        }

        Assert.True(await Store.DeleteAsync(new SessionKey("tenant-7", "s")));
        tenants.Remove("tenant-7");

        Assert.Null(await Store.LoadAsync(new SessionKey("tenant-7", "s")));
        foreach (var tenant in tenants)
        {
            var key = new SessionKey(tenant, "s");
            Assert.Equal($"\"{tenant}\"", StoreData.Text((await ReadAsync(key, 0, 1)).Single().Messages.Single()));
            AssertState([StoreData.Value("tenant", $"\"{tenant}\"")], await Store.LoadAsync(key));
            Assert.Equal([key], (await ListAsync(new SessionQuery { Tenant = tenant })).Select(session => session.Key));
        }
    }

    [Fact]
    public async Task The_border_between_tenant_and_id_counts()
    {
        await AppendAsync(new SessionKey("a", "bc"), StoreData.Turn(1, "1"));

        Assert.Null(await Store.LoadAsync(new SessionKey("ab", "c")));
        Assert.Null(await Store.LoadAsync(new SessionKey("abc")));
    }
}
