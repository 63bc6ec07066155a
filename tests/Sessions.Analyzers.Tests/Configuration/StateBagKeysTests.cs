using Sessions.Analyzers.Configuration;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Configuration;

public sealed class StateBagKeysTests
{
    private static readonly AnalyzerTest Test = new(new SharedKeyAnalyzer(), Generators.All);

    public static TheoryData<string> TwoTypes =>
    [
        "bag.SetValue(\"k\", new A()); _ = bag.GetValue<B>([|\"k\"|]);",
        "_ = bag.GetValue<A>(\"k\"); bag.SetValue<B>([|\"k\"|], new B());",
        "_ = bag.GetValue<A>(\"k\"); _ = bag.TryGetValue<B>([|Key|], out var value);",
        "_ = bag.GetValue<A>(key: \"k\"); _ = bag.GetValue<A>(\"k\"); _ = bag.GetValue<B>([|\"k\"|]);",
        "bag.SetValue(Key, new A()); Action later = () => bag.SetValue([|Key|], new B()); later();",
        "_ = new ProviderSessionState<A>(_ => new A(), \"k\"); _ = new ProviderSessionState<B>(_ => new B(), [|\"k\"|]);",
        "_ = new ProviderSessionState<A>(_ => new A(), stateKey: \"k\"); _ = bag.GetValue<B>([|\"k\"|]);",
        "bag.SetValue(\"k\", new A()); _ = bag.GetValue<B>([|\"\" + \"k\"|]);",
    ];

    public static TheoryData<string> OneType =>
    [
        "bag.SetValue(\"k\", new A()); _ = bag.GetValue<A>(\"k\");",
        "bag.SetValue<A?>(\"k\", null); _ = bag.TryGetValue<A>(\"k\", out var value);",
        "bag.SetValue(\"k\", new A()); _ = bag.GetValue<B>(\"other\");",
        "bag.SetValue(\"k\", new A()); _ = bag.GetValue<B>(\"K\");",
        "bag.SetValue(\"k\", new A()); _ = bag.GetValue<B>(key);",
        "bag.SetValue(key, new A()); _ = bag.GetValue<B>(key);",
        "bag.SetValue(\"k\", new A()); _ = bag.GetValue<object>(\"k\");",
        "_ = new ProviderSessionState<A>(_ => new A(), \"k\"); bag.SetValue(\"k\", new A());",
        "_ = new ProviderSessionState<A>(_ => new A(), \"a\"); _ = new ProviderSessionState<B>(_ => new B(), \"b\");",
        "bag.SetValue(\"k\", new A()); _ = Read<B>(bag);",
        "bag.SetValue(\"k\", new A()); _ = bag.TryRemoveValue(\"k\");",
        "bag.SetValue(\"k\", new A()); var own = new Own(); own.SetValue(\"k\", new B()); _ = own.GetValue<B>(\"k\");",
    ];

    [Theory]
    [MemberData(nameof(TwoTypes))]
    public Task Key_of_two_types_is_reported(string code) => Test.OnAgentFramework().Reports(InMethod(code), [Message("k", "B", "A")]);

    [Theory]
    [MemberData(nameof(OneType))]
    public Task Key_of_one_type_is_not(string code) => Test.OnAgentFramework().IsSilent(InMethod(code));

    [Fact]
    public Task Key_of_a_state_type_is_reported() => Test.OnAgentFrameworkWithSessions().Reports(
        InMethod("_ = bag.GetValue<Trip>(\"trip\"); _ = bag.GetValue<A>([|\"trip\"|]);") + "\n[AgentSessionState(Key = \"trip\")] public sealed partial record Trip;",
        [Message("trip", "A", "Trip")]);

    [Fact]
    public Task Key_of_two_files_is_reported_in_the_second() => Test.OnAgentFramework().Reports(
        "class Other { public object? Get(AgentSession session) => session.StateBag.GetValue<string>(\"k\"); public object? Again(AgentSession session) => session.StateBag.GetValue<Other>([|\"k\"|]); }",
        [Message("k", "Other", "string")],
        InMethod("Console.WriteLine(bag);"));

    private static string Message(string key, string here, string elsewhere) =>
        $"Key '{key}' is of '{here}' here and of '{elsewhere}' elsewhere, and what one sets is absent to the other, which sets it anew; give each a key of its own";

    private static string InMethod(string code) => $$"""
        public class A;
        public class B;

        public class Own
        {
            public void SetValue<T>(string key, T value) => Console.WriteLine((key, value));
            public T? GetValue<T>(string key) => key.Length > 0 ? default : default(T);
        }

        class Program
        {
            private const string Key = "k";

            private static T? Read<T>(AgentSessionStateBag bag)
                where T : class => bag.GetValue<T>("k");

            public void Run(AgentSession session, string key)
            {
                var bag = session.StateBag;
                {{code}}
            }
        }
        """;
}
