using static Sessions.Analyzers.Tests.Lock.LockTexts;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>The fix of SESS403: a version, a draft, and a migration that is complete wherever it can be.</summary>
public sealed class MigrationFixTests
{
    private const string Count = "\"Count\": \"int\"";
    private const string Note = "\"Note\": \"string?\"";
    private const string Total = "\"Total\": \"int\"";

    [Fact]
    public Task Renames_and_removals_get_a_complete_migration_alone_and_in_fix_all() => LockTest.Fixes(
        File(
            Entry("Trips", Shipped(3, "Trips", Count, "\"From\": \"System.DateOnly\"")),
            Entry("Visits", Shipped(1, "Visits", Count, Note))),
        """
        [AgentSessionState]
        public sealed partial record {|SESS403:Visits|}
        {
            public int Total { get; init; }
        }

        [AgentSessionState(Version = 3, Key = "Trips")]
        public sealed partial record {|SESS403:Trips|}(int Total, DateOnly Start)
        {
            [StateMigration(From = 1)] static void A(JsonObject state) { }
            [StateMigration(From = 2)] static void B(JsonObject state) { }
        }
        """,
        File(
            Entry("Trips", Shipped(3, "Trips", Count, "\"From\": \"System.DateOnly\""), Draft(4, "Trips", "\"Start\": \"System.DateOnly\"", Total)),
            Entry("Visits", Shipped(1, "Visits", Count, Note), Draft(2, "Visits", Total))),
        """
        [AgentSessionState(Version = 2)]
        public sealed partial record Visits
        {
            public int Total { get; init; }

            [StateMigration(From = 1)]
            private static void MigrateFrom1(JsonObject state)
            {
                if (state.TryGetPropertyValue("Count", out var value))
                {
                    state.Remove("Count");
                    state["Total"] = value;
                }

                state.Remove("Note");
            }
        }

        [AgentSessionState(Version = 4, Key = "Trips")]
        public sealed partial record Trips(int Total, DateOnly Start)
        {
            [StateMigration(From = 1)] static void A(JsonObject state) { }
            [StateMigration(From = 2)] static void B(JsonObject state) { }

            [StateMigration(From = 3)]
            private static void MigrateFrom3(JsonObject state)
            {
                if (state.TryGetPropertyValue("Count", out var value))
                {
                    state.Remove("Count");
                    state["Total"] = value;
                }

                if (state.TryGetPropertyValue("From", out var value2))
                {
                    state.Remove("From");
                    state["Start"] = value2;
                }
            }
        }
        """);

    [Fact]
    public Task Anything_else_gets_a_migration_that_does_not_compile_until_it_is_written() => LockTest.Fixes(
        File(Entry("Visits", Shipped(1, "Visits", Count, Note))),
        "[AgentSessionState] public sealed partial record {|SESS403:Visits|}(string Count);\n",
        File(Entry("Visits", Shipped(1, "Visits", Count, Note), Draft(2, "Visits", "\"Count\": \"string\""))),
        """
        [AgentSessionState(Version = 2)] public sealed partial record Visits(string Count)
        {
            [StateMigration(From = 1)]
            private static void MigrateFrom1(JsonObject state)
            {
                state.Remove("Note");

        #error {|CS1029:Change the stored value, then remove this line: 'Count' was 'int' and is 'string'|}
            }
        }

        """);

    [Fact]
    public Task Migration_does_not_take_a_name_that_is_taken() => LockTest.Fixes(
        File(Entry("A", Shipped(1, "A", Count, Note))),
        """
        [AgentSessionState(Version = 1)]
        partial class {|SESS403:A|}
        {
            public int Count { get; set; }

            void MigrateFrom1() { }
        }
        """,
        File(Entry("A", Shipped(1, "A", Count, Note), Draft(2, "A", Count))),
        """
        [AgentSessionState(Version = 2)]
        partial class A
        {
            public int Count { get; set; }

            void MigrateFrom1() { }

            [StateMigration(From = 1)]
            private static void MigrateFrom1_(JsonObject state)
            {
                state.Remove("Note");
            }
        }
        """);

    [Fact]
    public Task Migration_imports_what_it_names()
    {
        var marked = new LockProject(
            File(Entry("A", Shipped(1, "A", Count, Note))),
            """
            using System;

            [AgentSessionState]
            public sealed partial record {|SESS403:A|}(int Count)
            {
                public static DateTime Now => DateTime.Now;
            }
            """);
        var expected = new LockProject(
            File(Entry("A", Shipped(1, "A", Count, Note), Draft(2, "A", Count))),
            """
            using System;
            using System.Text.Json.Nodes;

            [AgentSessionState(Version = 2)]
            public sealed partial record A(int Count)
            {
                public static DateTime Now => DateTime.Now;

                [StateMigration(From = 1)]
                private static void MigrateFrom1(JsonObject state)
                {
                    state.Remove("Note");
                }
            }
            """);
        const string Usings = "global using Sessions;";
        return LockTest.Fixes(marked with { GlobalUsings = Usings }, expected with { GlobalUsings = Usings });
    }

    [Fact]
    public Task Step_that_is_there_is_kept()
    {
        const string Members = "{ public int Count { get; set; } [StateMigration(From = 1)] static void Step(JsonObject state) => state.Remove(\"Note\"); }";
        return LockTest.Fixes(
            File(Entry("A", Shipped(1, "A", Count, Note))),
            "[AgentSessionState] partial class {|SESS403:A|} " + Members,
            File(Entry("A", Shipped(1, "A", Count, Note), Draft(2, "A", Count))),
            "[AgentSessionState(Version = 2)] partial class A " + Members);
    }
}
