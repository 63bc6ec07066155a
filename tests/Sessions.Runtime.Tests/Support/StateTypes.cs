using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sessions.Tests;

/// <summary>A state type written by hand, as the generator would: a record.</summary>
internal sealed record Notes : IAgentSessionState<Notes>
{
    public string? Text { get; init; }

    public int Count { get; init; }

    static string IAgentSessionState<Notes>.StateKey => "Notes";

    static int IAgentSessionState<Notes>.StateVersion => 1;

    static JsonTypeInfo<Notes> IAgentSessionState<Notes>.StateTypeInfo => StateJson.Default.Notes;

    static Notes IAgentSessionState<Notes>.CreateState() => new();
}

/// <summary>A state type whose values are changed in place.</summary>
internal sealed class Basket : IAgentSessionState<Basket>
{
    public List<string> Items { get; set; } = [];

    static string IAgentSessionState<Basket>.StateKey => "Basket";

    static int IAgentSessionState<Basket>.StateVersion => 1;

    static JsonTypeInfo<Basket> IAgentSessionState<Basket>.StateTypeInfo => StateJson.Default.Basket;

    static Basket IAgentSessionState<Basket>.CreateState() => new();
}

/// <summary>A state type that cannot be made without arguments.</summary>
internal sealed record Order(string Number) : IAgentSessionState<Order>
{
    static string IAgentSessionState<Order>.StateKey => "Order";

    static int IAgentSessionState<Order>.StateVersion => 1;

    static JsonTypeInfo<Order> IAgentSessionState<Order>.StateTypeInfo => StateJson.Default.Order;

    static Order? IAgentSessionState<Order>.CreateState() => null;
}

/// <summary>Another type under the key of <see cref="Notes"/>.</summary>
internal sealed record OtherNotes : IAgentSessionState<OtherNotes>
{
    public Dictionary<string, string> Text { get; init; } = [];

    static string IAgentSessionState<OtherNotes>.StateKey => "Notes";

    static int IAgentSessionState<OtherNotes>.StateVersion => 1;

    static JsonTypeInfo<OtherNotes> IAgentSessionState<OtherNotes>.StateTypeInfo => StateJson.Default.OtherNotes;

    static OtherNotes IAgentSessionState<OtherNotes>.CreateState() => new();
}

/// <summary><see cref="Notes"/> as a later release has it.</summary>
internal sealed record NewerNotes : IAgentSessionState<NewerNotes>
{
    public string? Text { get; init; }

    static string IAgentSessionState<NewerNotes>.StateKey => "Notes";

    static int IAgentSessionState<NewerNotes>.StateVersion => 2;

    static JsonTypeInfo<NewerNotes> IAgentSessionState<NewerNotes>.StateTypeInfo => StateJson.Default.NewerNotes;

    static NewerNotes IAgentSessionState<NewerNotes>.CreateState() => new();
}

/// <summary>A state type in its third version.</summary>
internal sealed record Person : IAgentSessionState<Person>
{
    public string FullName { get; init; } = "";

    static string IAgentSessionState<Person>.StateKey => "Person";

    static int IAgentSessionState<Person>.StateVersion => 3;

    static JsonTypeInfo<Person> IAgentSessionState<Person>.StateTypeInfo => StateJson.Default.Person;

    static Person IAgentSessionState<Person>.CreateState() => new();

    static void IAgentSessionState<Person>.MigrateState(JsonObject state, int fromVersion)
    {
        switch (fromVersion)
        {
            case 1:
                state["Name"] = $"{state["First"]!.GetValue<string>()} {state["Last"]!.GetValue<string>()}";
                state.Remove("First");
                state.Remove("Last");
                break;
            case 2:
                state[nameof(FullName)] = state["Name"]!.GetValue<string>();
                state.Remove("Name");
                break;
            default:
                throw new InvalidOperationException($"There is no version {fromVersion}.");
        }
    }
}

/// <summary>A state type whose members mean something else in its second version.</summary>
internal sealed record Amount : IAgentSessionState<Amount>
{
    public int Cents { get; set; }

    static string IAgentSessionState<Amount>.StateKey => "Amount";

    static int IAgentSessionState<Amount>.StateVersion => 2;

    static JsonTypeInfo<Amount> IAgentSessionState<Amount>.StateTypeInfo => StateJson.Default.Amount;

    static Amount IAgentSessionState<Amount>.CreateState() => new();

    static void IAgentSessionState<Amount>.MigrateState(JsonObject state, int fromVersion) =>
        state[nameof(Cents)] = (state[nameof(Cents)]?.GetValue<int>() ?? 0) * 100;
}

/// <summary>A state type that is never stored.</summary>
internal sealed class Cache : IAgentSessionState<Cache>
{
    public object? Value { get; set; }

    static string IAgentSessionState<Cache>.StateKey => "Cache";

    static int IAgentSessionState<Cache>.StateVersion => 1;

    static JsonTypeInfo<Cache>? IAgentSessionState<Cache>.StateTypeInfo => null;

    static Cache IAgentSessionState<Cache>.CreateState() => new();
}

[JsonSerializable(typeof(Notes))]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(Basket))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(OtherNotes))]
[JsonSerializable(typeof(NewerNotes))]
[JsonSerializable(typeof(Amount))]
internal sealed partial class StateJson : JsonSerializerContext;
