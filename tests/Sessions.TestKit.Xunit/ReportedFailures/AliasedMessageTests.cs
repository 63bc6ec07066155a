using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A history that holds the messages of the caller and of the response: changing one rewrites it.</summary>
public abstract class AliasedMessageTests(TestStores stores) : ReportedFailureTests(stores)
{
    [Theory]
    [InlineData("session", false)]
    [InlineData("session", true)]
    [InlineData("provider", false)]
    [InlineData("provider", true)]
    public async Task What_is_done_to_a_message_later_does_not_change_the_history(string owner, bool streamed)
    {
        var store = CreateStore();
        var model = new ScriptedModel(ModelAnswer.Of("answer").Call("c1", "look", ("x", 1)));
        var history = new DictionaryHistoryProvider();
        var configure = owner == "provider" ? With(history) + With(Look) : With(Look);
        var agent = Agent(model, store, configure);
        var session = await agent.GetSessionAsync("s");
        var input = new ChatMessage(ChatRole.User, [new TextContent("question")]) { AdditionalProperties = new() { ["p"] = "as it was" } };

        var response = await agent.RunAsync(streamed, input, session);
        foreach (var message in response.Messages.Append(input))
        {
            Change(message);
        }

        var (later, found) = await RestartAsync(model, store, agent, session, configure);
        await later.RunAsync(streamed, "next", found);

        Assert.Equal(["user: question", "assistant: answer look#c1", "tool: #c1=seen", "assistant: answer 2", "user: next"], model.Log.Last.Texts);
        Assert.Equal("as it was", $"{model.Log.Last.Messages[0].AdditionalProperties!["p"]}");
        Assert.Equal("1", $"{model.Log.Last.Messages[1].Contents.OfType<FunctionCallContent>().Single().Arguments!["x"]}");
    }

    protected static void Change(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    text.Text += " changed";
                    break;
                case FunctionCallContent call:
                    call.Arguments!["x"] = "changed";
                    break;
                case FunctionResultContent result:
                    result.Result = "changed";
                    break;
            }
        }

        if (message.AdditionalProperties is { } properties)
        {
            properties["p"] = "changed";
        }

        message.Contents.Add(new TextContent("added"));
    }
}
