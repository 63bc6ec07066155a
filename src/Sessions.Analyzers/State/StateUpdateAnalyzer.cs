using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.State;

/// <summary>Reports a slot that is read, changed and set, where it can be changed at once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateUpdateAnalyzer() : SessionsAnalyzer(Descriptors.StateReadAndSet)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.StateAttribute is not null)
        {
            context.RegisterOperationAction(Analyze, OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        if (StateCall.Of(context.Operation, "Set") is { } set && !set.Session.IsAssignedIn(set.Operation.Root()) && FindReads(set) is { Count: > 0 } reads)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.StateReadAndSet, set.Operation.NameLocation(), reads.Select(static read => read.GetLocation()), set.State.Name, "Update" + set.Accessor));
        }
    }

    /// <summary>Where what is set was read: calls within it, or the declaration of the local that it is made from.</summary>
    private static List<SyntaxNode> FindReads(StateCall set)
    {
        var within = set.Value.DescendantsAndSelf().Where(operation => IsRead(operation, set)).ToList();
        return within.Count > 0 ? within.TrueForAll(read => read != set.Value.WithoutConversions()) ? [.. within.Select(static read => read.Syntax)] : []
            : FindLocal(set) is { } local ? [local.Syntax]
            : [];
    }

    private static bool IsRead(IOperation operation, StateCall set) => StateCall.Of(operation, "Get")?.IsOfSameSlot(set) == true;

    /// <summary>The local that was read before, in the same block, and that what is set is made from.</summary>
    private static IVariableDeclaratorOperation? FindLocal(StateCall set)
    {
        if (set.Operation.Parent is not IExpressionStatementOperation { Parent: IBlockOperation block } statement)
        {
            return null;
        }

        var declared = block.Operations.TakeWhile(other => other != statement).OfType<IVariableDeclarationGroupOperation>()
            .SelectMany(static group => group.Declarations).SelectMany(static declaration => declaration.Declarators)
            .LastOrDefault(declarator => declarator.GetVariableInitializer()?.Value.WithoutConversions() is { } value && IsRead(value, set));
        return declared is not null && IsMadeFrom(set.Value, declared.Symbol) && IsChanged(declared.Symbol, set, block) ? declared : null;
    }

    private static bool IsMadeFrom(IOperation value, ILocalSymbol local) => local.ReferencesIn(value).Any() || value.Names(local);

    /// <summary>Whether what is set is not what was read: it is another value, or the local was changed in between. To put back what there was is no update.</summary>
    private static bool IsChanged(ILocalSymbol local, StateCall set, IBlockOperation block)
    {
        var isItself = set.Value.WithoutConversions()!.Names(local);
        var writes = local.ReferencesIn(block).Where(static reference => reference.IsWritten()).ToList();
        return writes.TrueForAll(write => IsMadeFrom(((ISimpleAssignmentOperation)write.Parent!).Value, local))
            && (!isItself || writes.Count > 0 || local.ReferencesIn(block).Any(StateChange.IsOf));
    }
}
