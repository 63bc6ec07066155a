using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>Writes what a type with <c>[AgentSessionState]</c> needs to be a slot of a session's state.</summary>
[Generator(LanguageNames.CSharp)]
internal sealed class StateGenerator : IIncrementalGenerator
{
    private static readonly SessionAccess[] OwnSession = [RuntimeSessionAccess.Instance];
    private static readonly SessionAccess[] BothSessions = [.. OwnSession, AgentFrameworkSessionAccess.Instance];

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var memory = new ModelMemory<FoundState>(Find);

        // The annotated types, each a value of its own with what its project has. Further steps would cost as much for each type at each keystroke.
        var states = context.SyntaxProvider
            .ForAttributeWithMetadataName(RuntimeNames.AgentSessionStateAttribute, static (node, _) => node is TypeDeclarationSyntax, memory.Get)
            .WithTrackingName(TrackingNames.States);

        context.RegisterSourceOutput(states, static (output, state) =>
        {
            if (state is not null)
            {
                output.AddSource(HintName.For(state.Model.Type.MetadataName, "State"), StateEmitter.Emit(state.Model, state.HasAgentFramework ? BothSessions : OwnSession));
            }
        });
    }

    private static FoundState? Find(GeneratorAttributeSyntaxContext type, CancellationToken cancellationToken) =>
        StateParser.Parse(type, RuntimeNames.All, cancellationToken) is { } model ? new(model, AgentFrameworkNames.AreIn(type.SemanticModel.Compilation)) : null;
}
