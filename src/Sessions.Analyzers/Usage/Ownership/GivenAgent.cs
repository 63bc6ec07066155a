using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// The agent that a parameter, a member, or a local of the function round this one holds, or whose session it holds. Each function is
/// followed once, without a look at who calls it or what writes the member: they are bound later.
/// </summary>
internal sealed record GivenAgent(ISymbol Holder) : AgentOrigin
{
    public override bool MustDifferFrom(AgentOrigin other) => false;

    public override Owner Bind(IBinding binding) => binding.Binds(Holder) ? binding.OwnerOf(Holder) : Owner.Of(this);
}
