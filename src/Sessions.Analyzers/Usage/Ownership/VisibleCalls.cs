using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>What one body sees of the functions that it calls: those in it, and those of its type.</summary>
internal abstract class VisibleCalls
{
    /// <summary>What is known of the called function; <see langword="null"/> where it is not seen.</summary>
    public FunctionFacts? FactsOf(IInvocationOperation call) => FactsOf(call.TargetMethod);

    public abstract FunctionFacts? FactsOf(IMethodSymbol function);

    /// <summary>Whether it is told later what the variable or member holds.</summary>
    public abstract bool IsGiven(ISymbol holder);
}
