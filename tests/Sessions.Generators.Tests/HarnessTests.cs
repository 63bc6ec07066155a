using Microsoft.CodeAnalysis.CSharp;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public class HarnessTests
{
    [Fact]
    public async Task A_source_in_CSharp_14_is_compiled_loaded_and_run()
    {
        using var assembly = new LoadedAssembly(TestCompilation.Create("""
            public static class Extensions
            {
                extension(string text)
                {
                    public int Size => text.Length;
                }

                public static async Task<int> RunAsync()
                {
                    await Task.Yield();
                    return "abc".Size;
                }
            }
            """));

        Assert.Equal(3, await assembly.RunAsync("Extensions", "RunAsync"));
    }

    [Theory]
    [InlineData("class C { int F() => missing; }")]
    [InlineData("class C { string F() => null; }")]
    [InlineData("class C { private int _unused; }")]
    public void An_error_or_a_warning_fails(string source) =>
        Assert.Throws<InvalidOperationException>(() => TestCompilation.Create(source).AssertCompiles());

    [Fact]
    public void The_language_version_is_the_given_one() =>
        Assert.Throws<InvalidOperationException>(() => TestCompilation.Create(LanguageVersion.CSharp12, "static class C { extension(string s) { public int N => 1; } }").AssertCompiles());
}
