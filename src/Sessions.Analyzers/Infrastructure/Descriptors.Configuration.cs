using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <content>The rules of <c>SESS2xx</c>, on registration and configuration.</content>
internal static partial class Descriptors
{
    private const string Configuration = "Sessions.Configuration";

    /// <summary>{0}: the attribute. {1}: the type. {2}: the version that is needed. {3}: the project's.</summary>
    public static readonly DiagnosticDescriptor LanguageVersionTooOld = Create(
        DiagnosticIds.LanguageVersionTooOld,
        Configuration,
        DiagnosticSeverity.Error,
        "C# version is too old for generated code",
        "{0} on '{1}' needs C# {2} or later, and the project has C# {3}; raise LangVersion",
        "What the generator writes does not compile in an older version of the language, so that it writes nothing there.");

    /// <summary>{0}: the first provider. {1}: the second.</summary>
    public static readonly DiagnosticDescriptor SeveralLoadingProviders = Create(
        DiagnosticIds.SeveralLoadingProviders,
        Configuration,
        DiagnosticSeverity.Warning,
        "Agent has two providers that load the history",
        "The agent has the providers '{0}' and '{1}', which load the history each; set LoadMessages = false on the one that only keeps a copy",
        "At most one provider of an agent loads the history: the model would be sent it twice. An agent with two is refused.");

    /// <summary>{0}: the limit. {1}: why it is too small, and what becomes of it. {2}: what to do.</summary>
    public static readonly DiagnosticDescriptor WindowTooSmall = Create(
        DiagnosticIds.WindowTooSmall,
        Configuration,
        DiagnosticSeverity.Warning,
        "Window of a history cannot hold a turn",
        "{0} cannot hold a turn, {1}; {2}",
        "A turn has a question and an answer, and often tools between them. A window that is smaller than one turn does not limit what is remembered, but forgets it.");

    public static readonly DiagnosticDescriptor AgentOfStoreNotNamed = Create(
        DiagnosticIds.AgentOfStoreNotNamed,
        Configuration,
        DiagnosticSeverity.Warning,
        "Agent with a store has neither an id nor a name",
        "The agent has neither an id nor a name, and its stored sessions would know it by nothing; it is refused, unless its Name or Id is set",
        "A stored session belongs to the agent that has its id, in every process. An agent that is given neither an id nor a name is another one in each, so that one with a store is refused.");

    /// <summary>{0}: the setting. {1}: what it contradicts. {2}: what becomes of it. {3}: what to do.</summary>
    public static readonly DiagnosticDescriptor SettingsContradict = Create(
        DiagnosticIds.SettingsContradict,
        Configuration,
        DiagnosticSeverity.Warning,
        "Settings of an agent contradict each other",
        "{0} contradicts {1}: {2}; {3}",
        "A history has one owner, a turn is kept as a whole, and a model must be told what its tools returned. Settings that want it otherwise are refused, or lose what was said.");

    public static readonly DiagnosticDescriptor ToolsNeverInvoked = Create(
        DiagnosticIds.ToolsNeverInvoked,
        Configuration,
        DiagnosticSeverity.Warning,
        "Tools are given to a client that invokes none",
        "Nothing in the agent's pipeline invokes these tools, whose calls the model waits for in vain; add UseFunctionInvocation to the client, or leave UseProvidedChatClientAsIs out",
        "An agent with UseProvidedChatClientAsIs leaves it to its client to invoke functions. A client that does not returns the calls of the model as the answer.");

    /// <summary>{0}: what has the key. {1}: what becomes of it.</summary>
    public static readonly DiagnosticDescriptor KeyOfTwo = Create(
        DiagnosticIds.KeyOfTwo,
        Configuration,
        DiagnosticSeverity.Warning,
        "One key is used for two things",
        "{0}, {1}; give each a key of its own",
        "A session has one value under a key, and an agent one provider. Where two types or providers have one key, each is nothing to the other.",
        WellKnownDiagnosticTags.CompilationEnd);
}
