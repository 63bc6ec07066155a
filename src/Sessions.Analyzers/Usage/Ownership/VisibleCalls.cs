using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>What one body sees of what it names: the functions in it and those of its type, members, and collections.</summary>
internal abstract class VisibleCalls
{
    /// <summary>What is known of the called function; <see langword="null"/> where it is not seen.</summary>
    public FunctionFacts? FactsOf(IInvocationOperation call) => FactsOf(call.TargetMethod);

    public abstract FunctionFacts? FactsOf(IMethodSymbol function);

    /// <summary>The one element of a collection that a constant index takes out; <see langword="null"/> where it may be any.</summary>
    public abstract IOperation? ElementAt(IOperation element, IOperation collection);

    /// <summary>Whether it is told later what the variable or member holds.</summary>
    public abstract bool IsGiven(ISymbol holder);
}
