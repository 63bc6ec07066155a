using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Reads what <c>[HistoryProvider]</c> stands on.</summary>
internal static class HistoryProviderParser
{
    /// <summary>The attribute's switches, as they are by default.</summary>
    public static readonly ImmutableArray<HistoryFlagModel> Flags = ImmutableArray.Create<HistoryFlagModel>(
        new("LoadMessages", true),
        new("StoreInputs", true),
        new("StoreOutputs", true),
        new("StoreContextMessages", false));

    /// <summary>Reads the type; <see langword="null"/> where nothing is generated, of which the analyzers say why.</summary>
    public static HistoryProviderModel? Parse(GeneratorAttributeSyntaxContext context, TargetNames names, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type
            || !AnnotatedDeclaration.IsFirst(context)
            || !LanguageVersions.CanBeProvider(context.SemanticModel.Compilation)
            || TypeShape.FindNonPartial(type) is not null
            || ProviderShape.WhyRefused(type, names.HistoryProvider) != TypeRefusal.None)
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var attribute = context.Attributes[0];
        var flags = Flags.Select(flag => flag with { Value = attribute.NamedArgument<bool?>(flag.Name) ?? flag.Value }).ToList();
        var loads = flags[0].Value;
        var stores = flags.Skip(1).Any(static flag => flag.Value);
        var binder = new ProviderMethodBinder(type, context.SemanticModel.Compilation, names);
        var load = binder.Bind(HistoryMethods.Load);
        var save = binder.Bind(HistoryMethods.Save);
        return new HistoryProviderModel(
            PartialTypeModel.Of(type),
            type.Name,
            attribute.ConstructorArgument<string>(0) ?? type.Name,
            FreeName.In(FreeName.FindNamespace(context.SemanticModel.Compilation, names.RegistrationNamespace), ExtensionsName(type)),
            type.GetVisibility(),
            ProviderShape.HasBaseClass(type),
            ClsCompliance.MustBeDenied(type),
            flags.ToEquatableArray(),
            names.HistoryProvider.Members.Where(member => ProviderShape.Overrides(type, member, names.HistoryProvider)).ToEquatableArray(),
            WarningIds.Of(Symbols(type, load, save)),
            ProviderMethodModel.Of(HistoryMethods.Load, load, loads),
            ProviderMethodModel.Of(HistoryMethods.Save, save, stores));
    }

    /// <summary>What the generated half names of the user's.</summary>
    private static IEnumerable<ISymbol> Symbols(INamedTypeSymbol type, params ProviderMethodBinding[] bindings) =>
        bindings
            .Where(static binding => binding.IsUsable)
            .SelectMany(static binding => binding.Arguments.Select(static bound => (ISymbol)bound.Parameter.Type).Append(binding.Method!))
            .Append(type);

    private static string ExtensionsName(INamedTypeSymbol type)
    {
        // The class may stand in a namespace with those of other projects.
        var name = type.ToMetadataName().Replace('.', '_').Replace('+', '_');
        return name + "Extensions";
    }
}
