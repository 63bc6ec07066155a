using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>The id or else the name of an agent, where it is created.</summary>
/// <param name="Text">The constant; <see langword="null"/> where the agent has neither, and so a random id.</param>
/// <param name="Parameter">The parameter of a factory that brings it; <see langword="null"/> where it is in <paramref name="Text"/>.</param>
internal readonly record struct AgentIdentity(string? Text, IParameterSymbol? Parameter = null)
{
    public static readonly AgentIdentity None = new(null);

    public bool IsNone => Text is null && Parameter is null;
}
