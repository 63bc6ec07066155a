using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Flow;

internal static class ControlFlowGraphs
{
    /// <summary>Makes the flow graph of a body; <see langword="null"/> where it is no body that has one.</summary>
    public static ControlFlowGraph? Of(IOperation root) => root switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor),
        IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer),
        IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer),
        IParameterInitializerOperation initializer => ControlFlowGraph.Create(initializer),
        IAttributeOperation attribute => ControlFlowGraph.Create(attribute),
        IBlockOperation block => ControlFlowGraph.Create(block),
        _ => null,
    };
}
