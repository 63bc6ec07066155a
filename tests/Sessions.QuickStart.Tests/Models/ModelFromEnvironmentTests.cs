using Microsoft.Extensions.AI;
using QuickStart;
using QuickStart.Models;

namespace Sessions.QuickStart.Tests.Models;

public sealed class ModelFromEnvironmentTests
{
    [Fact]
    public void Without_a_key_the_offline_stand_in_is_picked() => Assert.IsType<OfflineChatClient>(Create());

    [Fact]
    public void A_blank_variable_counts_as_unset() => Assert.IsType<OfflineChatClient>(Create(("OPENAI_API_KEY", " "), ("OPENAI_BASE_URL", "")));

    [Fact]
    public void The_defaults_are_the_services_own_addresses()
    {
        var anthropic = Metadata(Create(("ANTHROPIC_API_KEY", "key")));
        var openAI = Metadata(Create(("OPENAI_API_KEY", "key")));

        Assert.Equal(("https://api.anthropic.com/", ModelFromEnvironment.AnthropicModel), (anthropic.ProviderUri?.ToString(), anthropic.DefaultModelId));
        Assert.Equal(("https://api.openai.com/v1", ModelFromEnvironment.OpenAIModel), (openAI.ProviderUri?.ToString(), openAI.DefaultModelId));
    }

    [Fact]
    public void Anthropic_comes_first_where_both_keys_are_set() =>
        Assert.Equal("anthropic", Metadata(Create(("OPENAI_API_KEY", "key"), ("ANTHROPIC_API_KEY", "key"))).ProviderName);

    [Theory]
    [InlineData("localhost:11434/v1")]
    [InlineData("ftp://example.com")]
    [InlineData("nonsense")]
    public void An_address_that_is_none_is_named(string address)
    {
        var error = Assert.Throws<UsageException>(() => Create(("OPENAI_API_KEY", "key"), ("OPENAI_BASE_URL", address)));

        Assert.Contains($"OPENAI_BASE_URL is '{address}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_a_key_is_not_silently_replaced_by_the_stand_in()
    {
        var error = Assert.Throws<UsageException>(() => Create(("OPENAI_BASE_URL", "http://127.0.0.1:11434/v1")));

        Assert.Contains("OPENAI_API_KEY", error.Message, StringComparison.Ordinal);
    }

    private static IChatClient Create(params (string Name, string Value)[] variables) =>
        ModelFromEnvironment.Create(variables.ToDictionary(variable => variable.Name, variable => variable.Value).GetValueOrDefault);

    private static ChatClientMetadata Metadata(IChatClient client) => client.GetService<ChatClientMetadata>()!;
}
