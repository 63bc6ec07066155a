using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>A sum of tokens, as models report them.</summary>
/// <param name="InputTokens">Tokens of what models were sent.</param>
/// <param name="OutputTokens">Tokens of what models answered.</param>
/// <param name="TotalTokens">Tokens in all, as models count them, which may be more than the other two together.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenUsage(long InputTokens, long OutputTokens, long TotalTokens)
{
    /// <summary>Adds two sums.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => Add(left, right);

    /// <summary>Adds two sums.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static TokenUsage Add(TokenUsage left, TokenUsage right) =>
        new(left.InputTokens + right.InputTokens, left.OutputTokens + right.OutputTokens, left.TotalTokens + right.TotalTokens);

    /// <summary>What a model reported of one turn.</summary>
    internal static TokenUsage Of(UsageDetails? usage) => usage is null ? default : new(
        usage.InputTokenCount ?? 0,
        usage.OutputTokenCount ?? 0,
        usage.TotalTokenCount ?? (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0));
}
