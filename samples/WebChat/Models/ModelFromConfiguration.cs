using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace WebChat.Models;

/// <summary>Picks the model by the configuration: OpenAI's or one that speaks as OpenAI's does, or the demo's stand-in.</summary>
public static class ModelFromConfiguration
{
    /// <summary>Makes the client of the model.</summary>
    public static IChatClient Create(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration["OPENAI_API_KEY"] is not { Length: > 0 } key)
        {
            return new DemoChatClient(pause: TimeSpan.FromMilliseconds(60));
        }

        var options = new OpenAIClientOptions();
        if (configuration["OPENAI_BASE_URL"] is { Length: > 0 } address)
        {
            options.Endpoint = new Uri(address);
        }

        return new ChatClient(configuration["OPENAI_MODEL"] ?? "gpt-4o-mini", new ApiKeyCredential(key), options).AsIChatClient();
    }
}
