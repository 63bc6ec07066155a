using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>
/// Reports members of session state, and of the types that it is made of, that JSON loses: not written, not read back, or not as
/// what they were.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMemberAnalyzer() : SessionsAnalyzer(
    Descriptors.StateMemberNotReadBack,
    Descriptors.StateFieldNotStored,
    Descriptors.StateJsonNameNotUnique,
    Descriptors.StateMemberUntyped)
{
    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.HasState)
        {
            var compilation = context.Compilation;
            var contained = new Lazy<ContainedTypes>(() => ContainedTypes.Of(compilation));
            context.RegisterSymbolAction(symbol => Analyze(symbol, contained), SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context, Lazy<ContainedTypes> contained)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (Describe(type, contained) is not { } subject)
        {
            return;
        }

        var members = JsonMembers.Of(type);
        foreach (var (member, reason) in LostMembers.FindNotReadBack(type, members, context.CancellationToken))
        {
            Report(Descriptors.StateMemberNotReadBack, member, member.Name, subject, reason);
        }

        foreach (var field in LostMembers.FindFieldsNotStored(type))
        {
            Report(Descriptors.StateFieldNotStored, field, field.Name, subject, field.IsReadOnly ? "make it a property" : "make it a property, or add [JsonInclude]");
        }

        foreach (var (first, second, name) in JsonMemberNames.FindRepeated(members))
        {
            Report(Descriptors.StateJsonNameNotUnique, second, first.Name, second.Name, subject, name);
        }

        foreach (var member in LostMembers.FindUntyped(members))
        {
            Report(Descriptors.StateMemberUntyped, member, member.Name, subject);
        }

        void Report(DiagnosticDescriptor rule, ISymbol member, params object[] arguments)
        {
            var place = SymbolEqualityComparer.Default.Equals(member.ContainingType, type) ? member : type;
            context.ReportDiagnostic(Diagnostic.Create(rule, place.Place(), arguments));
        }
    }

    /// <summary>Whose members they are, for a message; <see langword="null"/> where the type's JSON is none of ours, or not its members.</summary>
    private static string? Describe(INamedTypeSymbol type, Lazy<ContainedTypes> contained)
    {
        if (StateDeclaration.Of(type, RuntimeNames.All) is { HasGeneratedJson: true })
        {
            return JsonTypeRules.HasOwnMembers(type) ? $"session state '{type.Name}'" : null;
        }

        return contained.Value.FindState(type) is { } state ? $"'{type.Name}' in session state '{state.Name}'" : null;
    }
}
