using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>The run in whose flow a provider is called, where an agent of the framework runs.</summary>
internal readonly struct CurrentRun
{
    private CurrentRun(Framework.AgentRunContext context) => Context = context;

    /// <summary>What the framework has of the run: one object a run.</summary>
    public Framework.AgentRunContext? Context { get; }

    /// <summary>Whether the caller gave no session: the one that the provider sees was made for this run alone.</summary>
    public bool HasNoSession => Context is { Session: null };

    /// <summary>The options that the caller gave, as far as they are a provider's concern.</summary>
    public AgentRunOptions? Options => Context?.RunOptions is { } options && AgentFrameworkExtensions.FindTurnKey(options) is { } turnKey
        ? new AgentRunOptions { TurnKey = turnKey }
        : null;

    /// <summary>The run of an agent with a session; an empty one where a provider is called outside of any, or in another's.</summary>
    public static CurrentRun Of(Framework.AIAgent agent, Framework.AgentSession? session) =>
        Framework.AIAgent.CurrentRunContext is { } context && (context.Session == session || (context.Session is null && context.Agent == agent)) ? new(context) : default;
}
