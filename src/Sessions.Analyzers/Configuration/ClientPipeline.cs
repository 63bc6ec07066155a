using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Configuration;

/// <summary>The clients that a request goes through, as far as a member builds them.</summary>
internal sealed class ClientPipeline
{
    private const string Namespace = "Microsoft.Extensions.AI";
    private const string Builder = "ChatClientBuilder";
    private const string Client = "IChatClient";

    /// <summary>What certainly invokes no functions, nor has anything inside that does.</summary>
    private static readonly HashSet<string> PlainLayers = ["UseLogging", "UseOpenTelemetry", "UseDistributedCache", "UseChatReducer", "ConfigureOptions"];

    /// <summary>What stands in a client that may run functions.</summary>
    private static readonly string[] FunctionWords = ["function", "tool"];

    private readonly List<IInvocationOperation> _layers = [];

    private ClientPipeline(IOperation client) => IsWhole = Add(client.Origin());

    /// <summary>Whether everything that the client goes through is seen, down to the model's own.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether one of the clients invokes functions.</summary>
    public bool InvokesFunctions => _layers.Exists(IsInvocation);

    public static ClientPipeline Of(IOperation client) => new(client);

    /// <summary>Whether the call is a step of a builder that puts a client for functions into it.</summary>
    public static bool IsInvocation(IInvocationOperation step) => step.TargetMethod.Name == "UseFunctionInvocation";

    /// <summary>The steps of a builder that come before the step, and so are round it.</summary>
    public static IEnumerable<IInvocationOperation> Before(IInvocationOperation step)
    {
        while (Receiver(step) is IInvocationOperation before && IsBuilder(before.Type))
        {
            yield return step = before;
        }
    }

    /// <summary>The steps from the outermost on.</summary>
    public IEnumerable<IInvocationOperation> Layers => _layers;

    private static bool IsBuilder(ITypeSymbol? type) => type is { Name: Builder };

    private static IOperation? Receiver(IInvocationOperation call) => (call.Instance ?? call.Arguments.FirstOrDefault()?.Value).WithoutConversions();

    /// <summary>Adds the clients that the value is built of; whether all of them are seen.</summary>
    private bool Add(IOperation? client) => client switch
    {
        IInvocationOperation { TargetMethod: { Name: "Build", ContainingType.Name: Builder } } build => AddSteps(Receiver(build)),
        IInvocationOperation { TargetMethod: { Name: "AsIChatClient", IsExtensionMethod: true } method } => method.ContainingNamespace.ToDisplayString() == Namespace,
        IObjectCreationOperation { Constructor: { } constructor } => IsModel(constructor),
        _ => false,
    };

    private bool AddSteps(IOperation? builder)
    {
        var isKnown = true;
        var steps = new List<IInvocationOperation>();
        while (builder is IInvocationOperation step && IsBuilder(step.Type) && step.TargetMethod.Name != "AsBuilder")
        {
            steps.Insert(0, step);
            isKnown &= IsInvocation(step) || PlainLayers.Contains(step.TargetMethod.Name);
            builder = Receiver(step);
        }

        _layers.AddRange(steps);
        return Inner(builder) is { } inner && Add(inner.Origin()) && isKnown;
    }

    /// <summary>What a builder begins with.</summary>
    private static IOperation? Inner(IOperation? builder) => builder switch
    {
        IInvocationOperation { TargetMethod.Name: "AsBuilder" } begin => Receiver(begin),
        IObjectCreationOperation { Type.Name: Builder, Arguments: { Length: > 0 } arguments } when arguments[0].Value.Type is { Name: Client } => arguments[0].Value,
        _ => null,
    };

    /// <summary>Whether it makes a client of a model, and none that has another inside, or runs functions itself.</summary>
    private static bool IsModel(IMethodSymbol constructor) =>
        constructor.ContainingType is { BaseType.SpecialType: SpecialType.System_Object } type
        && type.AllInterfaces.Any(static implemented => implemented.Name == Client)
        && type.InstanceConstructors.All(static other => other.Parameters.All(static parameter => parameter.Type.Name != Client))
        && !type.DeclaringSyntaxReferences.Any(static declaration => declaration.GetSyntax().DescendantTokens().Any(MeansFunctions));

    private static bool MeansFunctions(SyntaxToken token) => FunctionWords.Any(word => token.ValueText.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
}
