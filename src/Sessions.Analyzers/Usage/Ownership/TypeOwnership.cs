using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// What the bodies of one type, with the types in it, do with agents and sessions, as far as they are in one file. A body is followed
/// when something asks for it, and then no more.
/// </summary>
/// <param name="type">The outermost type.</param>
/// <param name="tree">The file.</param>
/// <param name="createsAgents">Whether an agent is created in the file at all.</param>
/// <param name="agents">The agents and sessions.</param>
internal sealed class TypeOwnership(INamedTypeSymbol type, SyntaxTree tree, bool createsAgents, AgentSymbols agents) : IBinding
{
    /// <summary>A function that calls one that calls one, and so on, is not looked through further than this.</summary>
    private const int MaximalDepth = 16;

    private readonly Dictionary<SyntaxNode, FunctionFacts?> _facts = [];
    private readonly Dictionary<ISymbol, Owner> _members = new(SymbolEqualityComparer.Default);
    private TypeBodies? _bodies;
    private SemanticModel? _model;
    private CancellationToken _cancellationToken;
    private int _depth;

    public AgentSymbols Agents => agents;

    private TypeBodies Bodies => _bodies ??= new TypeBodies(type, tree, _cancellationToken);

    /// <summary>The uses of sessions in a body with agents that visibly are not theirs.</summary>
    public IReadOnlyList<SessionUse> FindWrongUses(IOperation body, CancellationToken cancellationToken)
    {
        lock (_facts)
        {
            // The model is not kept: it would hold every body of the file in memory.
            _model = body.SemanticModel;
            _cancellationToken = cancellationToken;
            try
            {
                return !createsAgents || PlainUses.AreAllThereIs(body, this) || FactsOf(body.Syntax, () => body) is not { } facts
                    ? []
                    : [.. facts.Uses.Where(IsWrong).Select(use => use.Bind(this))];
            }
            finally
            {
                _model = null;
            }
        }
    }

    /// <summary>What is known of a function of the type; <see langword="null"/> where it is not seen, or may be another at run time.</summary>
    public FunctionFacts? FactsOf(IMethodSymbol function) =>
        VisibleMembers.BodyOf(function.OriginalDefinition, type, tree) is { } body ? FactsOf(body, () => _model!.GetOperation(body, _cancellationToken)?.Root()) : null;

    /// <summary>Whether what the member holds is what the type is seen to put into it.</summary>
    public bool IsGiven(ISymbol member) =>
        VisibleMembers.IsWrittenOnlyIn(member.OriginalDefinition, type, agents.IsSessionOrTask(VisibleMembers.TypeOf(member))) && (type.DeclaringSyntaxReferences.Length == 1 || !Bodies.IsMentionedElsewhere(member.Name));

    bool IBinding.Binds(ISymbol holder) => holder is IFieldSymbol or IPropertySymbol;

    Owner IBinding.OwnerOf(ISymbol holder)
    {
        if (!_members.TryGetValue(holder, out var owner))
        {
            // A member that holds what it holds is not known.
            _members[holder] = Owner.Unknown;
            _members[holder] = owner = FindOwner(holder);
        }

        return owner;
    }

    AgentIdentity? IBinding.IdentityOf(IParameterSymbol parameter) => null;

    private Owner FindOwner(ISymbol member)
    {
        var written = new List<Owner>();
        foreach (var body in Bodies.Mentioning(member.Name))
        {
            if (FactsOf(body) is not { } facts)
            {
                return Owner.Unknown;
            }

            if (facts.Writes.TryGetValue(member, out var owner) && owner != Owner.Null)
            {
                written.Add(owner.Bind(this).WithoutNull());
            }
        }

        return written.Count == 0 ? Owner.Unknown : written.Aggregate((known, other) => known.Or(other));
    }

    /// <summary>Whether the use is wrong. That a session which is kept stays with its agent is looked at last: it takes every body of the type.</summary>
    private bool IsWrong(SessionUse use) =>
        use.MayBeWrong
        && use.Bind(this) is { IsWrong: true, Session: var owner }
        && (!use.Session.DependsOn(IsOfSession) || StaysHere(owner));

    private bool IsOfSession(ISymbol holder) => holder is IFieldSymbol or IPropertySymbol && !agents.IsAgent(VisibleMembers.TypeOf(holder));

    /// <summary>Whether no session of the owner is seen to go where it may be handed over.</summary>
    private bool StaysHere(Owner owner) => Bodies.All.All(body =>
        FactsOf(body) is { } facts && facts.Leaving.All(leaving => leaving.Bind(this).MustDifferFrom(owner)));

    private FunctionFacts? FactsOf(SyntaxNode body) => FactsOf(body, () => _model!.GetOperation(body, _cancellationToken)?.Root());

    private FunctionFacts? FactsOf(SyntaxNode body, Func<IOperation?> root)
    {
        if (_facts.TryGetValue(body, out var known))
        {
            return known;
        }

        if (_depth >= MaximalDepth)
        {
            return null;
        }

        // A function that calls itself is not seen through.
        _facts[body] = null;
        _depth++;
        try
        {
            return _facts[body] = root() is { } operation ? new OwnershipBody(operation, this).Follow() : null;
        }
        catch
        {
            _facts.Remove(body);
            throw;
        }
        finally
        {
            _depth--;
        }
    }
}
