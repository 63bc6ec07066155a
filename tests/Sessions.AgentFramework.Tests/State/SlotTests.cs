using System.Text.Json;
using Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.State;

/// <summary>Typed state on the framework's sessions: what a slot is, and what its JSON is.</summary>
public class SlotTests
{
    private const string Newest = """{"UserName":"Ann","Weather":1,"Feared":null,"Forecast":[],"Odds":{},"First":null,"Interests":["hiking"]}""";

    private static readonly Trip Ann = new() { UserName = "Ann", Weather = Weather.Rain, Interests = ["hiking"] };

    [Fact]
    public async Task A_value_is_serialized_as_our_JSON_with_its_version_beside_it_and_read_back()
    {
        var session = await Theirs.NewAsync();
        session.SetTrip(Ann);

        Assert.Equal($$"""{"Trip":{{Newest}},"Trip.$version":2}""", await Theirs.BagAsync(session));
        var restored = await Theirs.RestoreAsync(session);
        Assert.Equal($$"""{"Trip":{{Newest}},"Trip.$version":2}""", await Theirs.BagAsync(restored));
        var trip = restored.GetTrip();
        Assert.Equal(("Ann", Weather.Rain, "hiking"), (trip.UserName, trip.Weather, Assert.Single(trip.Interests)));
        Assert.Same(trip, restored.GetState<Trip>());
        Assert.Equal($$"""{"Trip":{{Newest}},"Trip.$version":2}""", await Theirs.BagAsync(restored));
    }

    [Fact]
    public async Task The_accessors_do_what_they_do_on_our_sessions()
    {
        var session = await Theirs.NewAsync();

        Assert.False(session.TryGetVisits(out _));
        Assert.Equal(0, session.GetVisits().Count);
        Assert.Equal(3, session.UpdateVisits(visits => visits with { Count = visits.Count + 3 }).Count);
        session.Visits = session.Visits with { Count = session.Visits.Count + 1 };
        Assert.True(session.TryGetVisits(out var stored));
        Assert.Equal(4, stored.Count);
        Assert.True(session.ClearVisits());
        Assert.False(session.ClearVisits());
        Assert.False(session.TryGetVisits(out _));
        Assert.Equal("{}", await Theirs.BagAsync(session));
        Assert.Throws<ArgumentNullException>(() => session.SetVisits(null!));
        Assert.Throws<ArgumentNullException>(() => ((AgentSession)null!).GetState<Visits>());
        Assert.Contains("returned null", Assert.Throws<InvalidOperationException>(() => session.UpdateVisits(_ => null!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_cannot_be_made_without_arguments_is_absent_until_it_is_set()
    {
        var session = await Theirs.NewAsync();

        Assert.Null(session.GetAccount());
        Assert.StartsWith("The session has no state 'Account', and", Assert.Throws<InvalidOperationException>(() => session.GetState<Account>()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => session.UpdateState<Account>(account => account));
        Assert.Equal("1", session.UpdateAccount(account => account ?? new Account("1")).Number);
        Assert.Equal("12", session.UpdateAccount(account => account! with { Number = account.Number + "2" }).Number);
        Assert.Equal("12", (await Theirs.RestoreAsync(session)).GetAccount()!.Number);
    }

    [Fact]
    public async Task What_was_only_read_is_not_there_until_it_is_changed_in_place()
    {
        var session = await Theirs.NewAsync();
        var basket = session.GetBasket();

        Assert.False(session.TryGetBasket(out _));
        Assert.False((await Theirs.RestoreAsync(session)).TryGetBasket(out _));
        Assert.False((await Theirs.RestoreAsync(session)).ClearBasket());

        basket.Items.Add("map");
        Assert.Same(basket, session.GetBasket());
        Assert.True(session.TryGetBasket(out _));
        var restored = await Theirs.RestoreAsync(session);
        Assert.Equal("map", Assert.Single(restored.GetBasket().Items));
        restored.GetBasket().Items.Add("rope");
        Assert.Equal("""{"Basket":{"Items":["map","rope"]},"Basket.$version":1}""", await Theirs.BagAsync(restored));
    }

    [Fact]
    public async Task Members_that_newer_code_has_written_stay_with_their_slot()
    {
        var session = await Theirs.WithAsync("""{"Visits":{"Mood":{"of":["newer"]},"Count":1,"x\u0079":null},"Visits.$version":1}""");
        session.UpdateVisits(visits => visits with { Count = visits.Count + 1 });

        Assert.Equal("""{"Visits":{"Count":2,"Mood":{"of":["newer"]},"xy":null},"Visits.$version":1}""", Plain(await Theirs.BagAsync(session)));
        session = await Theirs.RestoreAsync(session);
        session.SetVisits(session.GetVisits() with { Count = 3 });
        Assert.Equal("""{"Visits":{"Count":3,"Mood":{"of":["newer"]},"xy":null},"Visits.$version":1}""", Plain(await Theirs.BagAsync(session)));

        // They are the slot's: neither another session's, nor those of what follows.
        var other = await Theirs.NewAsync();
        other.SetVisits(session.GetVisits());
        Assert.Equal("""{"Visits":{"Count":3},"Visits.$version":1}""", await Theirs.BagAsync(other));
        session.ClearVisits();
        session.SetVisits(new() { Count = 4 });
        Assert.Equal("""{"Visits":{"Count":4},"Visits.$version":1}""", await Theirs.BagAsync(session));
    }

    [Theory]
    [InlineData("""{"Name":"Ann","Weather":7,"Future":[1]}""", "1")]
    [InlineData("""{"name":"Ann","weather":"Snow","Future":[1]}""", "1")]
    [InlineData("""{"name":"Ann","weather":"snow","Future":[1]}""", "null")]
    [InlineData("""{"userName":"Ann","weather":"Snow","Future":[1]}""", "2")]
    public async Task An_older_value_is_migrated_whoever_wrote_it(string json, string version)
    {
        var session = await Theirs.WithAsync($$"""{"Trip":{{json}},"Trip.$version":{{version}}}""");

        Assert.Equal(("Ann", Weather.Snow), (session.GetTrip().UserName, session.GetTrip().Weather));
        Assert.Equal("""{"Trip":{"UserName":"Ann","Weather":7,"Feared":null,"Forecast":[],"Odds":{},"First":null,"Interests":[],"Future":[1]},"Trip.$version":2}""", await Theirs.BagAsync(session));
    }

    [Fact]
    public async Task A_value_of_newer_code_is_refused_and_stays()
    {
        const string Newer = """{"Trip":{"UserName":"Ann","Plans":[1]},"Trip.$version":3}""";
        var session = await Theirs.WithAsync(Newer);

        foreach (var use in Uses<Trip>(new()))
        {
            var error = Assert.Throws<SessionStateVersionException>(() => use(session));
            Assert.Equal(("Trip", 3, 2), (error.StateKey, error.StoredVersion, error.SupportedVersion));
        }

        Assert.Equal(Newer, await Theirs.BagAsync(session));
    }

    [Theory]
    [InlineData("""{"Trip":[1,2],"Trip.$version":2}""", "State 'Trip' cannot be read as Sessions.AgentFramework.Tests.State.Trip, at $")]
    [InlineData("""{"Trip":5,"Trip.$version":1}""", "It is of version 1, and migrations work on JSON objects")]
    [InlineData("""{"Trip":{"Weather":"Hail"},"Trip.$version":2}""", "at $.Weather")]
    [InlineData("""{"Trip":{},"Trip.$version":"two"}""", "what is under 'Trip.$version' is no version of it")]
    [InlineData("""{"Trip":{},"Trip.$version":-1}""", "what is under 'Trip.$version' is no version of it")]
    public async Task A_damaged_value_is_named_stays_and_can_be_cleared(string damaged, string expected)
    {
        var session = await Theirs.WithAsync(damaged);

        foreach (var use in Uses<Trip>(new()).SkipLast(1))
        {
            var error = Assert.Throws<SessionFormatException>(() => use(session));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.Contains("The stored value is unchanged; Clear empties the slot.", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(damaged, await Theirs.BagAsync(session));
        Assert.True(session.ClearTrip());
        Assert.Equal("{}", await Theirs.BagAsync(session));
        Assert.Null(session.GetTrip().UserName);
    }

    [Fact]
    public async Task Another_type_under_the_key_is_refused_and_stays()
    {
        var session = await Theirs.NewAsync();
        session.SetTrip(Ann);

        foreach (var use in Uses<OtherTrip>(new()))
        {
            Assert.StartsWith(
                $"State 'Trip' is in use as {typeof(Trip)} and cannot be used as {typeof(OtherTrip)} too. Give one of the types a Key of its own.",
                Assert.Throws<InvalidOperationException>(() => use(session)).Message,
                StringComparison.Ordinal);
        }

        Assert.Same(Ann, session.GetTrip());
    }

    [Fact]
    public async Task Transient_state_is_in_the_session_alone()
    {
        var session = await Theirs.NewAsync();
        var connection = session.GetConnection();
        connection.Open = () => 1;
        session.SetVisits(new() { Count = 1 });

        Assert.Same(connection, session.GetState<Connection>());
        Assert.True(session.TryGetConnection(out _));
        Assert.Equal("""{"Visits":{"Count":1},"Visits.$version":1}""", await Theirs.BagAsync(session));
        Assert.False((await Theirs.RestoreAsync(session)).TryGetConnection(out _));
        Assert.False((await Theirs.NewAsync()).TryGetConnection(out _));
        session.SetConnection(new());
        Assert.NotSame(connection, session.UpdateConnection(held => held));
        Assert.True(session.ClearConnection());
        Assert.False(session.ClearConnection());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transient_and_kept_state_do_not_share_a_key(bool transientFirst)
    {
        var session = await Theirs.NewAsync();
        if (transientFirst)
        {
            session.SetOpenBasket(new());
            Assert.Contains(typeof(OpenBasket).ToString(), Assert.Throws<InvalidOperationException>(() => session.GetBasket()).Message, StringComparison.Ordinal);
        }
        else
        {
            session.SetBasket(new());
            Assert.Contains(typeof(Basket).ToString(), Assert.Throws<InvalidOperationException>(() => session.GetOpenBasket()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Updates_that_run_at_once_are_all_made()
    {
        var session = await Theirs.WithAsync("""{"Visits":{"count":1}}""");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                session.UpdateVisits(visits => visits with { Count = visits.Count + 1 });
                session.UpdateTrip(trip => trip with { Interests = trip.Interests.Add("x") });
                Assert.True(session.GetVisits().Count > 1);
            }
        })));

        Assert.Equal(4001, session.GetVisits().Count);
        Assert.Equal(4000, session.GetTrip().Interests.Length);
    }

    [Fact]
    public async Task A_value_without_a_JSON_form_is_named_when_the_session_is_serialized()
    {
        var session = await Theirs.NewAsync();
        session.SetScore(new() { Average = double.NaN });

        var error = await Assert.ThrowsAsync<SessionFormatException>(() => Theirs.BagAsync(session));

        Assert.StartsWith("State 'Score' has no JSON form, at Score.Average", error.Message, StringComparison.Ordinal);
        session.SetScore(new() { Average = 1 });
        Assert.Equal("""{"Score":{"Average":1},"Score.$version":1}""", await Theirs.BagAsync(session));
    }

    /// <summary>The operations, clearing last.</summary>
    private static IEnumerable<Action<AgentSession>> Uses<T>(T value)
        where T : class, IAgentSessionState<T> =>
    [
        session => session.GetState<T>(),
        session => session.TryGetState<T>(out _),
        session => session.SetState(value),
        session => session.UpdateState<T>(held => held),
        session => session.AddOrUpdateState<T>(held => held ?? value),
        session => session.ClearState<T>(),
    ];

    // How the framework escapes is its own affair.
    private static string Plain(string json) => json.Replace("x\\u0079", "xy", StringComparison.Ordinal);
}
