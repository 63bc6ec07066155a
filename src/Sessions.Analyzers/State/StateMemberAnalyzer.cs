using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>Reports members of session state that JSON loses: not written, not read back, or not as what they were.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StateMemberAnalyzer : SessionsAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.StateMemberNotReadBack,
        Descriptors.StateFieldNotStored,
        Descriptors.StateJsonNameNotUnique,
        Descriptors.StateMemberUntyped);

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.StateAttribute is not null)
        {
            context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (StateDeclaration.Of(type) is not { HasGeneratedJson: true } || !JsonTypeRules.HasOwnMembers(type))
        {
            return;
        }

        var members = JsonMembers.Of(type).ToList();
        foreach (var (member, reason) in LostMembers.FindNotReadBack(type, members, context.CancellationToken))
        {
            Report(Descriptors.StateMemberNotReadBack, member, member.Name, type.Name, reason);
        }

        foreach (var field in LostMembers.FindFieldsNotStored(type))
        {
            Report(Descriptors.StateFieldNotStored, field, field.Name, type.Name, field.IsReadOnly ? "make it a property" : "make it a property, or add [JsonInclude]");
        }

        foreach (var (first, second, name) in JsonMemberNames.FindRepeated(members))
        {
            Report(Descriptors.StateJsonNameNotUnique, second, first.Name, second.Name, type.Name, name);
        }

        foreach (var member in LostMembers.FindUntyped(members))
        {
            Report(Descriptors.StateMemberUntyped, member, member.Name, type.Name);
        }

        void Report(DiagnosticDescriptor rule, ISymbol member, params object[] arguments)
        {
            var place = SymbolEqualityComparer.Default.Equals(member.ContainingType, type) ? member : type;
            context.ReportDiagnostic(Diagnostic.Create(rule, place.Place(), arguments));
        }
    }
}
