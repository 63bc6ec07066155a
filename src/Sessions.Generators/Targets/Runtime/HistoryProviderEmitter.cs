using Microsoft.CodeAnalysis.Text;

namespace Sessions.Generators;

/// <summary>Writes the generated half of a history provider.</summary>
internal static class HistoryProviderEmitter
{
    private const string Message = "global::Microsoft.Extensions.AI.ChatMessage";
    private const string Messages = $"global::System.Collections.Generic.IReadOnlyList<{Message}>";
    private const string List = $"global::System.Collections.Generic.List<{Message}>";
    private const string None = $"global::System.Array.Empty<{Message}>()";
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    private const string Loaded = $"{ValueTask}<\n    {Messages}>";
    private const string Turn = "global::Sessions.Agents.TurnContext turn";
    private const string Cancellation = "global::System.Threading.CancellationToken cancellationToken";

    public static SourceText Emit(HistoryProviderModel provider)
    {
        var writer = GeneratedFile.Begin("history.md", provider.Warnings);
        provider.Type.OpenNamespace(writer);
        provider.Type.OpenDeclarations(writer, provider.HasBaseClass ? "" : " : global::Sessions.HistoryProvider", provider.DeniesCls ? "[global::System.CLSCompliant(false)]" : null);
        var members = new List<Action>();
        Add(RuntimeNames.SourceId, () => EmitProperty(writer, $"string {RuntimeNames.SourceId}", CSharpText.Literal(provider.SourceId)));
        foreach (var flag in provider.Flags)
        {
            Add(flag.Name, () => EmitProperty(writer, $"bool {flag.Name}", CSharpText.Literal(flag.Value)));
        }

        Add(RuntimeNames.SeparatesTenants, () => EmitProperty(writer, $"bool {RuntimeNames.SeparatesTenants}", CSharpText.Literal(provider.SeparatesTenants)));
        Add(RuntimeNames.LoadAsync, () => EmitLoad(writer, provider, provider.Load));
        Add(RuntimeNames.StoreAsync, () => EmitSave(writer, provider, provider.Save));
        writer.WriteLine("#nullable disable warnings // What may be null in the provider's own methods is its own matter.");
        EmitSeparated(writer, members);
        writer.WriteLine("#nullable enable warnings");
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
        var isAsync = load.IsAwaited || load.Returns is { Form: MessageReturnForm.Stream };
        writer.WriteLine($"protected override {(isAsync ? "async " : "")}{Loaded} {RuntimeNames.LoadAsync}(");
        writer.WriteLine($"    {Turn},");
        writer.Open($"    {Cancellation})");
        EmitChecks(writer, provider, HistoryMethods.Load.Name, load);
        switch (load)
        {
            case { Kind: ProviderMethodKind.NotNeeded }:
                EmitReturn(writer, None);
                break;
            case { Kind: ProviderMethodKind.Missing }:
                EmitMissing(writer, provider, HistoryMethods.Load.Name, "loads messages");
                break;
            case { Returns: { Form: MessageReturnForm.Stream } }:
                EmitStream(writer, load);
                break;
            default:
                EmitCall(writer, load.IsAwaited ? "var messages = await " : "var messages = ", HistoryMethods.Load.Name, load, load.IsAwaited ? ".ConfigureAwait(false);" : ";");
                EmitReturn(writer, load);
                break;
        }

        writer.Close();
    }

    private static void EmitStream(SourceWriter writer, ProviderMethodModel load)
    {
        EmitCall(writer, "var stream = ", HistoryMethods.Load.Name, load, ";");
        writer.WriteLine($"var messages = new {List}();");
        writer.WriteLine("await foreach (var message in");
        writer.Open($"    global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.ConfigureAwait<{Message}>(stream, false))");
        writer.WriteLine("messages.Add(message);");
        writer.Close();
        writer.WriteLine();
        writer.WriteLine("return messages;");
    }

    private static void EmitReturn(SourceWriter writer, ProviderMethodModel load)
    {
        var list = AsList(load.Returns!);
        if (load.IsAwaited)
        {
            writer.WriteLine($"return {list};");
            return;
        }

        EmitReturn(writer, list);
    }

    private static void EmitReturn(SourceWriter writer, string list) => writer.WriteLine($"return new {CSharpText.Call(Loaded, list)};");

    private static string AsList(MessageReturn returns) => returns switch
    {
        { Form: MessageReturnForm.ImmutableArray, CanBeNull: true } => $"messages is {{ IsDefault: false }} list{Or("list")}",
        { Form: MessageReturnForm.ImmutableArray } => $"messages is {{ IsDefault: false }}{Or("messages")}",
        { Form: MessageReturnForm.List, CanBeNull: true } => $"messages is {{ }} list{Or("list")}",
        { Form: MessageReturnForm.List } => "messages",
        { CanBeNull: true } => $"messages is {{ }} sequence ? new {List}(sequence) : new {List}()",
        _ => $"new {List}(messages)",
    };

    private static string Or(string list) => $"\n    ? {list}\n    : ({Messages})\n        {None}";

    private static void EmitSave(SourceWriter writer, HistoryProviderModel provider, ProviderMethodModel save)
    {
        writer.WriteLine($"protected override {(save.IsAwaited ? "async " : "")}{ValueTask} {RuntimeNames.StoreAsync}(");
        writer.WriteLine($"    {Turn},");
        writer.WriteLine($"    {Messages} messages,");
        writer.Open($"    {Cancellation})");
        EmitChecks(writer, provider, HistoryMethods.Save.Name, save);
        switch (save)
        {
            case { Kind: ProviderMethodKind.NotNeeded }:
                writer.WriteLine("return default;");
                break;
            case { Kind: ProviderMethodKind.Missing }:
                EmitMissing(writer, provider, HistoryMethods.Save.Name, "stores messages");
                break;
            case { IsAwaited: true }:
                EmitCall(writer, "await ", HistoryMethods.Save.Name, save, ".ConfigureAwait(false);");
                break;
            default:
                EmitCall(writer, "", HistoryMethods.Save.Name, save, ";");
                writer.WriteLine("return default;");
                break;
        }

        writer.Close();
    }

    private static void EmitChecks(SourceWriter writer, HistoryProviderModel provider, string name, ProviderMethodModel method)
    {
        if (method.Arguments.Any(static argument => argument.Argument is ProviderArgument.SessionId or ProviderArgument.SessionKey or ProviderArgument.Session or ProviderArgument.State or ProviderArgument.Services))
        {
            writer.WriteLine("global::System.ArgumentNullException.ThrowIfNull(turn);");
        }

        if (method.Arguments.Any(static argument => argument is { Argument: ProviderArgument.Services, CanBeNull: false }))
        {
            var none = CSharpText.Throw(
                $"History provider '{provider.SourceId}' ({provider.Name}) takes an IServiceProvider in {name},",
                "and a turn of an agent that is not registered has none.",
                "Register the agent with AddAgentSessions().AddAgent, or take an 'IServiceProvider?'.");
            writer.WriteLine("var services = turn.Services ??");
            writer.Indent();
            writer.WriteLine($"{none};");
            writer.Unindent();
        }
    }

    private static void EmitMissing(SourceWriter writer, HistoryProviderModel provider, string method, string does)
    {
        var missing = CSharpText.Throw(
            $"History provider '{provider.SourceId}' ({provider.Name}) {does}",
            $"and has no {method} that can be used.",
            "Write one, or turn it off in [HistoryProvider].");
        writer.WriteLine($"{missing};");
    }

    private static void EmitCall(SourceWriter writer, string before, string method, ProviderMethodModel model, string after)
    {
        var arguments = model.Arguments.Select(static argument => $"{CSharpText.Identifier(argument.Parameter)}: {Value(argument)}").ToArray();
        writer.WriteLine($"{before}{(arguments.Length == 0 ? $"{method}()" : CSharpText.Call(method, arguments))}{after}");
    }

    private static string Value(ProviderArgumentModel argument) => argument.Argument switch
    {
        ProviderArgument.SessionId => "turn.Session!.Id",
        ProviderArgument.SessionKey => "turn.Session!.Key",
        ProviderArgument.Session => "turn.Session!",
        ProviderArgument.Turn => "turn",
        ProviderArgument.Services => argument.CanBeNull ? "turn.Services" : "services",
        ProviderArgument.CancellationToken => "cancellationToken",
        ProviderArgument.State when argument.CanBeNull => $"turn.Session!.State.TryGet<{argument.Type}>(out var {StateVariable(argument)})\n    ? {StateVariable(argument)}\n    : null",
        ProviderArgument.State => $"turn.Session!.State.Get<{argument.Type}>()",
        _ => argument.List switch
        {
            MessageListKind.List => $"new {List}(messages)",
            MessageListKind.Array => $"new {List}(messages).ToArray()",
            MessageListKind.ImmutableArray => $"global::System.Collections.Immutable.ImmutableArray.CreateRange<{Message}>(messages)",
            MessageListKind.ImmutableList => $"global::System.Collections.Immutable.ImmutableList.CreateRange<{Message}>(messages)",
            _ => "messages",
        },
    };

    private static string StateVariable(ProviderArgumentModel argument) => argument.Parameter + "Value";
}
