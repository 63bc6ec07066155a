namespace Sessions.Shapes;

/// <summary>Types that compile and cannot be state, each with the rule that says so.</summary>
public static class RefusedShapes
{
    private static readonly string[] MemberTypes =
    [
        "Action", "Func<int>", "Task", "CancellationToken", "IServiceProvider", "System.IO.Stream", "IDisposable", "(int, string)", "int[,]", "List<int[,,]>",
        "System.Collections.Frozen.FrozenSet<int>", "System.Collections.Frozen.FrozenDictionary<string, int>", "Dictionary<object, int>", "Dictionary<int[], int>",
        "IAsyncEnumerable<int>", "Type", "System.Collections.ObjectModel.ReadOnlyCollection<int>", "IChatClient", "nint",
    ];

    public static IEnumerable<ShapeCase> All() =>
    [
        new("not partial", "namespace N~; [AgentSessionState] public sealed record P~;", Refusal: "SESS001"),
        new("container not partial", "namespace N~; public class Outer { [AgentSessionState] public sealed partial record P~; }", Refusal: "SESS001"),
        new("abstract", "namespace N~; [AgentSessionState] public abstract partial record P~;", Refusal: "SESS002"),
        new("static", "namespace N~; [AgentSessionState] public static partial class P~;", Refusal: "SESS002"),
        new("generic", "namespace N~; [AgentSessionState] public sealed partial record P~<T>;", Refusal: "SESS002"),
        new("in a generic type", "namespace N~; public partial class Outer<T> { [AgentSessionState] public sealed partial record P~; }", Refusal: "SESS002"),
        new("file-local", "namespace N~; [AgentSessionState] file sealed partial record P~;", Refusal: "SESS002"),
        new("constructor without members", "namespace N~; [AgentSessionState] public sealed partial class P~(int hidden) { public int A() => hidden; }", Refusal: "SESS003"),
        new("get-only property", "namespace N~; [AgentSessionState] public sealed partial class P~ { public List<int> A { get; } = []; }", Refusal: "SESS011"),
        new("private setter", "namespace N~; [AgentSessionState] public sealed partial class P~ { public int A { get; private set; } }", Refusal: "SESS011"),
        new("public field", "namespace N~; [AgentSessionState] public sealed partial class P~ { public int A; }", Refusal: "SESS012"),
        new("two members of one name", "namespace N~; [AgentSessionState] public sealed partial class P~ { public int A { get; set; } [JsonPropertyName(\"A\")] public int B { get; set; } }", Refusal: "SESS013"),
        .. MemberTypes.Select(type => new ShapeCase(
            $"member of type {type}", $"namespace N~; [AgentSessionState] public sealed partial class P~ {{ public {type}? A {{ get; set; }} }}", Refusal: "SESS003")),
    ];
}
