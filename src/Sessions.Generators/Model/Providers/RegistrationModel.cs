namespace Sessions.Generators;

/// <summary>A provider as the registration of a whole assembly names it.</summary>
internal sealed record RegistrationModel(string FullName, string SourceId, bool LoadsMessages, bool IsForAgentFramework, EquatableArray<string> Warnings)
{
    public static RegistrationModel Of(HistoryProviderModel provider, bool isForAgentFramework) =>
        new(provider.Type.FullName, provider.SourceId, provider.Flags.Any(static flag => flag is { Name: "LoadMessages", Value: true }), isForAgentFramework, provider.Warnings);
}

/// <summary>The names of an assembly and of the class that registers its providers.</summary>
internal sealed record AssemblyNamesModel(string AssemblyName, string ExtensionsName);

/// <summary>All the providers of an assembly.</summary>
internal sealed record AssemblyRegistrationModel(string AssemblyName, string ExtensionsName, EquatableArray<RegistrationModel> Providers);
