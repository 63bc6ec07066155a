using Microsoft.Extensions.AI;
using Sessions.Agents;
using Sessions.Tests.Requests;

namespace Sessions.Tests.ReportedFailures;

/// <summary>Sessions that were poisoned elsewhere, such as by the framework that was used before.</summary>
public class PoisonedHistoryTests
{
    /// <summary>What is for the services that gave it: some adapters give calls no ids, and some services know other roles.</summary>
    private static readonly string[] Left = ["a call has no id", "a role is unknown"];

    public static TheoryData<string, bool> Poisoned { get; } = new(from name in RequestValidatorTests.Bad.Keys.Union(RequestValidatorTests.BadForFunctions.Keys).Except(Left) from streamed in new[] { false, true } select (name, streamed));

    [Theory]
    [MemberData(nameof(Poisoned))]
    public async Task A_history_that_is_poisoned_already_is_sent_in_a_form_that_is_valid(string name, bool streamed)
    {
        var history = new DictionaryHistoryProvider();
        history.Messages["s"] = [.. RequestValidatorTests.Bad.GetValueOrDefault(name) ?? RequestValidatorTests.BadForFunctions[name]];
        var model = new ScriptedModel();
        RequestChecker? checker = null;
        var agent = model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            ContextProviders = [history],
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "1", "f")] },
            ConfigureChatClient = client => checker = new RequestChecker(new FunctionInvokingChatClient(client)),
        });
        var session = await agent.GetSessionAsync("s");

        await agent.RunAsync(streamed, "and now?", session);
        await agent.RunAsync(streamed, "and then?", session);

        Assert.Equal("user: and then?", model.Log.Last.Texts[^1]);
        checker!.Log.ThrowIfInvalid();
        model.Log.ThrowIfInvalid();
    }
}
