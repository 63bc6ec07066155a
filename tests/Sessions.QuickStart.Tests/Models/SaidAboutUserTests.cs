using QuickStart.Models;

namespace Sessions.QuickStart.Tests.Models;

public sealed class SaidAboutUserTests
{
    [Theory]
    [InlineData("My name is Alice and I love hiking.", "Alice")]
    [InlineData("Hello, my name is Anne-Marie O'Neill.", "Anne-Marie O'Neill")]
    [InlineData("call me ishmael", "ishmael")]
    [InlineData("What is my name?", null)]
    [InlineData("I love hiking.", null)]
    public void Finds_the_name(string text, string? name) => Assert.Equal(name, SaidAboutUser.Name(text));

    [Theory]
    [InlineData("My name is Alice and I love hiking.", "hiking")]
    [InlineData("I love hiking, chess, and old films.", "hiking", "chess", "old films")]
    [InlineData("I really like tea and I enjoy rain", "tea", "rain")]
    [InlineData("I love hiking but not in winter.", "hiking")]
    [InlineData("i love hiking and my name is Bob", "hiking")]
    [InlineData("What do I love?")]
    [InlineData("What food would I love to eat?")]
    [InlineData("My name is Alice.")]
    public void Finds_the_interests(string text, params string[] interests) => Assert.Equal(interests, SaidAboutUser.Interests(text));
}
