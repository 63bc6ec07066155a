using Sessions.CodeFixes.Refactorings;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Refactorings;

public sealed class MakeStateRefactoringTests
{
    private static readonly RefactoringTest Test = new(new MakeStateRefactoring(), TestCompilation.GlobalUsings, TestCompilation.References);

    public static TheoryData<string> Others =>
    [
        "[AgentSessionState] public sealed partial record [||]Visit { public int Count { get; init; } }",
        "public sealed record Visit { public int [||]Count { get; init; } }",
        "public sealed record Visit { public int Count { get; init; } public void [||]Clear() { } }",
        "public abstract record [||]Visit { public int Count { get; init; } }",
        "public static class [||]Visit { public static int Count { get; set; } }",
        "public record struct [||]Visit(int Count);",
        "public struct [||]Visit { public int Count { get; set; } }",
        "public interface [||]IVisit { int Count { get; } }",
        "public enum [||]Visit { First }",
        "public sealed record [||]Visit<T> { public T Value { get; init; } = default!; }",
        "public sealed class [||]Visit : Exception { public int Count { get; init; } }",
        "public sealed class [||]Visit { }",
        "public sealed class [||]Visit { public Action? Done { get; set; } }",
        "public sealed class [||]Visits : List<int> { public int Total { get; set; } }",
        "public sealed class [||]Visit { public int[,] Places { get; set; } = new int[1, 1]; }",
    ];

    [Theory]
    [InlineData("public sealed record [||]Visit")]
    [InlineData("public sealed record Visit[||]")]
    [InlineData("public sealed record Vi[||]sit")]
    [InlineData("public sealed class [||]Visit")]
    [InlineData("internal record [||]Visit")]
    public Task Type_that_is_data_becomes_state(string declaration) => Test.Becomes(
        declaration + " { public int Count { get; init; } }",
        "Make 'Visit' session state",
        $$"""
        [AgentSessionState]
        {{declaration.Replace("[||]", "", StringComparison.Ordinal).Replace("record", "partial record", StringComparison.Ordinal).Replace("class", "partial class", StringComparison.Ordinal)}} { public int Count { get; init; } }
        """);

    [Theory]
    [MemberData(nameof(Others))]
    public Task Other_place_or_type_does_not(string source) => Test.OffersNothing(source);

    [Fact]
    public Task Types_round_it_become_partial_and_comments_stay() => Test.Becomes(
        """
        // What is known of visits.
        public class Museum
        {
            /// <summary>One of them.</summary>
            public sealed record [||]Visit
            {
                public int Count { get; init; } // so far
            }
        }
        """,
        "Make 'Visit' session state",
        """
        // What is known of visits.
        public partial class Museum
        {
            /// <summary>One of them.</summary>
            [AgentSessionState]
            public sealed partial record Visit
            {
                public int Count { get; init; } // so far
            }
        }
        """);

    [Fact]
    public Task Namespace_is_imported() => new RefactoringTest(new MakeStateRefactoring(), "global using System;", TestCompilation.References).Becomes(
        """
        namespace Museum;

        public sealed record [||]Visit(int Count);
        """,
        "Make 'Visit' session state",
        """
        using Sessions;

        namespace Museum;

        [AgentSessionState]
        public sealed partial record Visit(int Count);
        """);

    [Fact]
    public Task Nothing_is_offered_without_the_runtime() => new RefactoringTest(
        new MakeStateRefactoring(),
        "global using System;",
        TestCompilation.References.Where(reference => reference.Display?.Contains("Sessions.", StringComparison.Ordinal) == false))
        .OffersNothing("public sealed record [||]Visit(int Count);");

    [Fact]
    public async Task Session_has_the_state_then()
    {
        var compilation = await Test.Becomes(
            """
            public sealed record [||]Visit
            {
                public int Count { get; init; }
            }

            public static class Program
            {
                public static int Run()
                {
                    var session = new Conversation();
                    session.SetVisit(new Visit { Count = 3 });
                    return session.GetVisit().Count;
                }

                private sealed class Conversation() : AgentSession(new SessionKey("acme", "alice"), "Guide", DateTimeOffset.UnixEpoch);
            }
            """,
            "Make 'Visit' session state",
            """
            [AgentSessionState]
            public sealed partial record Visit
            {
                public int Count { get; init; }
            }

            public static class Program
            {
                public static int Run()
                {
                    var session = new Conversation();
                    session.SetVisit(new Visit { Count = 3 });
                    return session.GetVisit().Count;
                }

                private sealed class Conversation() : AgentSession(new SessionKey("acme", "alice"), "Guide", DateTimeOffset.UnixEpoch);
            }
            """);

        using var loaded = new LoadedAssembly(GeneratorRun.Of(compilation, Generators.All).Output);
        Assert.Equal(3, await loaded.RunAsync("Program", "Run"));
    }
}
