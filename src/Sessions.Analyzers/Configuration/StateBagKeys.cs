using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.State;
using Sessions.Generators;

namespace Sessions.Analyzers.Configuration;

/// <summary>The keys of the state of Microsoft Agent Framework's sessions, with the types that a project reads and writes under them.</summary>
internal static class StateBagKeys
{
    private const string ProviderState = "ProviderSessionState";
    private const string Accessors = "Sessions.AgentFramework.AgentFrameworkStateExtensions";

    /// <summary>Reports those that have two types.</summary>
    public static void Register(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetBestTypeByMetadataName(StateReading.Bag) is not { } bag)
        {
            return;
        }

        var uses = new ConcurrentQueue<KeyUse>();
        context.RegisterOperationAction(operation => Collect(operation.Operation, bag, uses), OperationKind.Invocation, OperationKind.ObjectCreation);
        context.RegisterCompilationEndAction(end => Report(end, uses));
    }

    private static void Collect(IOperation operation, INamedTypeSymbol bag, ConcurrentQueue<KeyUse> uses)
    {
        var use = operation switch
        {
            IInvocationOperation { TargetMethod: { Name: "GetValue" or "SetValue" or "TryGetValue", TypeArguments.Length: 1 } method } call
                when SymbolEqualityComparer.Default.Equals(method.ContainingType, bag) => KeyUse.Of(call.Arguments, "key", method.TypeArguments[0]),
            IObjectCreationOperation { Type: INamedTypeSymbol { Name: ProviderState, TypeArguments.Length: 1 } type } creation
                when SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, bag.ContainingAssembly) => KeyUse.Of(creation.Arguments, "stateKey", type.TypeArguments[0]),
            _ => null,
        };
        if (use is not null)
        {
            uses.Enqueue(use);
        }
    }

    private static void Report(CompilationAnalysisContext context, ConcurrentQueue<KeyUse> uses)
    {
        var states = new Lazy<ILookup<string, INamedTypeSymbol>>(() => FindStates(context.Compilation));
        foreach (var key in uses.GroupBy(static use => use.Key, StringComparer.Ordinal))
        {
            var inOrder = key.OrderBy(static use => use.Place.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static use => use.Place.SourceSpan.Start).ToList();
            var type = states.Value[key.Key].FirstOrDefault() ?? inOrder[0].Type;
            foreach (var other in inOrder.Where(use => !SymbolEqualityComparer.Default.Equals(use.Type, type)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.KeyOfTwo,
                    other.Place,
                    $"Key '{key.Key}' is of '{other.Type.ToPlainName()}' here and of '{type.ToPlainName()}' elsewhere",
                    "and what one sets is absent to the other, which sets it anew"));
            }
        }
    }

    /// <summary>The state types that have a key in the framework's sessions too.</summary>
    private static ILookup<string, INamedTypeSymbol> FindStates(Compilation compilation) =>
        (compilation.GetBestTypeByMetadataName(Accessors) is null ? Enumerable.Empty<INamedTypeSymbol>() : StateTypes.Of(compilation.Assembly).All)
        .ToLookup(static type => StateDeclaration.Of(type, RuntimeNames.All)!.Key, StringComparer.Ordinal);

    /// <summary>A key that a type is read or written under.</summary>
    private sealed record KeyUse(string Key, ITypeSymbol Type, Location Place)
    {
        public static KeyUse? Of(ImmutableArray<IArgumentOperation> arguments, string parameter, ITypeSymbol type) =>
            type is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.TypeParameter }
            && arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value is { ConstantValue: { HasValue: true, Value: string key } } place
                ? new(key, type, place.Syntax.GetLocation())
                : null;
    }
}
