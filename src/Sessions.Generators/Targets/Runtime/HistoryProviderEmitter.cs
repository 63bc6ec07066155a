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
        Add(RuntimeNames.SourceId, () => EmitProperty(writer, $"string {RuntimeNames.SourceId}", CSharpText.Literal(provider.SourceId)));
        foreach (var flag in provider.Flags)
        {
            Add(flag.Name, () => EmitProperty(writer, $"bool {flag.Name}", CSharpText.Literal(flag.Value)));
        }

        Add(RuntimeNames.LoadAsync, () => EmitLoad(writer, provider, provider.Load));
        Add(RuntimeNames.StoreAsync, () => EmitSave(writer, provider, provider.Save));
        EmitSeparated(writer, members);
        writer.CloseAll();
        return writer.ToSourceText();

        void Add(string member, Action emit)
        {
            if (!provider.Overridden.Contains(member, StringComparer.Ordinal))
            {
                members.Add(emit);
            }
        }
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

    private static void EmitLoad(SourceWriter writer, HistoryProviderModel provider, ProviderMethodModel load)
    {
        var isAsync = load.IsAwaited || load.Returns is { IsStream: true };
        writer.Open($"protected override {(isAsync ? "async " : "")}{ValueTask}<{Messages}> {RuntimeNames.LoadAsync}({Turn}, {Cancellation})");
        EmitNullCheck(writer, load);
        switch (load)
        {
            case { Kind: ProviderMethodKind.NotNeeded }:
                writer.WriteLine($"return new {ValueTask}<{Messages}>(global::System.Array.Empty<{Message}>());");
                break;
            case { Kind: ProviderMethodKind.Missing }:
                EmitMissing(writer, provider, HistoryMethods.Load.Name, "loads messages");
                break;
            case { Returns: { IsStream: true } }:
                writer.WriteLine($"var messages = new {List}();");
                writer.Open($"await foreach (var message in global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.ConfigureAwait({Call(HistoryMethods.Load.Name, load)}, false))");
                writer.WriteLine("messages.Add(message);");
                writer.Close();
                writer.WriteLine();
                writer.WriteLine("return messages;");
                break;
            case { IsAwaited: true }:
                writer.WriteLine($"var messages = await {Call(HistoryMethods.Load.Name, load)}.ConfigureAwait(false);");
                writer.WriteLine($"return {AsList(load.Returns!)};");
                break;
            default:
                writer.WriteLine($"var messages = {Call(HistoryMethods.Load.Name, load)};");
                writer.WriteLine($"return new {ValueTask}<{Messages}>({AsList(load.Returns!)});");
                break;
        }

        writer.Close();
    }

    private static string AsList(MessageReturn returns) => returns.IsList
        ? $"messages ?? ({Messages})global::System.Array.Empty<{Message}>()"
        : $"messages is null ? new {List}() : new {List}(messages)";

    private static void EmitSave(SourceWriter writer, HistoryProviderModel provider, ProviderMethodModel save)
    {
        writer.Open($"protected override {(save.IsAwaited ? "async " : "")}{ValueTask} {RuntimeNames.StoreAsync}({Turn}, {Messages} messages, {Cancellation})");
        EmitNullCheck(writer, save);
        switch (save)
        {
            case { Kind: ProviderMethodKind.NotNeeded }:
                writer.WriteLine("return default;");
                break;
            case { Kind: ProviderMethodKind.Missing }:
                EmitMissing(writer, provider, HistoryMethods.Save.Name, "stores messages");
                break;
            case { IsAwaited: true }:
                writer.WriteLine($"await {Call(HistoryMethods.Save.Name, save)}.ConfigureAwait(false);");
                break;
            default:
                writer.WriteLine($"{Call(HistoryMethods.Save.Name, save)};");
                writer.WriteLine("return default;");
                break;
        }

        writer.Close();
    }

    private static void EmitNullCheck(SourceWriter writer, ProviderMethodModel method)
    {
        if (method.Arguments.Any(static argument => argument.Argument is ProviderArgument.SessionId or ProviderArgument.SessionKey or ProviderArgument.Session or ProviderArgument.State))
        {
            writer.WriteLine("global::System.ArgumentNullException.ThrowIfNull(turn);");
        }
    }

    private static void EmitMissing(SourceWriter writer, HistoryProviderModel provider, string method, string does)
    {
        var message = $"History provider '{provider.SourceId}' ({provider.Name}) {does} and has no {method} that can be used. Write one, or turn it off in [HistoryProvider].";
        writer.WriteLine($"throw new global::System.InvalidOperationException({CSharpText.Literal(message)});");
    }

    private static string Call(string method, ProviderMethodModel model) =>
        $"{method}({string.Join(", ", model.Arguments.Select(static argument => $"{CSharpText.Identifier(argument.Parameter)}: {Value(argument)}"))})";

    private static string Value(ProviderArgumentModel argument) => argument.Argument switch
    {
        ProviderArgument.SessionId => "turn.Session!.Id",
        ProviderArgument.SessionKey => "turn.Session!.Key",
        ProviderArgument.Session => "turn.Session!",
        ProviderArgument.Turn => "turn",
        ProviderArgument.CancellationToken => "cancellationToken",
        ProviderArgument.State when argument.CanBeNull => $"turn.Session!.State.TryGet<{argument.Type}>(out var {StateVariable(argument)}) ? {StateVariable(argument)} : null",
        ProviderArgument.State => $"turn.Session!.State.Get<{argument.Type}>()",
        _ => argument.List switch
        {
            MessageListKind.List => $"new {List}(messages)",
            MessageListKind.Array => $"new {List}(messages).ToArray()",
            _ => "messages",
        },
    };

    private static string StateVariable(ProviderArgumentModel argument) => argument.Parameter + "Value";
}
