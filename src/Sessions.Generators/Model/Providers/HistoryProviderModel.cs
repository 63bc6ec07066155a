namespace Sessions.Generators;

/// <summary>An annotated history provider, with all that is written for it.</summary>
/// <remarks>Values only, equal when their parts are equal; see <see cref="StateModel"/>.</remarks>
/// <param name="Type">The type.</param>
/// <param name="Name">The simple name of the type.</param>
/// <param name="SourceId">The name that the attribute gives.</param>
/// <param name="ExtensionsName">The class that holds the registration method.</param>
/// <param name="Visibility">Who can use the registration method.</param>
/// <param name="HasBaseClass">Whether it derives from a history provider already.</param>
/// <param name="Flags">The flags that are not overridden by hand.</param>
/// <param name="OverridesSourceId">Whether the source id is overridden by hand.</param>
/// <param name="Warnings">Warnings that come with what is written.</param>
/// <param name="Load">What loading is; <see langword="null"/> where it is overridden by hand.</param>
/// <param name="Save">What saving is; <see langword="null"/> where it is overridden by hand.</param>
internal sealed record HistoryProviderModel(
    PartialTypeModel Type,
    string Name,
    string SourceId,
    string ExtensionsName,
    TypeVisibility Visibility,
    bool HasBaseClass,
    EquatableArray<HistoryFlagModel> Flags,
    bool OverridesSourceId,
    EquatableArray<string> Warnings,
    HistoryMethodModel? Load,
    HistoryMethodModel? Save);

/// <summary>One of the attribute's switches.</summary>
internal sealed record HistoryFlagModel(string Name, bool Value);

/// <summary>What is done in place of one of the contract's methods.</summary>
internal enum HistoryMethodKind
{
    /// <summary>The user's method is called.</summary>
    Call,

    /// <summary>Nothing: the flags say that it is not needed.</summary>
    NotNeeded,

    /// <summary>It is needed and there is none, of which an analyzer has said so.</summary>
    Missing,
}

/// <summary>The user's method that loads or saves.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Arguments">What its parameters are given.</param>
/// <param name="Returns">How the messages are had from what it returns, when it loads.</param>
/// <param name="IsAwaited">Whether it returns a task.</param>
internal sealed record HistoryMethodModel(HistoryMethodKind Kind, EquatableArray<HistoryArgumentModel> Arguments, HistoryReturn? Returns, bool IsAwaited);

/// <summary>What one parameter is given.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Argument">What it is given.</param>
/// <param name="Type">The parameter's type.</param>
/// <param name="List">What list of messages it takes.</param>
/// <param name="CanBeNull">Whether an absent state is given as <see langword="null"/>.</param>
internal sealed record HistoryArgumentModel(string Parameter, HistoryArgument Argument, string Type, MessageListKind? List, bool CanBeNull);
