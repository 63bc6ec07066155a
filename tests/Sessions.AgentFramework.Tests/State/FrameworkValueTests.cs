using System.Text.Json;
using Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.State;

/// <summary>Slots that the framework's own methods use too. Its JSON of users' types needs reflection.</summary>
public class FrameworkValueTests
{
    private static readonly TripOfBefore Before = new("Ann", Weather.Rain, Weather.Snow, [Weather.Snow], new Dictionary<Weather, int> { [Weather.Rain] = 3 }, new Stay("Hut", Weather.Snow));

    public FrameworkValueTests() => Assert.SkipUnless(JsonSerializer.IsReflectionEnabledByDefault, "Without reflection the framework cannot write these.");

    [Fact]
    public async Task What_it_wrote_before_is_read_as_version_1()
    {
        var session = await Theirs.NewAsync();
        session.StateBag.SetValue("Trip", Before);
        Assert.Equal("""{"Trip":{"name":"Ann","weather":"Rain","feared":"Snow","forecast":["Snow"],"odds":{"Rain":3},"first":{"place":"Hut","weather":"Snow"}}}""", await Theirs.BagAsync(session));

        session = await Theirs.RestoreAsync(session);
        var trip = session.GetTrip();

        Assert.Equal(("Ann", Weather.Rain, Weather.Snow, new Stay("Hut", Weather.Snow)), (trip.UserName, trip.Weather, trip.Feared, trip.First));
        Assert.Equal(Weather.Snow, Assert.Single(trip.Forecast));
        Assert.Equal(3, trip.Odds[Weather.Rain]);
        Assert.Equal("""{"Trip":{"UserName":"Ann","Weather":1,"Feared":7,"Forecast":[7],"Odds":{"Rain":3},"First":{"Place":"Hut","Weather":7},"Interests":[]},"Trip.$version":2}""", await Theirs.BagAsync(session));
    }

    [Fact]
    public async Task Enums_that_say_how_they_are_written_are_read_either_way()
    {
        var session = await Theirs.NewAsync();
        var walk = new Walk { Pace = Pace.Fast, Fastest = Pace.Fast, Paces = [Pace.Fast, Pace.Slow], Ground = Ground.Grass, Below = Ground.Grass };
        session.StateBag.SetValue("Walk", walk);
        Assert.Equal("""{"Walk":{"pace":"Fast","fastest":"Fast","paces":["Fast","Slow"],"ground":"Grass","below":1}}""", await Theirs.BagAsync(session));

        session = await Theirs.RestoreAsync(session);

        Assert.Equal(walk with { Paces = default }, session.GetWalk() with { Paces = default });
        Assert.Equal([Pace.Fast, Pace.Slow], session.GetWalk().Paces);
        Assert.Equal("""{"Walk":{"Pace":1,"Fastest":1,"Paces":[1,0],"Ground":"Grass","Below":1},"Walk.$version":1}""", await Theirs.BagAsync(session));
    }

    [Fact]
    public async Task A_live_value_of_the_type_is_taken_over_as_it_is()
    {
        var session = await Theirs.NewAsync();
        var trip = new Trip { UserName = "Ann" };
        session.StateBag.SetValue("Trip", trip);

        Assert.Same(trip, session.GetTrip());
        Assert.StartsWith("""{"Trip":{"UserName":"Ann",""", await Theirs.BagAsync(session), StringComparison.Ordinal);
        Assert.Equal("Ann", (await Theirs.RestoreAsync(session)).GetTrip().UserName);
    }

    [Fact]
    public async Task Its_methods_find_our_values()
    {
        var session = await Theirs.NewAsync();
        session.SetVisits(new() { Count = 1 });

        Assert.Same(session.GetVisits(), session.StateBag.GetValue<Visits>("Visits"));
        session.StateBag.SetValue("Visits", new Visits { Count = 2 });
        Assert.Equal(2, session.GetVisits().Count);
        session.StateBag.TryRemoveValue("Visits");
        Assert.False(session.TryGetVisits(out _));
        Assert.Equal(0, session.GetVisits().Count);
    }

    [Fact]
    public async Task What_it_has_read_and_written_in_its_own_way_keeps_the_version_that_is_beside_it()
    {
        var session = await Theirs.NewAsync();
        session.SetTrip(new() { UserName = "Ann", Weather = Weather.Rain });
        session = await Theirs.RestoreAsync(session);

        var trip = session.StateBag.GetValue<Trip>("Trip")!;
        session.StateBag.SetValue("Trip", trip with { Weather = Weather.Snow });
        Assert.Contains("\"weather\":\"Snow\"", await Theirs.BagAsync(session), StringComparison.Ordinal);

        Assert.Equal(("Ann", Weather.Snow), ((await Theirs.RestoreAsync(session)).GetTrip().UserName, session.GetTrip().Weather));
        Assert.Equal(("Ann", Weather.Snow), ((await Theirs.RestoreAsync(session)).GetTrip().UserName, (await Theirs.RestoreAsync(session)).GetTrip().Weather));
    }

    [Fact]
    public async Task A_newer_value_that_it_has_read_is_refused_too()
    {
        var session = await Theirs.WithAsync("""{"Visits":{"count":1},"Visits.$version":2}""");
        Assert.Equal(1, session.StateBag.GetValue<Visits>("Visits")!.Count);

        Assert.Throws<SessionStateVersionException>(() => session.GetVisits());
        Assert.Throws<SessionStateVersionException>(() => session.SetVisits(new()));
        Assert.Throws<SessionStateVersionException>(() => session.ClearVisits());
    }

    [Fact]
    public async Task A_value_of_a_type_that_is_no_state_is_refused_and_stays()
    {
        var session = await Theirs.NewAsync();
        session.StateBag.SetValue("Trip", Before);

        foreach (var use in new Action[] { () => session.GetTrip(), () => session.TryGetTrip(out _), () => session.SetTrip(new()), () => session.UpdateTrip(trip => trip), () => session.ClearTrip() })
        {
            var error = Assert.Throws<InvalidOperationException>(use);
            Assert.StartsWith("State 'Trip' is in use as another type and cannot be used as", error.Message, StringComparison.Ordinal);
            Assert.Contains(nameof(TripOfBefore), error.InnerException!.Message, StringComparison.Ordinal);
        }

        Assert.Same(Before, session.StateBag.GetValue<TripOfBefore>("Trip"));
    }
}
