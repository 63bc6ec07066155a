using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>An agent that is created at one place in the code. It stands for one agent, although a loop makes several there.</summary>
/// <param name="Place">The expression that creates it.</param>
/// <param name="Identity">Its id, or else its name.</param>
/// <param name="Display">How a message names it where it has no identity.</param>
internal sealed record AgentCreation(SyntaxNode Place, AgentIdentity Identity, string Display) : AgentOrigin
{
    /// <summary>How a message names the agent.</summary>
    public string Name => Identity.Text ?? Display;

    public override bool MustDifferFrom(AgentOrigin other) => other is AgentCreation creation && MustDifferFrom(creation);

    public override Owner Bind(IBinding binding) =>
        Identity.Parameter is not { } parameter || !binding.Binds(parameter) ? Owner.Of(this)
        : binding.IdentityOf(parameter) is { } identity ? Owner.Of(this with { Identity = identity })
        : Owner.Unknown;

    private bool MustDifferFrom(AgentCreation other) => (Identity, other.Identity) switch
    {
        ({ Parameter: not null }, _) or (_, { Parameter: not null }) => false,
        ({ Text: null }, { Text: null }) => Place != other.Place,
        ({ Text: { } mine }, { Text: { } others }) => mine != others,
        _ => false,
    };
}
