using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Reads what <c>[HistoryProvider]</c> stands on.</summary>
internal static class HistoryProviderParser
{
    // The names of the attribute's properties are those of the contract's; the values are the attribute's defaults.
    private static readonly HistoryFlagModel[] Flags =
    [
        new("LoadMessages", true),
        new("StoreInputs", true),
        new("StoreOutputs", true),
        new("StoreContextMessages", false),
    ];

    /// <summary>Reads the type; <see langword="null"/> where nothing is generated, of which the analyzers say why.</summary>
    public static HistoryProviderModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type
            || TypeShape.FindNonPartial(type) is not null
            || TypeShape.WhyRefusedAsHistoryProvider(type) != TypeRefusal.None)
        {
            return null;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var attribute = context.Attributes[0];
        var flags = Flags.Select(flag => flag with { Value = attribute.NamedArgument<bool?>(flag.Name) ?? flag.Value }).ToList();
        var loads = flags[0].Value;
        var stores = flags.Skip(1).Any(static flag => flag.Value);
        var load = HistoryMethods.BindLoad(type, context.SemanticModel.Compilation);
        var save = HistoryMethods.BindSave(type, context.SemanticModel.Compilation);
        return new HistoryProviderModel(
            PartialTypeModel.Of(type),
            type.Name,
            attribute.ConstructorArgument<string>(0) ?? type.Name,
            ExtensionsName(type),
            type.GetVisibility(),
            HistoryProviderBase.HasBaseClass(type),
            flags.Where(flag => !HistoryProviderBase.Overrides(type, flag.Name)).ToEquatableArray(),
            HistoryProviderBase.Overrides(type, "SourceId"),
            WarningIds.Of(Symbols(type, load, save)),
            HistoryProviderBase.Overrides(type, "LoadAsync") ? null : Method(load, loads),
            HistoryProviderBase.Overrides(type, "StoreAsync") ? null : Method(save, stores));
    }

    /// <summary>What the generated half names of the user's.</summary>
    private static IEnumerable<ISymbol> Symbols(INamedTypeSymbol type, params HistoryMethodBinding[] bindings) =>
        bindings
            .Where(static binding => binding.IsUsable)
            .SelectMany(static binding => binding.Arguments.Select(static bound => (ISymbol)bound.Parameter.Type).Append(binding.Method!))
            .Append(type);

    private static string ExtensionsName(INamedTypeSymbol type)
    {
        // The class stands in the runtime's namespace, beside those of other projects.
        var name = type.ToMetadataName().Replace('.', '_').Replace('+', '_');
        return name + "Extensions";
    }

    private static HistoryMethodModel Method(HistoryMethodBinding binding, bool isNeeded)
    {
        if (!binding.IsUsable)
        {
            return new HistoryMethodModel(isNeeded ? HistoryMethodKind.Missing : HistoryMethodKind.NotNeeded, default, null, IsAwaited: false);
        }

        var method = binding.Method!;
        var returns = method.Name == HistoryMethods.LoadName ? HistoryReturn.OfLoad(method.ReturnType) : null;
        return new HistoryMethodModel(
            HistoryMethodKind.Call,
            binding.Arguments.Select(static bound => Argument(bound.Parameter, bound.Argument)).ToEquatableArray(),
            returns,
            HistoryReturn.IsTask(method.ReturnType));
    }

    private static HistoryArgumentModel Argument(IParameterSymbol parameter, HistoryArgument argument) => new(
        parameter.Name,
        argument,
        parameter.Type.ToFullName(),
        argument == HistoryArgument.Messages ? MessageList.Classify(parameter.Type) : null,
        parameter.NullableAnnotation == NullableAnnotation.Annotated);
}
