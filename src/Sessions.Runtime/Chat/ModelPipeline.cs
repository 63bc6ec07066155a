using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// What the turns of an agent are run through: its client, with its steps recorded; what was configured around it; and, outermost,
/// the client that invokes functions, unless there is one already.
/// </summary>
internal sealed class ModelPipeline
{
    private readonly IChatClient _configured;
    private readonly IChatClient _invoking;
    private readonly FunctionInvokingChatClient? _functions;

    /// <summary>Builds the pipeline of an agent.</summary>
    /// <param name="client">The client that the agent was given.</param>
    /// <param name="options">What the agent is made with.</param>
    /// <exception cref="ArgumentException">What configures the client returned none.</exception>
    public ModelPipeline(IChatClient client, ChatClientAgentOptions options)
    {
        var recording = new RecordingChatClient(client);
        _configured = options.ConfigureChatClient is not { } configure ? recording
            : configure(recording) ?? throw new ArgumentException($"{nameof(ChatClientAgentOptions.ConfigureChatClient)} returned null; it must return the client to ask.", nameof(options));
        _functions = _configured.GetService<FunctionInvokingChatClient>();
        _invoking = _configured;
        var below = client.GetService<FunctionInvokingChatClient>();
        HidesAnswers = below is not null;
        if (options.UseProvidedChatClientAsIs)
        {
            IsGiven = true;
            return;
        }

        if (_functions is null)
        {
            _invoking = _configured.AsBuilder().UseFunctionInvocation().Build();
            _functions = _invoking.GetService<FunctionInvokingChatClient>();
        }

        ToolHook.Install(_functions);
        ToolHook.Install(below);
    }

    /// <summary>Whether functions are invoked in whatever way the client does, if it does.</summary>
    public bool IsGiven { get; }

    /// <summary>
    /// Whether the agent's client invokes functions itself, below the client that records: of the model's answers only the last is
    /// seen there.
    /// </summary>
    public bool HidesAnswers { get; }

    /// <summary>The client for a request: without tools there is nothing to invoke.</summary>
    public IChatClient For(ChatOptions? options) => options?.Tools is { Count: > 0 } ? _invoking : _configured;

    /// <summary>Whether a tool of this name is there for the caller to run: it is declared, and has nothing to be run.</summary>
    /// <param name="name">The tool.</param>
    /// <param name="tools">The tools of the turn.</param>
    public bool Declares(string name, IList<AITool>? tools) => IsDeclaration(tools, name) || IsDeclaration(_functions?.AdditionalTools, name);

    private static bool IsDeclaration(IList<AITool>? tools, string name)
    {
        foreach (var tool in tools ?? [])
        {
            if (tool is AIFunctionDeclaration and not AIFunction && string.Equals(tool.Name, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
