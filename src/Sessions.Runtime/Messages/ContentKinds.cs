using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // What Microsoft.Extensions.AI still tries out is kept like the rest.

namespace Sessions;

/// <summary>
/// The table of all kinds of content that Microsoft.Extensions.AI has: what of it is paired with what, what it says to the model,
/// how it is copied, how many tokens it is worth, how telemetry tells it. A new kind is added here, and nowhere else.
/// </summary>
/// <remarks>
/// A content of a user's own type is taken for the nearest type that it derives from and that is here, except that it is not copied
/// but kept as it is: a copy would be of that type and lose what the user's adds.
/// </remarks>
internal static class ContentKinds
{
    private static readonly ContentKind Text = new ContentKind<TextContent>
    {
        Blank = text => string.IsNullOrWhiteSpace(text.Text),
        Copy = (text, _) => new(text.Text),
        Characters = (text, _) => text.Text.Length,
        Part = (json, text) => TelemetryPart.Write(json, "text", text.Text),
    };

    /// <summary>The rows of the table.</summary>
    public static ImmutableArray<ContentKind> All { get; } =
    [
        Text,
        new ContentKind<TextReasoningContent>
        {
            Role = ContentRole.Reasoning,
            Copy = (reasoning, _) => new(reasoning.Text) { ProtectedData = reasoning.ProtectedData },
            Characters = (reasoning, _) => reasoning.Text.Length + (reasoning.ProtectedData?.Length ?? 0),
            Part = (json, reasoning) => TelemetryPart.Write(json, "reasoning", reasoning.Text),
        },
        new ContentKind<DataContent>
        {
            // The bytes are shared: nobody can change them through a content.
            Copy = (data, _) => new(data.Data, data.MediaType) { Name = data.Name },
            Characters = (data, measure) => measure.OfMemory ? data.Data.Length / sizeof(char) : TokenEstimate.CharactersPerFile,
            Part = TelemetryPart.Write,
        },
        new ContentKind<UriContent>
        {
            Copy = (uri, _) => new(uri.Uri, uri.MediaType),
            Characters = (_, _) => TokenEstimate.CharactersPerFile,
            Part = TelemetryPart.Write,
        },
        new ContentKind<HostedFileContent>
        {
            Copy = (file, _) => new(file.FileId)
            {
                MediaType = file.MediaType,
                Name = file.Name,
                SizeInBytes = file.SizeInBytes,
                CreatedAt = file.CreatedAt,
                Purpose = file.Purpose,
                Scope = file.Scope,
            },
            Characters = (_, _) => TokenEstimate.CharactersPerFile,
            Part = TelemetryPart.Write,
        },
        new ContentKind<HostedVectorStoreContent>
        {
            Copy = (store, _) => new(store.VectorStoreId),
            Characters = (_, _) => TokenEstimate.CharactersPerObject,
            Part = (json, store) => TelemetryPart.Write(json, "vector_store", store.VectorStoreId),
        },
        new ContentKind<ErrorContent>
        {
            IsUnsent = true,
            Copy = (error, _) => new(error.Message) { ErrorCode = error.ErrorCode, Details = error.Details },
            Characters = (error, _) => error.Message.Length,
            Part = (json, error) => TelemetryPart.Write(json, "error", error.Message),
        },
        new ContentKind<UsageContent>
        {
            IsUnsent = true,
            Copy = (usage, _) => new(ContentCopier.Usage(usage.Details)),
            Characters = (_, _) => 0,
            Part = TelemetryPart.WriteUnknown,
        },
        new ContentKind<FunctionCallContent>
        {
            Role = ContentRole.FunctionCall,
            Copy = (call, copier) => new(call.CallId, call.Name, copier.Members(call.Arguments))
            {
                Exception = call.Exception,
                InformationalOnly = call.InformationalOnly,
            },
            Characters = (call, measure) => TokenEstimate.CharactersPerCall + call.Name.Length + TokenEstimate.OfMembers(call.Arguments, measure),
            Part = TelemetryPart.Write,
        },
        new ContentKind<FunctionResultContent>
        {
            Role = ContentRole.FunctionResult,
            Copy = (result, copier) => new(result.CallId, copier.Value(result.Result)) { Exception = result.Exception },
            Characters = (result, measure) => TokenEstimate.CharactersPerCall + TokenEstimate.OfValue(result.Result, measure),
            Part = TelemetryPart.Write,
        },
        new ContentKind<ToolApprovalRequestContent>
        {
            Role = ContentRole.ApprovalRequest,
            Copy = (request, copier) => new(request.RequestId, copier.Content(request.ToolCall)) { RequiresConfirmation = request.RequiresConfirmation },
            Characters = (request, measure) => TokenEstimate.CharactersPerCall + TokenEstimate.Of(request.ToolCall, measure.Deeper),
            Part = TelemetryPart.Write,
        },
        new ContentKind<ToolApprovalResponseContent>
        {
            Role = ContentRole.ApprovalResponse,
            Copy = (response, copier) => new(response.RequestId, response.Approved, copier.Content(response.ToolCall)) { Reason = response.Reason },
            Characters = (response, _) => TokenEstimate.CharactersPerCall + (response.Reason?.Length ?? 0),
            Part = TelemetryPart.Write,
        },
        new ContentKind<WebSearchToolCallContent>
        {
            Role = ContentRole.HostedCall,
            Copy = (call, _) => new(call.CallId) { Queries = call.Queries is null ? null : [.. call.Queries] },
            Characters = (call, measure) => TokenEstimate.CharactersPerCall + TokenEstimate.OfValue(call.Queries, measure),
            Part = TelemetryPart.Write,
        },
        new ContentKind<WebSearchToolResultContent>
        {
            Role = ContentRole.HostedResult,
            Copy = (result, copier) => new(result.CallId) { Outputs = copier.Contents(result.Outputs) },
            Characters = (result, measure) => TokenEstimate.CharactersPerCall + TokenEstimate.OfValue(result.Outputs, measure),
            Part = (json, result) => TelemetryPart.WriteHostedResult(json, result, "web_search", result.Outputs),
        },
        new ContentKind<CodeInterpreterToolCallContent>
        {
            Role = ContentRole.HostedCall,
            Copy = (call, copier) => new(call.CallId) { Inputs = copier.Contents(call.Inputs) },
            Characters = (call, measure) => TokenEstimate.CharactersPerCall + TokenEstimate.OfValue(call.Inputs, measure),
            Part = TelemetryPart.Write,
        },
        new ContentKind<CodeInterpreterToolResultContent>
        {
            Role = ContentRole.HostedResult,
            Copy = (result, copier) => new(result.CallId) { Outputs = copier.Contents(result.Outputs) },
            Characters = (result, measure) => TokenEstimate.CharactersPerCall + TokenEstimate.OfValue(result.Outputs, measure),
            Part = (json, result) => TelemetryPart.WriteHostedResult(json, result, "code_interpreter", result.Outputs),
        },
        new ContentKind<ImageGenerationToolCallContent>
        {
            Role = ContentRole.HostedCall,
            Copy = (call, _) => new(call.CallId),
            Characters = (_, _) => TokenEstimate.CharactersPerCall,
            Part = (json, call) => TelemetryPart.WriteHostedCall(json, call, "image_generation", "image_generation"),
        },
        new ContentKind<ImageGenerationToolResultContent>
        {
            Role = ContentRole.HostedResult,
            Copy = (result, copier) => new(result.CallId) { Outputs = copier.Contents(result.Outputs) },
            Characters = (result, measure) => TokenEstimate.CharactersPerCall + TokenEstimate.OfValue(result.Outputs, measure),
            Part = (json, result) => TelemetryPart.WriteHostedResult(json, result, "image_generation", result.Outputs),
        },
        new ContentKind<McpServerToolCallContent>
        {
            Role = ContentRole.HostedCall,
            Copy = (call, copier) => new(call.CallId, call.Name, call.ServerName) { Arguments = copier.Members(call.Arguments) },
            Characters = (call, measure) =>
                TokenEstimate.CharactersPerCall + call.Name.Length + (call.ServerName?.Length ?? 0) + TokenEstimate.OfMembers(call.Arguments, measure),
            Part = TelemetryPart.Write,
        },
        new ContentKind<McpServerToolResultContent>
        {
            Role = ContentRole.HostedResult,
            Copy = (result, copier) => new(result.CallId) { Outputs = copier.Contents(result.Outputs) },
            Characters = (result, measure) => TokenEstimate.CharactersPerCall + TokenEstimate.OfValue(result.Outputs, measure),
            Part = (json, result) => TelemetryPart.WriteHostedResult(json, result, "mcp", result.Outputs),
        },

        // What follows is seldom met by itself: the types that others derive from.
        new ContentKind<ToolCallContent>
        {
            Role = ContentRole.HostedCall,
            Copy = (call, _) => new(call.CallId),
            Characters = (_, _) => TokenEstimate.CharactersPerObject,
            Part = (json, call) => TelemetryPart.WriteHostedCall(json, call, call.GetType().Name, call.GetType().Name),
        },
        new ContentKind<ToolResultContent>
        {
            Role = ContentRole.HostedResult,
            Copy = (result, _) => new(result.CallId),
            Characters = (_, _) => TokenEstimate.CharactersPerObject,
            Part = (json, result) => TelemetryPart.WriteHostedResult(json, result, result.GetType().Name, outputs: null),
        },
        new ContentKind<InputRequestContent>
        {
            Copy = null,
            Characters = (_, _) => TokenEstimate.CharactersPerObject,
            Part = TelemetryPart.WriteUnknown,
        },
        new ContentKind<InputResponseContent>
        {
            Copy = null,
            Characters = (_, _) => TokenEstimate.CharactersPerObject,
            Part = TelemetryPart.WriteUnknown,
        },
        new ContentKind<AIContent>
        {
            Copy = (_, _) => new(),
            Characters = (_, _) => TokenEstimate.CharactersPerObject,
            Part = TelemetryPart.WriteUnknown,
        },
    ];

    private static readonly FrozenDictionary<Type, ContentKind> ByType = All.ToFrozenDictionary(kind => kind.Type);

    /// <summary>The kind of a content.</summary>
    public static ContentKind Of(AIContent content) => content is TextContent ? Text : Find(content.GetType());

    /// <summary>Whether a content says nothing to the model: clients leave it out, or services refuse it.</summary>
    public static bool SaysNothing(AIContent? content) => content is null || (Of(content) is var kind && (kind.IsUnsent || kind.IsBlank(content)));

    private static ContentKind Find(Type type)
    {
        ContentKind? kind;
        while (!ByType.TryGetValue(type, out kind))
        {
            type = type.BaseType!;
        }

        return kind;
    }
}
