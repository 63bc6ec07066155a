using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// The body of one member, with the lambdas and local functions in it. Each of them is followed once, in terms of what it is given;
/// what the locals round it hold is told when all have been followed.
/// </summary>
internal sealed class OwnershipBody : VisibleCalls, IBinding
{
    private readonly IOperation _root;
    private readonly TypeOwnership _type;
    private readonly Lazy<IMethodSymbol?> _member;
    private readonly Dictionary<SyntaxNode, OwnershipFlow> _flows = [];
    private readonly Dictionary<ISymbol, ControlFlowGraph> _localFunctions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Owner> _captured = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _inProgress = new(SymbolEqualityComparer.Default);

    public OwnershipBody(IOperation root, TypeOwnership type)
    {
        _root = root;
        _type = type;
        _member = new(() => root.SemanticModel?.GetDeclaredSymbol(root.Syntax) as IMethodSymbol);
        Escapes = new SessionEscapes(type.Agents, LeavingByCall);
        Variables = new TrackedVariables(root, type.Agents, Escapes);
        var creations = new AgentCreations(root, type.Agents, new IdentityReader(Variables.IsWrittenOnce));
        Evaluator = new OwnerEvaluator(type.Agents, creations, Variables, this);
    }

    public AgentSymbols Agents => _type.Agents;

    public SessionEscapes Escapes { get; }

    public TrackedVariables Variables { get; }

    public OwnerEvaluator Evaluator { get; }

    /// <summary>Whether code that is not seen can call the member, and is given what it returns.</summary>
    public bool IsOpenToOthers => !VisibleMembers.IsPrivate(_root.Syntax);

    /// <summary>Follows the body and the functions in it; <see langword="null"/> where it is too much to be followed.</summary>
    public FunctionFacts? Follow()
    {
        if (!Variables.AreOfAgents)
        {
            return FunctionFacts.None;
        }

        if (ControlFlowGraphs.Of(_root) is not { } graph)
        {
            return null;
        }

        var flow = FlowOf(graph);
        flow.Run();
        if (flow.Facts is not { } own)
        {
            return null;
        }

        var all = _flows.Values.Select(function => function.Facts).OfType<FunctionFacts>().ToList();
        var facts = FunctionFacts.Of(
            own.Result,
            all.SelectMany(function => function.Uses),
            all.SelectMany(function => function.Leaving),
            all.SelectMany(function => function.Writes)
                .Concat(Variables.GivenByReference.Select(member => new KeyValuePair<ISymbol, Owner>(member.OriginalDefinition, Owner.Unknown)))
                .GroupBy(write => write.Key, write => write.Value, SymbolEqualityComparer.Default)
                .Select(writes => new KeyValuePair<ISymbol, Owner>(writes.Key!, writes.Aggregate((known, other) => known.Or(other)))));
        return facts.Bind(this);
    }

    public OwnershipFlow FlowOf(ControlFlowGraph graph)
    {
        if (!_flows.TryGetValue(graph.OriginalOperation.Syntax, out var flow))
        {
            _flows[graph.OriginalOperation.Syntax] = flow = new OwnershipFlow(graph, ParametersOf(graph.OriginalOperation), this);
            foreach (var function in graph.LocalFunctions)
            {
                _localFunctions[function] = graph.GetLocalFunctionControlFlowGraph(function);
            }
        }

        return flow;
    }

    /// <summary>Takes note of what a variable holds that has one value for as long as it lives.</summary>
    public void NoteCaptured(ISymbol variable, Owner value)
    {
        if (Variables.IsWrittenOnce(variable))
        {
            _captured[variable] = value;
        }
    }

    /// <summary>The elements of the collection that the loop goes through, where it is written out and cannot be another; else none.</summary>
    public IReadOnlyList<IOperation> ElementsOf(ForEachStatementSyntax loop) =>
        _root.Descendants().OfType<IForEachLoopOperation>().FirstOrDefault(operation => operation.Syntax == loop) is { Collection: var collection } ? WrittenElements(collection) : [];

    /// <summary>The elements that the collection is written with, at once or as the one value of a local.</summary>
    private List<IOperation> WrittenElements(IOperation collection)
    {
        var written = collection.WithoutConversions() is ILocalReferenceOperation { Local: var local } ? (Variables.IsWrittenOnce(local) ? ValueOf(local) : null) : collection.WithoutConversions();
        var elements = written is null ? [] : VisibleElements.Of(written).ToList();
        return elements.TrueForAll(IsConstant) ? elements : [];
    }

    /// <summary>Whether the element is now what it was when it was put in.</summary>
    private bool IsConstant(IOperation element) => TrackedVariables.VariableOf(element.WithoutConversions()!) is not { } variable || Variables.IsWrittenOnce(variable);

    private IOperation? ValueOf(ILocalSymbol local) => _root.Descendants().OfType<IVariableDeclaratorOperation>()
        .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.Initializer?.Value.WithoutConversions();

    /// <summary>What is known of a value in the place that it is put into: of a session in a tuple nothing, for it can be taken out unseen.</summary>
    public Owner Kept(IOperation target, Owner value) =>
        target.Type is INamedTypeSymbol { IsTupleType: true, TupleElements: var elements } && elements.Any(element => Agents.IsSessionOrTask(element.Type)) ? Owner.Unknown : value;

    public override FunctionFacts? FactsOf(IMethodSymbol function)
    {
        if (function.MethodKind != MethodKind.LocalFunction)
        {
            return _type.FactsOf(function);
        }

        if (!_localFunctions.TryGetValue(function.OriginalDefinition, out var graph))
        {
            return null;
        }

        var flow = FlowOf(graph);
        flow.Run();
        return flow.Facts;
    }

    public override IOperation? ElementAt(IOperation element, IOperation collection) =>
        VisibleElements.IndexOf(element) is { } index && WrittenElements(collection) is { } elements && index < elements.Count ? elements[index] : null;

    public override bool IsGiven(ISymbol member) => _type.IsGiven(member);

    bool IBinding.Binds(ISymbol holder) => holder is ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } };

    Owner IBinding.OwnerOf(ISymbol holder)
    {
        if (!Variables.IsWrittenOnce(holder) || !_captured.TryGetValue(holder, out var owner) || !_inProgress.Add(holder))
        {
            return Owner.Unknown;
        }

        var bound = owner.Bind(this);
        _inProgress.Remove(holder);
        return bound;
    }

    AgentIdentity? IBinding.IdentityOf(IParameterSymbol parameter) => null;

    private IEnumerable<IParameterSymbol> ParametersOf(IOperation function) => (function switch
    {
        ILocalFunctionOperation local => local.Symbol,
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        _ => _member.Value,
    })?.Parameters.Where(Variables.IsTracked) ?? [];

    /// <summary>What leaves by a call of a function that is seen: what it is given and lets leave. A function in this body lets it leave in this body.</summary>
    private IEnumerable<IArgumentOperation>? LeavingByCall(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.LocalFunction ? []
        : FactsOf(call) is { } facts ? call.Arguments.Where(argument => MayLeave(argument, facts))
        : null;

    /// <summary>Whether the function may let go what it is given. Under the type of something else a session is not followed.</summary>
    private bool MayLeave(IArgumentOperation argument, FunctionFacts facts) =>
        argument.Parameter is not { } parameter || !Agents.IsSessionOrTask(parameter.OriginalDefinition.Type) || facts.MayLeave(parameter.OriginalDefinition);
}
