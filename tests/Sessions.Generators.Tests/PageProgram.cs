using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators.Tests;

/// <summary>The snippets of a page of the documentation as one program: statements become the body of a method, in order; types stand beside it.</summary>
internal static partial class PageProgram
{
    /// <summary>The collection of tests whose programs write to the console, which the process has once.</summary>
    public const string ConsoleTests = "Programs that write to the console";

    /// <summary>Compiles a program, which must not warn, runs it, and gives what it wrote to the console.</summary>
    public static async Task<string> RunAsync(string program, params object?[] arguments)
    {
        using var written = new StringWriter();
        var standardOutput = Console.Out;
        Console.SetOut(written);
        try
        {
            using var assembly = Generate.Load(program);
            await assembly.RunAsync("Page", "RunAsync", arguments);
        }
        finally
        {
            Console.SetOut(standardOutput);
        }

        return written.ToString().ReplaceLineEndings("\n");
    }

    public static string Of(string page, string parameters)
    {
        var text = File.ReadAllText(Repository.Path(page)).ReplaceLineEndings("\n");
        var snippets = Snippet().Matches(text).Select(match => CSharpSyntaxTree.ParseText(match.Groups["code"].Value).GetCompilationUnitRoot()).ToList();
        Assert.NotEmpty(snippets);
        var members = snippets.SelectMany(snippet => snippet.Members).ToList();
        return $$"""
            {{string.Join('\n', snippets.SelectMany(snippet => snippet.Usings).Select(@using => @using.ToString()).Union(["using System.IO;", "using Microsoft.Extensions.DependencyInjection;"]))}}

            {{string.Concat(members.Where(member => member is not GlobalStatementSyntax).Select(member => member.ToFullString()))}}

            public static class Page
            {
                public static async Task RunAsync({{parameters}})
                {
                    {{string.Concat(members.OfType<GlobalStatementSyntax>().Select(statement => statement.ToFullString()))}}
                }
            }
            """;
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
