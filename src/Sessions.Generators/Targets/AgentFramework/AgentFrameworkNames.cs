using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>The metadata names of what is extended of Microsoft Agent Framework, and of what our package for it extends it with.</summary>
internal static class AgentFrameworkNames
{
    public const string AgentSession = "Microsoft.Agents.AI.AgentSession";
    public const string StateExtensions = "Sessions.AgentFramework.AgentFrameworkStateExtensions";
    public const string BuilderExtensions = "Sessions.AgentFramework.AgentFrameworkSessionsBuilderExtensions";

    /// <summary>Whether a project references both.</summary>
    public static bool AreIn(Compilation compilation) =>
        compilation.GetTypeByMetadataName(StateExtensions) is not null && compilation.GetTypeByMetadataName(AgentSession) is not null;
}
