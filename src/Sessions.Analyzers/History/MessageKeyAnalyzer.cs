using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Providers;
using Sessions.Generators;

namespace Sessions.Analyzers.History;

/// <summary>Reports keys that a history provider makes of the ids of messages, where nothing looks whether a message has one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessageKeyAnalyzer() : SessionsAnalyzer(Descriptors.MessageIdAsKey)
{
    private const string MessageId = "MessageId";

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (ProviderSymbols.Find(context.Compilation) is { } providers)
        {
            context.RegisterSyntaxNodeAction(node => Analyze(node, providers), SyntaxKind.ClassDeclaration);
        }
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ProviderSymbols providers)
    {
        if (ProviderCode.Of(context, type => providers.IsHistoryProvider(type) && StoresInputs(type)) is not { } provider || !provider.Mentions(MessageId))
        {
            return;
        }

        var ids = provider.Methods().Where(static method => !IsOfAnswersAlone(method.Body)).SelectMany(static method => method.Body.Descendants().Where(IsId)).ToList();
        if (!ids.Exists(IsLookedAt))
        {
            foreach (var id in ids.Where(MessageKeys.IsMadeOf))
            {
                provider.Report(Diagnostic.Create(Descriptors.MessageIdAsKey, id.Syntax.GetLocation()));
            }
        }
    }

    private static bool StoresInputs(INamedTypeSymbol type) =>
        type.FindAttribute(RuntimeNames.HistoryProviderAttribute)?.NamedArgument<bool?>("StoreInputs") != false
        && !ProviderShape.Overrides(type, "StoreInputs", RuntimeNames.HistoryProvider);

    /// <summary>What the model says may be known to have ids.</summary>
    private static bool IsOfAnswersAlone(IOperation body)
    {
        var names = new HashSet<string>(body.Descendants().OfType<IPropertyReferenceOperation>().Select(static reference => reference.Property.Name), StringComparer.Ordinal);
        return names.Contains("ResponseMessages") && !names.Contains("RequestMessages");
    }

    private static bool IsId(IOperation operation) => operation is IPropertyReferenceOperation { Property: { Name: MessageId, ContainingType.Name: "ChatMessage" } };

    /// <summary>Whether the code asks if the message has an id, or gives it one.</summary>
    private static bool IsLookedAt(IOperation id) => id.Parent switch
    {
        IConversionOperation conversion => IsLookedAt(conversion),
        IAssignmentOperation assignment => assignment.Target == id,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" or "ThrowIfNull" or "ThrowIfNullOrEmpty" } } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
        ICoalesceOperation or IIsPatternOperation or IPropertySubpatternOperation or IConditionalAccessOperation or ISwitchExpressionOperation or IVariableInitializerOperation => true,
        _ => false,
    };
}
