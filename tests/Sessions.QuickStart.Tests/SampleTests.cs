using System.Text.Json;
using QuickStart;
using Sessions.QuickStart.Tests.Models;

namespace Sessions.QuickStart.Tests;

/// <summary>The sample as a user runs it.</summary>
public sealed class SampleTests : IDisposable
{
    private const string Statement = "My name is Alice and I love hiking.";
    private const string Question = "What do you remember about me?";
    private const string Recollection = "Agent: You told me: your name is Alice and you love hiking.";

    private readonly SampleProcess _sample = new();

    [Fact]
    public async Task The_demo_remembers_and_a_second_run_resumes_it()
    {
        var first = await _sample.RunAsync("--demo");

        Assert.Equal((ExitCode.Ended, ""), (first.ExitCode, first.Error));
        Assert.Contains("Model:    an offline stand-in, which is no language model", first.Output, StringComparison.Ordinal);
        Assert.Contains("Session 'quickstart' is new.", first.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"You:   {Statement}\nAgent: [RememberName: Alice] [RememberInterest: hiking] I see: your name is Alice and you love hiking.\n", first.Output, StringComparison.Ordinal);
        Assert.Contains($"You:   {Question}\n{Recollection}\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("Session 'quickstart' has 2 turns.", first.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_sample.Directory, "quickstart.db")));

        var second = await _sample.RunAsync("--demo");

        Assert.Equal((ExitCode.Ended, ""), (second.ExitCode, second.Error));
        Assert.Contains("Welcome back, Alice! Session 'quickstart' goes on after 2 turns.\nYou love hiking.\n", second.Output, StringComparison.Ordinal);
        Assert.Contains("Session 'quickstart' has 4 turns.", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_answers_from_the_history_of_the_first()
    {
        await _sample.RunAsync(Statement, []);

        var second = await _sample.RunAsync(Question, []);

        Assert.Contains(Recollection, second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_of_other_names_and_databases_know_nothing_of_one_another()
    {
        await _sample.RunAsync(Statement, [], "--session", "one", "--database", "first.db");

        foreach (var arguments in new[] { new[] { "--session", "two", "--database", "first.db" }, ["--session", "one", "--database", "second; odd=name.db"] })
        {
            var other = await _sample.RunAsync(Question, [], arguments);

            Assert.Equal((ExitCode.Ended, ""), (other.ExitCode, other.Error));
            Assert.Contains("is new.", other.Output, StringComparison.Ordinal);
            Assert.Contains("Agent: I remember nothing about you", other.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_real_model_is_sent_the_history_of_the_process_before()
    {
        using var server = new LoopbackServer(OpenAIReplies.Stream);
        (string, string)[] environment = [("OPENAI_API_KEY", "key"), ("OPENAI_BASE_URL", $"{server.Address}v1")];
        await _sample.RunAsync(Statement, []);

        var run = await _sample.RunAsync(Question, environment);

        Assert.Equal((ExitCode.Ended, ""), (run.ExitCode, run.Error));
        Assert.Contains("Agent: You are Alice.\n", run.Output, StringComparison.Ordinal);
        var messages = server.SingleRequest.Body.GetProperty("messages").EnumerateArray().Select(Text).ToList();
        Assert.StartsWith("system: You are a friendly travel assistant.", messages[0], StringComparison.Ordinal);
        Assert.EndsWith("The user's name is Alice, and they love hiking.", messages[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"user: {Statement}",
                "assistant: RememberName RememberInterest",
                "tool: \"Remembered.\"",
                "tool: \"Remembered.\"",
                "assistant: I see: your name is Alice and you love hiking.",
                $"user: {Question}",
            ],
            messages[1..]);

        static string Text(JsonElement message) => $"{message.GetProperty("role")}: " + (message.TryGetProperty("tool_calls", out var calls)
            ? string.Join(' ', calls.EnumerateArray().Select(call => call.GetProperty("function").GetProperty("name")))
            : message.GetProperty("content").ToString());
    }

    [Fact]
    public async Task A_real_model_calls_a_tool_and_the_next_process_knows()
    {
        using var server = new LoopbackServer(request => request.Body.GetProperty("messages").EnumerateArray().Any(message => message.GetProperty("role").ValueEquals("tool"))
            ? OpenAIReplies.Stream
            : OpenAIReplies.Call("RememberInterest", """{"interest":"sailing"}"""));

        var run = await _sample.RunAsync("The sea is my life.", [("OPENAI_API_KEY", "key"), ("OPENAI_BASE_URL", $"{server.Address}v1")]);
        var second = await _sample.RunAsync("", []);

        Assert.Equal((ExitCode.Ended, ""), (run.ExitCode, run.Error));
        Assert.Contains("Agent: [RememberInterest: sailing] You are Alice.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("goes on after 1 turn.\nYou love sailing.\n", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_down_is_named_and_the_conversation_goes_on()
    {
        var nobody = LoopbackServer.NobodyThere();

        var run = await _sample.RunAsync("Hello?\nStill there?", [("OPENAI_API_KEY", "key"), ("OPENAI_BASE_URL", nobody.ToString())]);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Equal(2, run.Error.Split($"No answer from gpt-4o-mini at {nobody}: Connection refused").Length - 1);
        Assert.Contains("Session 'quickstart' has 0 turns.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_is_named()
    {
        var path = Path.Combine(_sample.Directory, "no such folder", "x.db");

        var run = await _sample.RunAsync("--demo", "--database", path);

        Assert.Equal((ExitCode.Failed, ""), (run.ExitCode, run.Output));
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.Contains("--database", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_and_left_as_it_is()
    {
        var path = Path.Combine(_sample.Directory, "notes.txt");
        await File.WriteAllTextAsync(path, "These are my notes, not a database.");

        var run = await _sample.RunAsync("--demo", "--database", path);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains(path, run.Error, StringComparison.Ordinal);
        Assert.Equal("These are my notes, not a database.", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Wrong_arguments_and_a_wrong_environment_end_with_a_message()
    {
        var option = await _sample.RunAsync("--sesion");
        var address = await _sample.RunAsync("", [("OPENAI_API_KEY", "key"), ("OPENAI_BASE_URL", "nowhere")]);

        Assert.Equal(new SampleRun(ExitCode.Usage, "", "'--sesion' is not an option. See --help for those that are.\n"), option);
        Assert.Equal(new SampleRun(ExitCode.Usage, "", "OPENAI_BASE_URL is 'nowhere', which is not an http or https address.\n"), address);
    }

    [Fact]
    public async Task Help_tells_the_options_and_makes_no_database()
    {
        var run = await _sample.RunAsync("--help");

        Assert.Equal(new SampleRun(ExitCode.Ended, CommandLine.Help + "\n", ""), run);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_sample.Directory));
    }

    public void Dispose() => _sample.Dispose();
}
