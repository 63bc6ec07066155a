using Microsoft.Extensions.AI;

namespace Sessions.Benchmarks;

/// <summary>Values of the state types as a session of some turns has them.</summary>
internal static class StateValues
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 14, 15, 9, 26, 535, TimeSpan.FromHours(1));

    public static Small Small => new() { UserName = "Alice", Visits = 12, IsKnown = true };

    public static Large Large => new()
    {
        FirstName = "Alice",
        LastName = "Liddell",
        Email = "alice@example.com",
        Phone = "+44 1865 276100",
        City = "Oxford",
        Country = "United Kingdom",
        Language = "en-GB",
        Currency = "GBP",
        Age = 34,
        Orders = 17,
        Points = 12_345_678,
        Balance = 1234.56m,
        Score = 0.875,
        IsActive = true,
        CustomerId = new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        Since = Moment,
        Rating = 5,
        Homepage = new Uri("https://example.com/alice"),
    };

    public static Nested Nested
    {
        get
        {
            var oxford = new Nested.Place { Name = "Oxford", Where = new(51.752, -1.258) };
            var lisbon = new Nested.Place { Name = "Lisbon", Where = new(38.722, -9.139) };
            return new() { Outbound = new() { From = oxford, To = lisbon, Seats = 2 }, Return = new() { From = lisbon, To = oxford, Seats = 2 } };
        }
    }

    public static Lists Lists => new()
    {
        Interests = [.. Words(20)],
        Scores = [.. Enumerable.Range(0, 50)],
        Entries = [.. Words(10).Select((word, index) => new Lists.Entry(word, index))],
        Tags = [.. Words(5)],
    };

    public static Dictionaries Dictionaries => new()
    {
        Answers = Words(20).ToDictionary(word => word, word => $"about {word}"),
        Counts = Words(20).Select((word, index) => (word, index)).ToDictionary(),
        Weights = new(Enumerable.Range(0, 10).ToDictionary(index => index, index => index / 8.0)),
    };

    public static Enums Enums => new()
    {
        Day = DayOfWeek.Friday,
        Alternative = DayOfWeek.Monday,
        Now = Enums.Mood.Curious,
        History = [.. Enumerable.Range(0, 12).Select(index => (Enums.Mood)(index % 3))],
    };

    public static Dates Dates => new()
    {
        Created = Moment,
        Updated = Moment.UtcDateTime,
        Day = new(2026, 3, 14),
        Time = new(15, 9, 26),
        Duration = TimeSpan.FromMinutes(95),
        Holidays = [.. Enumerable.Range(0, 10).Select(day => new DateOnly(2026, 12, 20).AddDays(day))],
    };

    public static Immutables Immutables => new()
    {
        Interests = [.. Words(20)],
        Scores = [.. Enumerable.Range(0, 50)],
        Steps = [.. Words(10)],
        Facts = System.Collections.Immutable.ImmutableDictionary.CreateRange(Words(10).Select(word => KeyValuePair.Create(word, $"about {word}"))),
    };

    public static Constructed Constructed => new("2026-0314", 3, 159.26m, Moment, [.. Words(3)], "leave it at the door");

    public static Conversation Conversation => new()
    {
        Title = "Hiking",
        Messages =
        [
            new(ChatRole.System, "You are a friendly assistant."),
            new(ChatRole.User, "My name is Alice and I love hiking."),
            new(ChatRole.Assistant, [new FunctionCallContent("call-1", "FindTrails")]),
            new(ChatRole.Tool, [new FunctionResultContent("call-1", null)]),
            new(ChatRole.Assistant, "Hello Alice! There are three trails near you."),
        ],
    };

    private static IEnumerable<string> Words(int count) => Enumerable.Range(1, count).Select(number => $"interest {number}");
}
