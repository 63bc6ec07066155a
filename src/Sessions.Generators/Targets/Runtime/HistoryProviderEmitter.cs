using Microsoft.CodeAnalysis.Text;

namespace Sessions.Generators;

/// <summary>Writes the generated half of a history provider.</summary>
internal static class HistoryProviderEmitter
{
    private const string Message = "global::Microsoft.Extensions.AI.ChatMessage";
    private const string Messages = $"global::System.Collections.Generic.IReadOnlyList<{Message}>";
    private const string List = $"global::System.Collections.Generic.List<{Message}>";
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    private const string Turn = "global::Sessions.Agents.TurnContext turn";
    private const string Cancellation = "global::System.Threading.CancellationToken cancellationToken";

    public static SourceText Emit(HistoryProviderModel provider)
    {
        var writer = GeneratedFile.Begin(provider.Warnings);
        provider.Type.Open(writer, provider.HasBaseClass ? "" : " : global::Sessions.HistoryProvider");
        var members = new List<Action>();
        if (!provider.OverridesSourceId)
        {
            members.Add(() => EmitProperty(writer, "string SourceId", CSharpText.Literal(provider.SourceId)));
        }

        members.AddRange(provider.Flags.Select(flag => (Action)(() => EmitProperty(writer, $"bool {flag.Name}", CSharpText.Literal(flag.Value)))));
        if (provider.Load is { } load)
        {
            members.Add(() => EmitLoad(writer, provider, load));
        }

        if (provider.Save is { } save)
        {
            members.Add(() => EmitSave(writer, provider, save));
        }

        EmitSeparated(writer, members);
        writer.CloseAll();
        return writer.ToSourceText();
    }

    private static void EmitSeparated(SourceWriter writer, List<Action> members)
    {
        for (var index = 0; index < members.Count; index++)
        {
            if (index > 0)
            {
                writer.WriteLine();
            }

            writer.WriteLine("/// <inheritdoc/>");
            writer.WriteLine(GeneratedFile.Attribute);
            members[index]();
        }
    }

    private static void EmitProperty(SourceWriter writer, string property, string value) => writer.WriteLine($"public override {property} => {value};");

    private static void EmitLoad(SourceWriter writer, HistoryProviderModel provider, HistoryMethodModel load)
    {
        var isAsync = load.IsAwaited || load.Returns is { IsStream: true };
        writer.Open($"protected override {(isAsync ? "async " : "")}{ValueTask}<{Messages}> LoadAsync({Turn}, {Cancellation})");
        EmitNullCheck(writer, load);
        switch (load)
        {
            case { Kind: HistoryMethodKind.NotNeeded }:
                writer.WriteLine($"return new {ValueTask}<{Messages}>(global::System.Array.Empty<{Message}>());");
                break;
            case { Kind: HistoryMethodKind.Missing }:
                EmitMissing(writer, provider, HistoryMethods.LoadName, "loads messages");
                break;
            case { Returns: { IsStream: true } }:
                writer.WriteLine($"var messages = new {List}();");
                writer.Open($"await foreach (var message in global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.ConfigureAwait({Call(HistoryMethods.LoadName, load)}, false))");
                writer.WriteLine("messages.Add(message);");
                writer.Close();
                writer.WriteLine();
                writer.WriteLine("return messages;");
                break;
            case { IsAwaited: true }:
                writer.WriteLine($"var messages = await {Call(HistoryMethods.LoadName, load)}.ConfigureAwait(false);");
                writer.WriteLine($"return {AsList(load.Returns!)};");
                break;
            default:
                writer.WriteLine($"var messages = {Call(HistoryMethods.LoadName, load)};");
                writer.WriteLine($"return new {ValueTask}<{Messages}>({AsList(load.Returns!)});");
                break;
        }

        writer.Close();
    }

    private static string AsList(HistoryReturn returns) => returns.IsList
        ? $"messages ?? ({Messages})global::System.Array.Empty<{Message}>()"
        : $"messages is null ? new {List}() : new {List}(messages)";

    private static void EmitSave(SourceWriter writer, HistoryProviderModel provider, HistoryMethodModel save)
    {
        writer.Open($"protected override {(save.IsAwaited ? "async " : "")}{ValueTask} StoreAsync({Turn}, {Messages} messages, {Cancellation})");
        EmitNullCheck(writer, save);
        switch (save)
        {
            case { Kind: HistoryMethodKind.NotNeeded }:
                writer.WriteLine("return default;");
                break;
            case { Kind: HistoryMethodKind.Missing }:
                EmitMissing(writer, provider, HistoryMethods.SaveName, "stores messages");
                break;
            case { IsAwaited: true }:
                writer.WriteLine($"await {Call(HistoryMethods.SaveName, save)}.ConfigureAwait(false);");
                break;
            default:
                writer.WriteLine($"{Call(HistoryMethods.SaveName, save)};");
                writer.WriteLine("return default;");
                break;
        }

        writer.Close();
    }

    private static void EmitNullCheck(SourceWriter writer, HistoryMethodModel method)
    {
        if (method.Arguments.Any(static argument => argument.Argument is HistoryArgument.SessionId or HistoryArgument.SessionKey or HistoryArgument.Session or HistoryArgument.State))
        {
            writer.WriteLine("global::System.ArgumentNullException.ThrowIfNull(turn);");
        }
    }

    private static void EmitMissing(SourceWriter writer, HistoryProviderModel provider, string method, string does)
    {
        var message = $"History provider '{provider.SourceId}' ({provider.Name}) {does} and has no {method} that can be used. Write one, or turn it off in [HistoryProvider].";
        writer.WriteLine($"throw new global::System.InvalidOperationException({CSharpText.Literal(message)});");
    }

    private static string Call(string method, HistoryMethodModel model) =>
        $"{method}({string.Join(", ", model.Arguments.Select(static argument => $"{CSharpText.Identifier(argument.Parameter)}: {Value(argument)}"))})";

    private static string Value(HistoryArgumentModel argument) => argument.Argument switch
    {
        HistoryArgument.SessionId => "turn.Session!.Id",
        HistoryArgument.SessionKey => "turn.Session!.Key",
        HistoryArgument.Session => "turn.Session!",
        HistoryArgument.Turn => "turn",
        HistoryArgument.CancellationToken => "cancellationToken",
        HistoryArgument.State when argument.CanBeNull => $"turn.Session!.State.TryGet<{argument.Type}>(out var {StateVariable(argument)}) ? {StateVariable(argument)} : null",
        HistoryArgument.State => $"turn.Session!.State.Get<{argument.Type}>()",
        _ => argument.List switch
        {
            MessageListKind.List => $"new {List}(messages)",
            MessageListKind.Array => $"new {List}(messages).ToArray()",
            _ => "messages",
        },
    };

    private static string StateVariable(HistoryArgumentModel argument) => argument.Parameter + "Value";
}
