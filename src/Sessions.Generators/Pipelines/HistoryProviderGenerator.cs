using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>Makes a type with <c>[HistoryProvider]</c> a history provider, and writes the methods that register it.</summary>
[Generator(LanguageNames.CSharp)]
internal sealed class HistoryProviderGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var memory = new ModelMemory<FoundHistoryProvider>(Find);

        // The annotated types, each a value of its own.
        var providers = context.SyntaxProvider
            .ForAttributeWithMetadataName(RuntimeNames.HistoryProviderAttribute, static (node, _) => node is TypeDeclarationSyntax, memory.Get)
            .Where(static provider => provider is not null)
            .Select(static (provider, _) => provider!)
            .WithTrackingName(TrackingNames.Providers);

        context.RegisterSourceOutput(providers, static (output, provider) =>
        {
            output.AddSource(HintName.For(provider.Model.Type.MetadataName, "History"), HistoryProviderEmitter.Emit(provider.Model));
            if (provider.Model.Visibility != TypeVisibility.Nested)
            {
                output.AddSource(HintName.For(provider.Model.Type.MetadataName, "Registration"), RegistrationEmitter.EmitProvider(provider.Model, provider.HasAgentFramework));
            }
        });

        // Of each, only what the one file for all of them says.
        var registrations = providers
            .Where(static provider => provider.Model.Visibility != TypeVisibility.Nested)
            .Select(static (provider, _) => RegistrationModel.Of(provider.Model, provider.HasAgentFramework))
            .WithTrackingName(TrackingNames.Registrations);

        var assemblyName = context.CompilationProvider
            .Select(static (compilation, _) => NamesOf(compilation))
            .WithTrackingName(TrackingNames.AssemblyName);

        var assemblyRegistration = registrations
            .Collect()
            .Combine(assemblyName)
            .Select(static (pair, _) => new AssemblyRegistrationModel(
                pair.Right.AssemblyName,
                pair.Right.ExtensionsName,
                pair.Left.OrderBy(static registration => registration.FullName, StringComparer.Ordinal).ToEquatableArray()))
            .WithTrackingName(TrackingNames.AssemblyRegistration);

        context.RegisterSourceOutput(assemblyRegistration, static (output, assembly) =>
        {
            if (assembly.Providers.Count > 0)
            {
                output.AddSource("AssemblyRegistration.g.cs", RegistrationEmitter.EmitAssembly(assembly));
            }
        });
    }

    private static FoundHistoryProvider? Find(GeneratorAttributeSyntaxContext type, CancellationToken cancellationToken) =>
        HistoryProviderParser.Parse(type, RuntimeNames.All, cancellationToken) is { } model ? new(model, AgentFrameworkNames.AreIn(type.SemanticModel.Compilation)) : null;

    private static AssemblyNamesModel NamesOf(Compilation compilation)
    {
        var name = compilation.AssemblyName ?? "";
        return new(name, name.Any(char.IsLetterOrDigit) ? FreeName.In(FreeName.FindNamespace(compilation, RuntimeNames.RegistrationNamespace), RegistrationEmitter.ExtensionsName(name)) : "");
    }
}
