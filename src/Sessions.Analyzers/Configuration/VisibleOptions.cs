using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Configuration;

/// <summary>Options that a member makes and sets, where it shows all that they are told.</summary>
internal sealed class VisibleOptions
{
    private readonly ILookup<string, ISimpleAssignmentOperation> _settings;

    private VisibleOptions(IEnumerable<IOperation> settings) => _settings = settings.OfType<ISimpleAssignmentOperation>()
        .Where(static setting => setting.Target is IPropertyReferenceOperation && !setting.Value.IsNothing())
        .ToLookup(static setting => ((IPropertyReferenceOperation)setting.Target).Property.Name, StringComparer.Ordinal);

    /// <summary>Options that are told nothing.</summary>
    public static VisibleOptions None { get; } = new([]);

    /// <summary>What the options are told; <see langword="null"/> where another may tell them something.</summary>
    public static VisibleOptions? Of(IOperation value) => value.WithoutConversions() switch
    {
        { ConstantValue: { HasValue: true, Value: null } } => None,
        IObjectCreationOperation creation => IsPlain(creation) ? new(SettingsOf(creation)) : null,
        ILocalReferenceOperation { Local: var local } reference
            when local.FindValue(reference.Root()).WithoutConversions() is IObjectCreationOperation creation
            && IsPlain(creation)
            && FindSettings(local, reference) is { } later => new(SettingsOf(creation).Concat(later)),
        _ => null,
    };

    /// <summary>Where the property is set to something, on whatever path; <see langword="null"/> where it is not.</summary>
    public ISimpleAssignmentOperation? Find(string property) => _settings[property].FirstOrDefault();

    /// <summary>Whether it begins with nothing set. What the project derives may set something in its constructor.</summary>
    private static bool IsPlain(IObjectCreationOperation creation) => creation is { Arguments.IsEmpty: true, Constructor.DeclaringSyntaxReferences.IsEmpty: true };

    private static IEnumerable<IOperation> SettingsOf(IObjectCreationOperation creation) => creation.Initializer?.Initializers ?? Enumerable.Empty<IOperation>();

    /// <summary>What is set behind the creation; <see langword="null"/> where the options are used in another way than to be set, read or given to a library.</summary>
    private static List<IOperation>? FindSettings(ILocalSymbol local, IOperation place)
    {
        var settings = new List<IOperation>();
        foreach (var reference in local.ReferencesIn(place.Root()))
        {
            if (reference.Parent is IPropertyReferenceOperation property)
            {
                settings.Add(property.Parent!);
            }
            else if (!IsGivenToLibrary(reference) || reference.EnclosingFunction() != place.EnclosingFunction())
            {
                return null;
            }
        }

        return settings;
    }

    private static bool IsGivenToLibrary(IOperation reference)
    {
        var value = reference;
        while (value.Parent is IConversionOperation conversion)
        {
            value = conversion;
        }

        return value.Parent is IArgumentOperation { Parameter: { RefKind: RefKind.None, ContainingSymbol.DeclaringSyntaxReferences.IsEmpty: true } };
    }
}
