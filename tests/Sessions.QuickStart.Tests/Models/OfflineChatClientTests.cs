using Microsoft.Extensions.AI;
using QuickStart.Models;

namespace Sessions.QuickStart.Tests.Models;

public sealed class OfflineChatClientTests
{
    private static readonly OfflineChatClient Client = new();

    [Fact]
    public async Task Remembers_what_the_history_in_the_request_says()
    {
        var response = await Client.GetResponseAsync(
        [
            new(ChatRole.User, "My name is Alice and I love hiking."),
            new(ChatRole.Assistant, "I see."),
            new(ChatRole.User, "What do you remember about me?"),
        ]);

        Assert.Equal("You told me: your name is Alice and you love hiking.", response.Text);
    }

    [Fact]
    public async Task Remembers_nothing_without_history_whatever_the_instructions_say()
    {
        var response = await Client.GetResponseAsync(
            [new(ChatRole.System, "My name is Alice and I love hiking."), new(ChatRole.User, "What do you remember about me?")],
            new ChatOptions { Instructions = "The user's name is Alice. I love hiking." });

        Assert.StartsWith("I remember nothing about you", response.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Alice", response.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hiking", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_nothing_from_what_the_assistant_said()
    {
        var response = await Client.GetResponseAsync(
            [new(ChatRole.Assistant, "My name is Bob."), new(ChatRole.User, "What do you remember about me?")]);

        Assert.DoesNotContain("Bob", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_a_repeated_statement_once()
    {
        var response = await Client.GetResponseAsync(
            [new(ChatRole.User, "I live in Bern."), new(ChatRole.User, "I live in Bern."), new(ChatRole.User, "My cat is old."), new(ChatRole.User, "Where do I live?")]);

        Assert.Equal("You told me: you live in Bern; your cat is old.", response.Text);
    }

    [Theory]
    [InlineData("My name is Alice and I love hiking.", "your name is Alice and you love hiking")]
    [InlineData("Hi, I'm Bob", "you are Bob")]
    [InlineData("I’ve lost my keys!", "you have lost your keys")]
    [InlineData("Well, I am 3.5 years older than you.", "you are 3.5 years older than me")]
    [InlineData("I live in Bern. My dog likes me.", "you live in Bern; your dog likes you")]
    public async Task Says_a_statement_back_in_the_second_person(string statement, string rephrased)
    {
        var response = await Client.GetResponseAsync(statement);

        Assert.Equal($"I see: {rephrased}.", response.Text);
    }

    [Theory]
    [InlineData("What do you remember about me?")]
    [InlineData("what is my name")]
    [InlineData("Hey, who am I?")]
    [InlineData("Where do I live?")]
    [InlineData("Tell me what you know about me.")]
    [InlineData("So do you remember me?")]
    public async Task Knows_a_question_about_the_user(string question)
    {
        var response = await Client.GetResponseAsync([new(ChatRole.User, "My name is Alice."), new(ChatRole.User, question)]);

        Assert.Equal("You told me: your name is Alice.", response.Text);
    }

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("Tell me a story.")]
    [InlineData("Hello!")]
    [InlineData("I think so?")]
    public async Task Admits_that_it_is_a_stand_in_when_asked_for_what_it_cannot_do(string message)
    {
        var response = await Client.GetResponseAsync(message);

        Assert.Contains("offline stand-in without a language model", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_word_by_word_what_it_answers_at_once()
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Client.GetStreamingResponseAsync("My name is Alice."))
        {
            updates.Add(update);
        }

        Assert.Equal(["I", " see:", " your", " name", " is", " Alice.", ""], updates.Select(update => update.Text));
        var response = updates.ToChatResponse();
        Assert.Equal((await Client.GetResponseAsync("My name is Alice.")).Text, Assert.Single(response.Messages).Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task Stops_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var slow = new OfflineChatClient(pause: TimeSpan.FromMinutes(1));
        var answer = slow.GetResponseAsync("My name is Alice.", cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }
}
