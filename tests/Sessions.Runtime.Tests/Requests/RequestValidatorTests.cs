using Microsoft.Extensions.AI;

namespace Sessions.Tests.Requests;

/// <summary>The judge is judged first: it refuses what services refuse, and nothing else.</summary>
public class RequestValidatorTests
{
    private static readonly FunctionCallContent Done = new("a", "f") { InformationalOnly = true };

    /// <summary>Requests that a service refuses, by what went wrong in the session that sent them.</summary>
    internal static Dictionary<string, ChatMessage[]> Bad { get; } = new()
    {
        ["a turn was interrupted between call and result"] = [User("hi"), Calls("a"), User("next")],
        ["a turn was interrupted after one of two results"] = [User("hi"), Calls("a", "b"), Results("a"), User("next")],
        ["the last message is an open call"] = [User("hi"), Calls("a")],
        ["the last message is an answer with one open call of two"] = [User("hi"), Calls("a", "b"), Results("b")],
        ["a window was cut between call and result"] = [User("hi"), Results("a"), Says("done")],
        ["a window begins with a result"] = [Results("a"), Says("done"), User("next")],
        ["a window begins with an answer"] = [Says("done"), User("next")],
        ["a window begins with a call"] = [Calls("a"), Results("a"), Says("done"), User("next")],
        ["a reducer dropped the results and kept the calls"] = [User("hi"), Calls("a"), Says("done"), User("next")],
        ["a reducer dropped the calls and kept the results"] = [User("hi"), Says("done"), Results("a"), User("next")],
        ["a summary was put between call and result"] = [User("hi"), Calls("a"), System("so far: …"), Results("a"), Says("done")],
        ["a user's message was put between call and result"] = [User("hi"), Calls("a"), User("are you there?"), Results("a"), Says("done")],
        ["an answer was put between call and result"] = [User("hi"), Calls("a"), Says("wait"), Results("a"), Says("done")],
        ["a result is stored twice"] = [User("hi"), Calls("a"), Results("a"), Results("a"), Says("done")],
        ["a result is in one message twice"] = [User("hi"), Calls("a"), Results("a", "a"), Says("done")],
        ["a turn is stored twice, calls first"] = [User("hi"), Calls("a"), Calls("a"), Results("a"), Results("a"), Says("done")],
        ["a call is in one message twice"] = [User("hi"), Calls("a", "a"), Results("a"), Says("done")],
        ["two messages of calls, then their results"] = [User("hi"), Calls("a"), Calls("b"), Results("a", "b"), Says("done")],
        ["a result has the id of another call"] = [User("hi"), Calls("a"), Results("b"), Says("done")],
        ["results lie before their calls"] = [User("hi"), Results("a"), Calls("a"), Says("done")],
        ["a result comes a turn late"] = [User("hi"), Calls("a"), User("next"), Says("ok"), Results("a"), User("and?")],
        ["a result is in a message of the user"] = [User("hi"), Calls("a"), new(ChatRole.User, [new FunctionResultContent("a", "1")]), Says("done")],
        ["a result is in a message of the assistant"] = [User("hi"), Calls("a"), new(ChatRole.Assistant, [new FunctionResultContent("a", "1")]), Says("done")],
        ["a call is in a message of the user"] = [new(ChatRole.User, [new FunctionCallContent("a", "f")]), Results("a")],
        ["a call has no id"] = [User("hi"), Calls(""), Results(""), Says("done")],
        ["a call has no name"] = [User("hi"), new(ChatRole.Assistant, [new FunctionCallContent("a", "")]), Results("a"), Says("done")],
        ["a text is in a message of the tool"] = [User("hi"), Calls("a"), new(ChatRole.Tool, [new FunctionResultContent("a", "1"), new TextContent("also")]), Says("done")],
        ["an approval was not answered"] = [User("hi"), Asks("a"), User("next")],
        ["an approval was answered, and nothing executed it"] = [User("hi"), Asks("a"), Approves("a"), Says("done")],
        ["an approval was executed, and is sent all the same"] = [User("hi"), Asks("a"), Approves("a"), Calls("a"), Results("a"), Says("done"), User("next")],
        ["an answer was cut off before it said anything"] = [User("hi"), new(ChatRole.Assistant, new List<AIContent>()), User("next")],
        ["an answer is an empty text"] = [User("hi"), Says(""), User("next")],
        ["an answer is a blank text"] = [User("hi"), Says(" \n"), User("next")],
        ["an answer is an error alone"] = [User("hi"), new(ChatRole.Assistant, [new ErrorContent("refused")]), User("next")],
        ["an answer was cut off while the model was reasoning"] = [User("hi"), new(ChatRole.Assistant, [new TextReasoningContent("hm")]), User("next")],
        ["a content is null"] = [User("hi"), new(ChatRole.Assistant, [null!]), User("next")],
        ["a message is null"] = [User("hi"), null!, User("next")],
        ["a role is unknown"] = [new(new ChatRole("narrator"), "hi")],
        ["everything was dropped"] = [],
    };

    /// <summary>Requests that a client which invokes functions refuses, or hands on to a service that does.</summary>
    internal static Dictionary<string, ChatMessage[]> BadForFunctions { get; } = new()
    {
        ["an approval was not answered"] = [User("hi"), Asks("a"), User("next")],
        ["one approval of two was not answered"] = [User("hi"), Asks("a", "b"), Approves("a")],
        ["an approval was answered before it was requested"] = [User("hi"), Approves("a"), Asks("a"), User("next")],
        ["an approval was answered that nobody requested"] = [User("hi"), Says("ok"), Approves("a")],
        ["an approval was answered twice"] = [User("hi"), Asks("a"), Approves("a"), Approves("a")],
        ["an approval is stored twice"] = [User("hi"), Asks("a"), Asks("a"), Approves("a")],
        ["an approval request is in a message of the user"] = [new(ChatRole.User, [new ToolApprovalRequestContent("a", new FunctionCallContent("a", "f"))]), Approves("a")],
        ["an approval response is in a message of the assistant"] = [User("hi"), Asks("a"), new(ChatRole.Assistant, [new ToolApprovalResponseContent("a", true, new FunctionCallContent("a", "f"))])],
        ["a response names another call"] = [User("hi"), Asks("a"), new(ChatRole.User, [new ToolApprovalResponseContent("a", true, new FunctionCallContent("b", "f"))])],
        ["the call of an old approval has lost its result"] = [User("hi"), Asks("a"), Approves("a"), Calls("a"), Says("done"), User("next")],
        ["an approval was executed and marked so, and is sent all the same"] =
            [User("hi"), new(ChatRole.Assistant, [new ToolApprovalRequestContent("a", Done)]), new(ChatRole.User, [new ToolApprovalResponseContent("a", true, Done)]), Calls("a"), Results("a"), Says("done"), User("next")],
        ["a turn was interrupted between call and result"] = [User("hi"), Calls("a"), User("next")],
    };

    internal static Dictionary<string, ChatMessage[]> Good { get; } = new()
    {
        ["a question"] = [User("hi")],
        ["instructions and a question"] = [System("be brief"), User("hi")],
        ["a conversation"] = [User("hi"), Says("hello"), User("next"), Says("yes?"), User("bye")],
        ["a call and its result"] = [User("hi"), Calls("a"), Results("a")],
        ["two calls and their results in one message"] = [User("hi"), Calls("a", "b"), Results("b", "a")],
        ["two calls and their results in two messages"] = [User("hi"), Calls("a", "b"), Results("a"), Results("b"), Says("done"), User("next")],
        ["calls after calls"] = [User("hi"), Calls("a"), Results("a"), Calls("b"), Results("b"), Says("done"), User("next")],
        ["a text and a call"] = [User("hi"), new(ChatRole.Assistant, [new TextContent("let me see"), new FunctionCallContent("a", "f")]), Results("a")],
        ["an id used again in a later turn"] = [User("hi"), Calls("a"), Results("a"), Says("done"), User("again"), Calls("a"), Results("a")],
        ["reasoning before a text"] = [User("hi"), new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("done")]), User("next")],
        ["reasoning in a message before the answer's"] = [User("hi"), new(ChatRole.Assistant, [new TextReasoningContent("hm")]), Says("done"), User("next")],
        ["an image alone"] = [new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])],
        ["a summary before the question"] = [System("so far: …"), User("next")],
        ["two messages of the user"] = [User("hi"), User("are you there?"), Says("yes")],
        ["a result that is null"] = [User("hi"), Calls("a"), new(ChatRole.Tool, [new FunctionResultContent("a", null)])],
    };

    internal static Dictionary<string, ChatMessage[]> GoodForFunctions { get; } = new()
    {
        ["an approval that is answered now"] = [User("hi"), Asks("a"), Approves("a")],
        ["a rejection"] = [User("hi"), Asks("a"), new(ChatRole.User, [new ToolApprovalResponseContent("a", false, new FunctionCallContent("a", "f"))])],
        ["two approvals, answered in two messages"] = [User("hi"), Asks("a", "b"), Approves("b"), Approves("a")],
        ["an approval with words beside it"] = [User("hi"), Asks("a"), new(ChatRole.User, [new TextContent("go on"), new ToolApprovalResponseContent("a", true, new FunctionCallContent("a", "f"))])],
        ["an approval that was executed in its turn"] = [User("hi"), Asks("a"), Approves("a"), Calls("a"), Results("a"), Says("done"), User("next")],
        ["a conversation"] = [User("hi"), Says("hello"), User("next")],
    };

    public static TheoryData<string> BadNames => [.. Bad.Keys];

    public static TheoryData<string> BadForFunctionsNames => [.. BadForFunctions.Keys];

    public static TheoryData<string> GoodNames => [.. Good.Keys];

    public static TheoryData<string> GoodForFunctionsNames => [.. GoodForFunctions.Keys];

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_request_that_services_refuse_is_refused(string name) => Assert.NotEmpty(RequestValidator.Validate(Bad[name]));

    [Theory]
    [MemberData(nameof(BadForFunctionsNames))]
    public void A_request_that_function_invocation_refuses_is_refused(string name) =>
        Assert.NotEmpty(RequestValidator.Validate(BadForFunctions[name], RequestLevel.Functions));

    [Theory]
    [MemberData(nameof(GoodNames))]
    public void A_request_that_services_take_is_taken(string name)
    {
        Assert.Empty(RequestValidator.Validate(Good[name]));
        Assert.Empty(RequestValidator.Validate(Good[name], RequestLevel.Functions));
    }

    [Theory]
    [MemberData(nameof(GoodForFunctionsNames))]
    public void A_request_that_function_invocation_takes_is_taken(string name) =>
        Assert.Empty(RequestValidator.Validate(GoodForFunctions[name], RequestLevel.Functions));

    [Fact]
    public void Bad_requests_are_refused_for_what_is_wrong_with_each()
    {
        Assert.True(Bad.Count >= 20);
        var wordings = Bad.Values.Where(request => request.Length > 0).Select(request => RequestValidator.Validate(request)[0]).Distinct().Count();
        Assert.True(wordings >= 15, $"{Bad.Count} bad requests were refused for {wordings} reasons only.");
    }

    [Fact]
    public void Anthropic_takes_results_in_a_message_of_the_user_and_before_all_else_in_it()
    {
        ChatMessage[] first = [User("hi"), Calls("a"), new(ChatRole.User, [new FunctionResultContent("a", "1"), new TextContent("next")])];
        ChatMessage[] last = [User("hi"), Calls("a"), new(ChatRole.User, [new TextContent("next"), new FunctionResultContent("a", "1")])];

        Assert.Empty(RequestValidator.Validate(first, formats: WireFormats.Anthropic));
        Assert.NotEmpty(RequestValidator.Validate(last, formats: WireFormats.Anthropic));
        Assert.NotEmpty(RequestValidator.Validate(first, formats: WireFormats.OpenAI));
    }

    [Fact]
    public void OpenAI_takes_a_conversation_that_begins_with_an_answer()
    {
        ChatMessage[] request = [Says("hello"), User("hi")];

        Assert.Empty(RequestValidator.Validate(request, formats: WireFormats.OpenAI));
        Assert.NotEmpty(RequestValidator.Validate(request, formats: WireFormats.Anthropic));
    }

    [Fact]
    public void Results_may_come_first_where_the_service_has_the_calls()
    {
        Assert.Empty(RequestValidator.Validate([Results("a"), User("next")], continuesConversation: true));
        Assert.Empty(RequestValidator.Validate([Approves("a")], RequestLevel.Functions, continuesConversation: true));
        Assert.NotEmpty(RequestValidator.Validate([Results("a"), Results("a")], continuesConversation: true));
        Assert.NotEmpty(RequestValidator.Validate([User("next"), Results("a")], continuesConversation: true));
        Assert.NotEmpty(RequestValidator.Validate([Approves("a")], RequestLevel.Functions));
    }

    private static ChatMessage User(string text) => new(ChatRole.User, text);

    private static ChatMessage System(string text) => new(ChatRole.System, text);

    private static ChatMessage Says(string text) => new(ChatRole.Assistant, text);

    private static ChatMessage Calls(params string[] ids) => new(ChatRole.Assistant, [.. ids.Select(id => new FunctionCallContent(id, "f"))]);

    private static ChatMessage Results(params string[] ids) => new(ChatRole.Tool, [.. ids.Select(id => new FunctionResultContent(id, "1"))]);

    private static ChatMessage Asks(params string[] ids) => new(ChatRole.Assistant, [.. ids.Select(id => new ToolApprovalRequestContent(id, new FunctionCallContent(id, "f")))]);

    private static ChatMessage Approves(string id) => new(ChatRole.User, [new ToolApprovalResponseContent(id, true, new FunctionCallContent(id, "f"))]);
}
