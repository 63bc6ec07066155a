namespace Sessions.Generators;

/// <summary>An annotated state type, with all that is written for it.</summary>
/// <remarks>
/// Values only, equal when their parts are equal: a symbol or syntax in here would keep a compilation in memory and make
/// every keystroke write everything anew.
/// </remarks>
/// <param name="Type">The type.</param>
/// <param name="Key">The name that values are stored under.</param>
/// <param name="Accessor">What the accessors are named for; <see langword="null"/> where none are written.</param>
/// <param name="ExtensionsName">The class that holds the accessors.</param>
/// <param name="Visibility">Who can use the accessors.</param>
/// <param name="Version">The version of its shape.</param>
/// <param name="Migrations">The steps up to that version.</param>
/// <param name="HasDefault">Whether the type can be made without arguments.</param>
/// <param name="HasProperty">Whether the accessors include a property.</param>
/// <param name="Warnings">Warnings that come with what is written.</param>
/// <param name="IsTransient">Whether it is never stored.</param>
/// <param name="JsonContext">The user's own source of its metadata.</param>
/// <param name="Json">The types of its JSON, where that is generated.</param>
internal sealed record StateModel(
    PartialTypeModel Type,
    string Key,
    string? Accessor,
    string ExtensionsName,
    TypeVisibility Visibility,
    int Version,
    EquatableArray<StateMigrationModel> Migrations,
    bool HasDefault,
    bool HasProperty,
    EquatableArray<string> Warnings,
    bool IsTransient,
    string? JsonContext,
    JsonGraphModel? Json);

/// <summary>A method that steps a stored value up by one version.</summary>
internal sealed record StateMigrationModel(int From, string Method);
