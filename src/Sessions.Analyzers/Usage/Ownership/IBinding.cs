using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Tells what given things are: a call, what its arguments bring; a type, what its members hold.</summary>
internal interface IBinding
{
    /// <summary>Whether this tells what the holder has. If not, another binding may.</summary>
    bool Binds(ISymbol holder);

    Owner OwnerOf(ISymbol holder);

    /// <summary>The identity that a parameter brings; <see langword="null"/> where it cannot be told.</summary>
    AgentIdentity? IdentityOf(IParameterSymbol parameter);
}
