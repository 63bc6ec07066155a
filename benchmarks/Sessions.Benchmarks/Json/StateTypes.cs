using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Sessions.Benchmarks;

[AgentSessionState]
public sealed partial record Small
{
    public string? UserName { get; init; }

    public int Visits { get; init; }

    public bool IsKnown { get; init; }
}

[AgentSessionState]
public sealed partial record Large
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? City { get; init; }

    public string? Country { get; init; }

    [JsonPropertyName("lang")]
    public string? Language { get; init; }

    public string? Currency { get; init; }

    public int Age { get; init; }

    public int Orders { get; init; }

    public long Points { get; init; }

    public decimal Balance { get; init; }

    public double Score { get; init; }

    public bool IsActive { get; init; }

    public bool IsVerified { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    public Guid CustomerId { get; init; }

    public DateTimeOffset Since { get; init; }

    public int? Rating { get; init; }

    public Uri? Homepage { get; init; }
}

[AgentSessionState]
public sealed partial record Nested
{
    public Trip? Outbound { get; init; }

    public Trip? Return { get; init; }

    public sealed record Trip
    {
        public Place? From { get; init; }

        public Place? To { get; init; }

        public int Seats { get; init; }
    }

    public sealed record Place
    {
        public string? Name { get; init; }

        public Coordinates Where { get; init; }
    }

    public readonly record struct Coordinates(double Latitude, double Longitude);
}

[AgentSessionState]
public sealed partial class Lists
{
    public List<string> Interests { get; set; } = [];

    public List<int> Scores { get; set; } = [];

    public IReadOnlyList<Entry> Entries { get; set; } = [];

    public string[] Tags { get; set; } = [];

    public sealed record Entry(string Text, int Count);
}

[AgentSessionState]
public sealed partial class Dictionaries
{
    public Dictionary<string, string> Answers { get; set; } = [];

    public Dictionary<string, int> Counts { get; set; } = [];

    public SortedDictionary<int, double> Weights { get; set; } = [];
}

[AgentSessionState]
public sealed partial record Enums
{
    public DayOfWeek Day { get; init; }

    public DayOfWeek? Alternative { get; init; }

    public Mood Now { get; init; }

    public List<Mood> History { get; init; } = [];

    [JsonConverter(typeof(JsonStringEnumConverter<Mood>))]
    public enum Mood
    {
        Calm,
        Curious,
        Hurried,
    }
}

[AgentSessionState]
public sealed partial record Dates
{
    public DateTimeOffset Created { get; init; }

    public DateTime Updated { get; init; }

    public DateOnly Day { get; init; }

    public TimeOnly Time { get; init; }

    public TimeSpan Duration { get; init; }

    public List<DateOnly> Holidays { get; init; } = [];
}

[AgentSessionState]
public sealed partial record Immutables
{
    public ImmutableArray<string> Interests { get; init; } = [];

    public ImmutableArray<int> Scores { get; init; } = [];

    public ImmutableList<string> Steps { get; init; } = [];

    public ImmutableDictionary<string, string> Facts { get; init; } = ImmutableDictionary<string, string>.Empty;
}

[AgentSessionState]
public sealed partial record Constructed(string Number, int Count, decimal Price, DateTimeOffset Placed, ImmutableArray<string> Lines, string? Note = null);

[AgentSessionState]
public sealed partial class Conversation
{
    public string? Title { get; set; }

    public List<ChatMessage> Messages { get; set; } = [];
}
