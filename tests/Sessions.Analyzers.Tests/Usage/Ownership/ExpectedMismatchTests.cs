namespace Sessions.Analyzers.Tests.Usage.Ownership;

/// <summary>SESS301 is silent where the mismatch is what the code is there for, and nowhere else.</summary>
public sealed class ExpectedMismatchTests
{
    private static readonly string[] Expected =
    [
        "Task Check() => Assert.ThrowsAsync<SessionMismatchException>(async () => { $use(critic, session); }); await Check();",
        "await Assert.ThrowsAsync<SessionMismatchException>(async () => { $use(critic, session); });",
        "await Assert.ThrowsAnyAsync<Sessions.SessionMismatchException>(async () => { $use(critic, session); });",
        "Should.Throw<SessionMismatchException>(async () => { $use(critic, session); });",
        "await ThrowsAsync<SessionMismatchException>(async () => { $use(critic, session); });",
        "Func<Task> ask = async () => { $use(critic, session); }; await Assert.ThrowsAsync<SessionMismatchException>(ask);",
        "async Task Ask() { $use(critic, session); } await Assert.ThrowsAsync<SessionMismatchException>(Ask);",
        "Func<Task> ask = async () => { $use(critic, session); }; await ask.Should().ThrowAsync<SessionMismatchException>();",
        "Func<Task> ask = async () => { $use(critic, session); }; var thrown = (await ask.Should().ThrowAsync<SessionMismatchException>()).ToString();",
        "try { $use(critic, session); } catch (SessionMismatchException e) { Console.WriteLine(e); }",
        "try { if (args.Length > 0) { $use(critic, session); } } catch (Sessions.SessionMismatchException) { Console.WriteLine(); }",
        "await Assert.ThrowsAsync<SessionMismatchException>(() => Give(critic, session)); async Task Give(AIAgent agent, $T given) { $use(agent, given); }",
    ];

    private static readonly string[] Unexpected =
    [
        "await Assert.ThrowsAsync<InvalidOperationException>(async () => { $use(critic, [|session|]); });",
        "await Assert.ThrowsAsync<SessionMismatchException>(() => Task.CompletedTask); $use(critic, [|session|]);",
        "try { $use(critic, [|session|]); } catch (InvalidOperationException e) { Console.WriteLine(e); }",
        "try { Console.WriteLine(); } catch (SessionMismatchException) { $use(critic, [|session|]); }",
        "try { Console.WriteLine(); } catch (SessionMismatchException) { Console.WriteLine(); } finally { $use(critic, [|session|]); }",
        "Func<Task> ask = async () => { $use(critic, [|session|]); }; await Assert.ThrowsAsync<InvalidOperationException>(ask);",
        "Func<Task> ask = async () => { $use(critic, [|session|]); }; Func<Task> other = async () => { $use(writer, session); }; await Assert.ThrowsAsync<SessionMismatchException>(other); await ask();",
        "await Assert.RunAsync<SessionMismatchException>(async () => { $use(critic, [|session|]); });",
    ];

    public static TheoryData<string, bool> EveryExpected => OwnershipProgram.InBothVocabularies(Expected.Select(InMethod));

    public static TheoryData<string, bool> EveryUnexpected => OwnershipProgram.InBothVocabularies(Unexpected.Select(InMethod));

    [Theory]
    [MemberData(nameof(EveryExpected))]
    public Task Use_that_is_there_to_fail_is_not_reported(string program, bool isFramework) => OwnershipProgram.IsSilent(program, isFramework);

    [Theory]
    [MemberData(nameof(EveryUnexpected))]
    public Task Use_that_is_not_there_to_fail_is(string program, bool isFramework) => OwnershipProgram.Reports(program, isFramework);

    private static string InMethod(string statements) => $$"""
        public async Task Test()
        {
            {{OwnershipProgram.Locals}}
            var session = $new(writer);
            {{statements}}
        }

        private static Task ThrowsAsync<T>(Func<Task> code) => code();

        private static class Assert
        {
            public static Task ThrowsAsync<T>(Func<Task> code) => code();
            public static Task ThrowsAnyAsync<T>(Func<Task> code) => code();
            public static Task RunAsync<T>(Func<Task> code) => code();
        }

        private static class Should
        {
            public static void Throw<T>(Func<Task> code) => code();
        }
        """;
}
