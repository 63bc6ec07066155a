namespace Sessions.Generators;

/// <summary>A provider as the registration of a whole assembly names it.</summary>
internal sealed record RegistrationModel(string FullName, string SourceId, EquatableArray<string> Warnings);

/// <summary>All the providers of an assembly.</summary>
internal sealed record AssemblyRegistrationModel(string AssemblyName, EquatableArray<RegistrationModel> Providers);
