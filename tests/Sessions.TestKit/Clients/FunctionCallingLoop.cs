using System.Runtime.ExceptionServices;
using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>One request to a <see cref="FunctionCallingClient"/>, from which many to the model may come.</summary>
public sealed class FunctionCallingLoop
{
    private readonly FunctionCallingClient _client;
    private readonly List<ChatMessage> _original;
    private readonly List<ChatMessage> _answered = [];
    private readonly string _messageId = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, AITool> _tools;
    private bool _wasKeptByService;
    private int _consecutiveErrors;

    public FunctionCallingLoop(FunctionCallingClient client, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        _client = client;
        _original = [.. messages];
        Request = [.. _original];
        Options = options;
        _tools = (options?.Tools ?? []).GroupBy(tool => tool.Name, StringComparer.Ordinal).ToDictionary(tools => tools.Key, tools => tools.Last(), StringComparer.Ordinal);
        MayRequireApproval = _tools.Values.Any(RequiresApproval);
    }

    /// <summary>The messages of the next request to the model.</summary>
    public List<ChatMessage> Request { get; private set; }

    /// <summary>The options of the next request to the model.</summary>
    public ChatOptions? Options { get; private set; }

    /// <summary>Whether any function requires approval.</summary>
    public bool MayRequireApproval { get; }

    public static List<FunctionCallContent> CallsIn(IEnumerable<ChatMessage> messages) => [.. messages.SelectMany(message => CallsIn(message.Contents))];

    public static IEnumerable<FunctionCallContent> CallsIn(IEnumerable<AIContent> contents) => contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly);

    public bool RequiresApproval(IEnumerable<FunctionCallContent> calls) =>
        MayRequireApproval && calls.Any(call => _tools.TryGetValue(call.Name, out var tool) && RequiresApproval(tool));

    /// <summary>Makes requests for approval of all calls of an answer, if one of them requires it.</summary>
    public IList<ChatMessage> AskForApproval(IList<ChatMessage> messages) =>
        RequiresApproval(CallsIn(messages)) ? [.. messages.Select(AskForApproval)] : messages;

    public static ChatResponseUpdate AskForApproval(ChatResponseUpdate update)
    {
        update.Contents = AskForApproval(update.Contents);
        return update;
    }

    /// <summary>Whether calls are executed here, rather than by the caller.</summary>
    public bool Handles(IReadOnlyCollection<FunctionCallContent> calls) => calls.Count > 0 && calls.All(call =>
        _tools.TryGetValue(call.Name, out var tool) ? tool is AIFunction : !_client.TerminateOnUnknownCalls);

    /// <summary>Executes or rejects what was decided in this request, and returns the messages that came of it.</summary>
    public async Task<List<ChatMessage>> SettleApprovalsAsync(CancellationToken cancellationToken)
    {
        var (approved, rejected) = ApprovalExchange.TakeOut(_original);
        Request = [.. _original];
        var added = ApprovalExchange.CallMessages([.. rejected, .. approved], _messageId);
        if (string.IsNullOrWhiteSpace(Options?.ConversationId))
        {
            Request.AddRange(added);
        }

        if (rejected.Count > 0)
        {
            AddToAll(new ChatMessage(ChatRole.Tool, [.. rejected.Select(ApprovalExchange.Reject)]) { MessageId = _messageId });
        }

        if (approved.Count > 0)
        {
            approved.ForEach(ApprovalExchange.MarkRequestDone);
            AddToAll(await InvokeAsync([.. approved.Select(decision => decision.Call)], cancellationToken));
        }

        _answered.AddRange(added);
        return added;

        void AddToAll(ChatMessage message)
        {
            Request.Add(message);
            added.Add(message);
        }
    }

    /// <summary>Executes the calls of an answer, makes the next request, and returns the message with the results.</summary>
    public async Task<ChatMessage> InvokeAsync(IReadOnlyList<FunctionCallContent> calls, ChatResponse response, CancellationToken cancellationToken)
    {
        _answered.AddRange(response.Messages);
        if (response.ConversationId is not null)
        {
            Request = [];
        }
        else if (_wasKeptByService)
        {
            Request = [.. _original, .. _answered];
        }
        else
        {
            Request.AddRange(response.Messages);
        }

        _wasKeptByService = response.ConversationId is not null;
        var results = await InvokeAsync(calls, cancellationToken);
        _answered.Add(results);
        Request.Add(results);
        Options = NextOptions(response.ConversationId);
        return results;
    }

    private static bool RequiresApproval(AITool tool) => tool.GetService<ApprovalRequiredAIFunction>() is not null;

    private static ChatMessage AskForApproval(ChatMessage message)
    {
        message = message.Clone();
        message.Contents = AskForApproval(message.Contents);
        return message;
    }

    private static IList<AIContent> AskForApproval(IList<AIContent> contents) =>
        [.. contents.Select(content => content is FunctionCallContent { InformationalOnly: false } call ? new ToolApprovalRequestContent("ficc_" + call.CallId, call) : content)];

    private async Task<ChatMessage> InvokeAsync(IReadOnlyList<FunctionCallContent> calls, CancellationToken cancellationToken)
    {
        var captures = _consecutiveErrors < _client.MaximumConsecutiveErrors;
        var results = new List<AIContent>();
        if (_client.AllowConcurrentInvocation && calls.Count > 1)
        {
            results.AddRange(await Task.WhenAll(calls.Select(call => InvokeAsync(call, captures: true, cancellationToken))));
        }
        else
        {
            foreach (var call in calls)
            {
                results.Add(await InvokeAsync(call, captures, cancellationToken));
            }
        }

        CountErrors(results);
        return new ChatMessage(ChatRole.Tool, results) { MessageId = _messageId };
    }

    private async Task<FunctionResultContent> InvokeAsync(FunctionCallContent call, bool captures, CancellationToken cancellationToken)
    {
        call.InformationalOnly = true;
        if (!_tools.TryGetValue(call.Name, out var tool) || tool is not AIFunction function)
        {
            return new FunctionResultContent(call.CallId, $"Error: Requested function \"{call.Name}\" not found.");
        }

        try
        {
            var result = await function.InvokeAsync(new AIFunctionArguments(call.Arguments), cancellationToken);
            return new FunctionResultContent(call.CallId, result ?? "Success: Function completed.");
        }
        catch (Exception exception) when (captures && !cancellationToken.IsCancellationRequested)
        {
            var detail = _client.IncludeDetailedErrors ? $" Exception: {exception.Message}" : "";
            return new FunctionResultContent(call.CallId, $"Error: Function failed.{detail}") { Exception = exception };
        }
    }

    private void CountErrors(IEnumerable<AIContent> results)
    {
        Exception[] exceptions = [.. results.OfType<FunctionResultContent>().Select(result => result.Exception).OfType<Exception>()];
        _consecutiveErrors = exceptions.Length == 0 ? 0 : _consecutiveErrors + 1;
        if (_consecutiveErrors > _client.MaximumConsecutiveErrors)
        {
            if (exceptions.Length > 1)
            {
                throw new AggregateException(exceptions);
            }

            ExceptionDispatchInfo.Throw(exceptions[0]);
        }
    }

    private ChatOptions? NextOptions(string? conversationId)
    {
        if (Options?.ConversationId == conversationId && Options?.ToolMode is not RequiredChatToolMode)
        {
            return Options;
        }

        // The model that had to call a function has done so.
        var options = Options?.Clone() ?? new ChatOptions();
        options.ConversationId = conversationId;
        options.ToolMode = options.ToolMode is RequiredChatToolMode ? null : options.ToolMode;
        return options;
    }
}
