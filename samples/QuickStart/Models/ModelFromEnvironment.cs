using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace QuickStart.Models;

/// <summary>Picks the model by the environment: Anthropic's, OpenAI's or one that speaks as OpenAI's does, or the offline stand-in.</summary>
public static class ModelFromEnvironment
{
    public const string AnthropicModel = "claude-haiku-5-5";
    public const string OpenAIModel = "gpt-4o-mini";

    private static readonly Uri AnthropicEndpoint = new(EnvironmentUrl.Production);
    private static readonly Uri OpenAIEndpoint = new("https://api.openai.com/v1");

    /// <summary>Makes the client of the model that the environment asks for.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static IChatClient Create(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (Value("ANTHROPIC_API_KEY") is { } anthropicKey)
        {
            return Anthropic(anthropicKey, Value("ANTHROPIC_MODEL") ?? AnthropicModel, Address("ANTHROPIC_BASE_URL") ?? AnthropicEndpoint);
        }

        if (Value("OPENAI_API_KEY") is { } openAIKey)
        {
            return OpenAI(openAIKey, Value("OPENAI_MODEL") ?? OpenAIModel, Address("OPENAI_BASE_URL") ?? OpenAIEndpoint);
        }

        // Whoever names a server wants it, and not the stand-in.
        if (Value("OPENAI_BASE_URL") is not null)
        {
            throw new UsageException("OPENAI_BASE_URL is set, but OPENAI_API_KEY is not. Set it too; for a server that needs no key, to any text.");
        }

        return new OfflineChatClient(pause: TimeSpan.FromMilliseconds(15));

        string? Value(string name) => variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        Uri? Address(string name) => Value(name) is not { } value ? null
            : Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
            : throw new UsageException($"{name} is '{value}', which is not an http or https address.");
    }

    /// <summary>Says what answers.</summary>
    public static string Describe(IChatClient client) => client.GetService<ChatClientMetadata>() switch
    {
        { ProviderUri: { } address, DefaultModelId: { } model } => $"{model} at {address}",
        _ => "an offline stand-in, which is no language model (set ANTHROPIC_API_KEY or OPENAI_API_KEY for one)",
    };

    private static IChatClient Anthropic(string key, string model, Uri endpoint) =>
        new AnthropicClient { ApiKey = key, BaseUrl = endpoint.ToString() }.AsIChatClient(model);

    private static IChatClient OpenAI(string key, string model, Uri endpoint) =>
        new ChatClient(model, new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = endpoint }).AsIChatClient();
}
