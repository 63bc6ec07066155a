using System.Security;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Generators;

/// <summary>Writes the methods that register providers: one for each, and one for all of an assembly.</summary>
internal static class RegistrationEmitter
{
    private const string Builder = "global::Sessions.AgentSessionsBuilder";

    public static SourceText EmitProvider(HistoryProviderModel provider, bool isForAgentFramework) => Emit(
        provider.Visibility.Keyword(),
        provider.ExtensionsName,
        $"Registers <see cref=\"{provider.Type.FullName}\"/>.",
        "Add" + provider.Name,
        [RegistrationModel.Of(provider, isForAgentFramework)]);

    public static SourceText EmitAssembly(AssemblyRegistrationModel assembly)
    {
        var name = PascalCase(assembly.AssemblyName);
        return Emit("public", assembly.ExtensionsName, $"Registers all the history providers of {SecurityElement.Escape(assembly.AssemblyName)}.", $"Add{name}Sessions", assembly.Providers);
    }

    /// <summary>The name of the class with the method that registers all of an assembly.</summary>
    public static string ExtensionsName(string assemblyName) => Identifier(PascalCase(assemblyName) + "SessionsExtensions");

    /// <summary>The assembly's name as part of an identifier: <c>my-app.core</c> is <c>MyAppCore</c>.</summary>
    private static string PascalCase(string name) => string.Concat(
        name.Split(name.Where(static character => !char.IsLetterOrDigit(character)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries)
            .Select(static part => char.ToUpperInvariant(part[0]) + part.Substring(1)));

    private static string Identifier(string name) => char.IsDigit(name[0]) ? "_" + name : name;

    private static SourceText Emit(string visibility, string className, string summary, string method, IReadOnlyList<RegistrationModel> providers)
    {
        var writer = GeneratedFile.Begin("history.md", providers.SelectMany(static provider => provider.Warnings).Distinct(StringComparer.Ordinal).ToEquatableArray());
        writer.Open($"namespace {RuntimeNames.RegistrationNamespace}");
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine(GeneratedFile.Attribute);
        writer.Open($"{visibility} static class {className}");
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine("/// <param name=\"builder\">The builder.</param>");
        writer.WriteLine("/// <returns>The builder.</returns>");
        writer.WriteLine($"public static {Builder} {method}(");
        writer.Open($"    this {Builder} builder)");
        writer.WriteLine("global::System.ArgumentNullException.ThrowIfNull(builder);");
        foreach (var provider in providers)
        {
            var id = CSharpText.Literal(provider.SourceId);
            string[] arguments = provider.LoadsMessages ? [id, "loadsMessages: true"] : [id];
            writer.WriteLine($"builder.{CSharpText.Call($"AddContextProvider<{provider.FullName}>", arguments)};");
            if (provider.IsForAgentFramework)
            {
                writer.WriteLine($"{CSharpText.Call($"global::{AgentFrameworkNames.BuilderExtensions}.AddChatHistoryProvider", "builder", id)};");
            }
        }

        writer.WriteLine("return builder;");
        writer.CloseAll();
        return writer.ToSourceText();
    }
}
