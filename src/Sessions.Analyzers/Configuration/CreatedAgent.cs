using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Configuration;

/// <summary>An agent that a member makes of a chat client.</summary>
internal sealed class CreatedAgent
{
    private readonly ImmutableArray<IArgumentOperation> _arguments;

    private CreatedAgent(ImmutableArray<IArgumentOperation> arguments, bool isFrameworks)
    {
        _arguments = arguments;
        IsFrameworks = isFrameworks;
        Options = Argument("options") is { } options ? VisibleOptions.Of(options) : VisibleOptions.None;
    }

    /// <summary>The options that it is made with; <see langword="null"/> where what they are told is not seen.</summary>
    public VisibleOptions? Options { get; }

    /// <summary>What its model is asked through.</summary>
    public IOperation? Client => _arguments.FirstOrDefault(static argument => argument.Parameter is { Ordinal: 0, Type.Name: "IChatClient" })?.Value;

    /// <summary>Whether it is certainly one of Microsoft Agent Framework.</summary>
    public bool IsFrameworks { get; }

    /// <summary>The tools that the model may call in every turn.</summary>
    public IOperation? Tools => Argument("tools") is { } tools && !tools.IsNothing() ? tools : FindChatOption("Tools")?.Value;

    /// <summary>What it is given to be known by, its id or else its name; <see langword="null"/> where that is not seen.</summary>
    public IOperation? Identity => Options is null ? null : Options.Find("Id")?.Value ?? Options.Find("Name")?.Value ?? Argument("name");

    /// <summary>Whether it is certainly given neither an id nor a name.</summary>
    public bool HasNoIdentity => Options is not null && Options.Find("Id") is null && Options.Find("Name") is null && (Argument("name")?.IsNothing() ?? true);

    /// <summary>The agent that the operation makes; <see langword="null"/> where it makes none.</summary>
    public static CreatedAgent? Of(IOperation operation, AgentSymbols agents) => operation switch
    {
        IObjectCreationOperation creation when agents.IsChatClientAgent(creation.Type) => new(creation.Arguments, agents.IsFrameworkAgent(creation.Type)),
        IInvocationOperation { TargetMethod: { Name: "AsAIAgent" or "BuildAIAgent", IsExtensionMethod: true } method } call
            when agents.IsChatClientAgent(method.ReturnType) && IsOfChatClient(method) => new(call.Arguments, agents.IsFrameworkAgent(method.ReturnType)),
        _ => null,
    };

    /// <summary>Where the options for every call of the model are told something.</summary>
    public ISimpleAssignmentOperation? FindChatOption(string property) =>
        Options?.Find("ChatOptions") is { } options ? VisibleOptions.Of(options.Value)?.Find(property) : null;

    /// <summary>A service's own description of an agent has such methods too, and an identity with it.</summary>
    private static bool IsOfChatClient(IMethodSymbol method) => (method.ReducedFrom ?? method).Parameters[0].Type is { Name: "IChatClient" or "ChatClientBuilder" };

    private IOperation? Argument(string parameter) => _arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;
}
