namespace Sessions.Generators;

/// <summary>An annotated history provider, with all that is written for it.</summary>
/// <remarks>Values only, equal when their parts are equal; see <see cref="StateModel"/>.</remarks>
/// <param name="Type">The type.</param>
/// <param name="Name">The simple name of the type.</param>
/// <param name="SourceId">The name that the attribute gives.</param>
/// <param name="ExtensionsName">The class that holds the registration method.</param>
/// <param name="Visibility">Who can use the registration method.</param>
/// <param name="HasBaseClass">Whether it derives from a history provider already.</param>
/// <param name="DeniesCls">Whether it must say that it is not CLS-compliant, as its base class is not.</param>
/// <param name="Flags">What the attribute's switches say.</param>
/// <param name="Overridden">The members of the contract that are overridden by hand.</param>
/// <param name="Warnings">Warnings that come with what is written.</param>
/// <param name="Load">What loading is.</param>
/// <param name="Save">What saving is.</param>
internal sealed record HistoryProviderModel(
    PartialTypeModel Type,
    string Name,
    string SourceId,
    string ExtensionsName,
    TypeVisibility Visibility,
    bool HasBaseClass,
    bool DeniesCls,
    EquatableArray<HistoryFlagModel> Flags,
    EquatableArray<string> Overridden,
    EquatableArray<string> Warnings,
    ProviderMethodModel Load,
    ProviderMethodModel Save)
{
    /// <summary>Whether no method of it is given the session's id without the tenant.</summary>
    public bool SeparatesTenants => !Load.IsGivenIdAlone && !Save.IsGivenIdAlone;
}

/// <summary>One of the attribute's switches.</summary>
internal sealed record HistoryFlagModel(string Name, bool Value);
