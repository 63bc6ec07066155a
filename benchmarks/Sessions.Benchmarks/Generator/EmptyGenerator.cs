using Microsoft.CodeAnalysis;

namespace Sessions.Benchmarks;

/// <summary>Does nothing with every annotated type: what it costs, the compiler needs to find them.</summary>
#pragma warning disable RS1036, RS1038, RS1041 // It is not loaded by the compiler.
[Generator(LanguageNames.CSharp)]
internal sealed class EmptyGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var found = context.SyntaxProvider.ForAttributeWithMetadataName("Sessions.AgentSessionStateAttribute", static (_, _) => true, static (_, _) => 0);
        context.RegisterSourceOutput(found, static (_, _) => { });
    }
}
