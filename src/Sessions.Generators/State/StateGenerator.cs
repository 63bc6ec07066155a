using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>Writes what a type with <c>[AgentSessionState]</c> needs to be a slot of a session's state.</summary>
[Generator(LanguageNames.CSharp)]
internal sealed class StateGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // The annotated types, each a value of its own.
        var states = context.SyntaxProvider
            .ForAttributeWithMetadataName(RuntimeNames.AgentSessionStateAttribute, static (node, _) => node is TypeDeclarationSyntax, StateParser.Parse)
            .Where(static state => state is not null)
            .Select(static (state, _) => state!)
            .WithTrackingName(TrackingNames.States);

        // The contract and the JSON metadata do not depend on the language version.
        context.RegisterSourceOutput(states, static (output, state) =>
        {
            output.AddSource(HintName.For(state.Type.MetadataName, "State"), StateEmitter.EmitContract(state));
            if (state.Json is not null)
            {
                output.AddSource(HintName.For(state.Type.MetadataName, "Json"), StateEmitter.EmitJson(state, state.Json));
            }
        });

        var capabilities = context.CompilationProvider
            .Select(static (compilation, _) => Capabilities.Of(compilation))
            .WithTrackingName(TrackingNames.Capabilities);

        var statesWithCapabilities = states.Combine(capabilities).WithTrackingName(TrackingNames.StatesWithCapabilities);

        // The accessors do.
        context.RegisterSourceOutput(statesWithCapabilities, static (output, pair) =>
        {
            var (state, capabilities) = pair;
            if (state.Accessor is not null)
            {
                output.AddSource(HintName.For(state.Type.MetadataName, "Accessors"), AccessorEmitter.Emit(state, state.Accessor, capabilities));
            }
        });
    }
}
