namespace Sessions.Analyzers.Tests.Lock;

/// <summary>SESS403: a shape that has shipped is held.</summary>
public sealed class ShippedStateTests
{
    private const string Visits = """
        {
          "Visits": {
            "1": {
              "status": "shipped",
              "type": "Visits",
              "shapes": {
                "Place": {
                  "City": "string",
                  "Since": "System.DateOnly"
                },
                "Visits": {
                  "Count": "int",
                  "Home": "Place?",
                  "Messages": "string[]",
                  "Note": "string?"
                }
              }
            }
          }
        }
        """;

    private const string Place = "public sealed record Place(string City, DateOnly Since);";

    [Theory]
    [InlineData("public int Count { get; init; }", "public int Total { get; init; }", "'Count' was renamed to 'Total'")]
    [InlineData("public int Count { get; init; }", "", "'Count' (int) was removed")]
    [InlineData("public int Count { get; init; }", "public string Count { get; init; } = \"\";", "'Count' was 'int' and is 'string'")]
    [InlineData("public int Count { get; init; }", "public required int Count { get; init; }", "'Count' was 'int' and is 'required int'")]
    [InlineData("public int Count { get; init; }", "public int Count { get; init; } public required Guid Id { get; init; }", "'Id' (required System.Guid) is new and required")]
    [InlineData("string? Note { get; init; }", "string Note { get; init; } = \"\";", "'Note' was 'string?' and is 'string'")]
    [InlineData("public int Count", "[System.Text.Json.Serialization.JsonPropertyName(\"n\")] public int Count", "'Count' was renamed to 'n'")]
    [InlineData("ImmutableArray<string> Messages", "ImmutableArray<int> Messages", "'Messages' was 'string[]' and is 'int[]'")]
    [InlineData("string City,", "string Town,", "'City' of 'Place' was renamed to 'Town'")]
    public Task Change_is_reported_with_old_and_new(string old, string @new, string change) => LockTest.Reports(
        Visits,
        Code("{|SESS403:Visits|}").Replace(old, @new, StringComparison.Ordinal),
        $"'Visits' no longer has the shape of version 1, which has shipped: {change}");

    [Fact]
    public Task Every_change_is_named() => LockTest.Reports(
        Visits,
        "[AgentSessionState] public sealed partial record {|SESS403:Visits|} { public ImmutableArray<string> Texts { get; init; } = []; public string? Note { get; init; } }",
        "'Visits' no longer has the shape of version 1, which has shipped: 'Count' (int) was removed; 'Home' (Place?) was removed; 'Messages' was renamed to 'Texts'");

    [Theory]
    [InlineData("", "")]
    [InlineData("ImmutableArray<string> Messages", "List<string> Messages")]
    [InlineData("public int Count { get; init; }", "public int Count { get; init; } public int Twice => Count * 2; public static int Zero => 0;")]
    [InlineData("[AgentSessionState]", "[AgentSessionState(Transient = false, Accessor = \"V\")]")]
    public Task Change_that_stored_values_do_not_see_is_silent(string old, string @new)
    {
        var source = Code("Visits");
        return LockTest.IsSilent(Visits, old.Length == 0 ? source : source.Replace(old, @new, StringComparison.Ordinal));
    }

    [Fact]
    public Task Type_inside_that_was_renamed_is_a_compatible_change() => LockTest.Reports(
        Visits,
        Code("{|SESS405:Visits|}").Replace("Place", "Address", StringComparison.Ordinal),
        "Shipped version 1 of state 'Visits' in sessions.lock.json lacks compatible changes of the code");

    private static string Code(string name) => $$"""
        {{Place}}

        [AgentSessionState]
        public sealed partial record {{name}}
        {
            public int Count { get; init; }
            public ImmutableArray<string> Messages { get; init; } = [];
            public Place? Home { get; init; }
            public string? Note { get; init; }
        }
        """;
}
