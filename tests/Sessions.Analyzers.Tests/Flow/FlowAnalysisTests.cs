using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Flow;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Flow;

/// <summary>The engine, with a state of its own: which mark may have been the last before each call of <c>See</c>.</summary>
public sealed class FlowAnalysisTests
{
    [Theory]
    [InlineData("Mark(\"a\"); See();", "a")]
    [InlineData("Mark(\"a\"); Mark(\"b\"); See();", "b")]
    [InlineData("if (x) { Mark(\"a\"); } See();", "a start")]
    [InlineData("if (x) { Mark(\"a\"); } else { Mark(\"b\"); } See();", "a b")]
    [InlineData("_ = x && Mark(\"a\"); See();", "a start")]
    [InlineData("_ = x ? Mark(\"a\") : Mark(\"b\"); See();", "a b")]
    [InlineData("other?.Mark(\"a\"); See();", "a start")]
    [InlineData("switch (number) { case 1: Mark(\"a\"); break; case 2: Mark(\"b\"); goto case 1; default: Mark(\"c\"); break; } See();", "a c")]
    public void Paths_meet(string code, string expected) => Assert.Equal([expected], Seen(code));

    [Theory]
    [InlineData("Pair(Mark(\"a\"), See());", "a")]
    [InlineData("Pair(See(), Mark(\"a\"));", "start")]
    [InlineData("Pair(Mark(\"a\") == See(), Mark(\"b\"));", "a")]
    [InlineData("if (Mark(\"a\")) { See(); }", "a")]
    public void Operations_are_seen_in_the_order_of_evaluation(string code, string expected) => Assert.Equal([expected], Seen(code));

    [Theory]
    [InlineData("Mark(\"a\"); while (x) { See(); Mark(\"b\"); } See();", "a b", "a b")]
    [InlineData("Mark(\"a\"); do { See(); Mark(\"b\"); } while (x); See();", "a b", "b")]
    [InlineData("for (;;) { See(); Mark(\"a\"); if (x) { Mark(\"b\"); break; } } See();", "a start", "b")]
    [InlineData("foreach (var item in items) { See(); Mark(item); if (x) { continue; } Mark(\"b\"); } See();", "b item start", "b item start")]
    [InlineData("again: See(); Mark(\"a\"); if (x) { goto again; } See();", "a start", "a")]
    [InlineData("while (x) { See(); while (x) { See(); Mark(\"a\"); } Mark(\"b\"); }", "b start", "a b start")]
    public void Loops_are_followed_until_nothing_is_new(string code, params string[] expected) => Assert.Equal(expected, Seen(code));

    [Theory]
    [InlineData("See(); return; See();", "start")]
    [InlineData("for (;;) { See(); } See();", "start")]
    [InlineData("try { Mark(\"a\"); } finally { for (;;) { } } See();")]
    [InlineData("try { throw new Exception(); } finally { Mark(\"a\"); } See();")]
    public void What_is_never_reached_is_not_seen(string code, params string[] expected) => Assert.Equal(expected, Seen(code));

    [Theory]
    [InlineData("try { Mark(\"a\"); Mark(\"b\"); } catch { See(); } See();", "a start", "a b start")]
    [InlineData("try { Mark(\"a\"); throw new Exception(); } catch (Exception) { See(); }", "a start")]
    [InlineData("try { Mark(\"a\"); if (x) { throw new Exception(); } Mark(\"b\"); } catch (Exception) { See(); Mark(\"c\"); } See();", "a start", "b c")]
    [InlineData("try { Mark(\"a\"); } catch (ArgumentException) { See(); } catch (Exception) { See(); } See();", "start", "start", "a start")]
    [InlineData("try { Mark(\"a\"); throw new Exception(); } catch (Exception) when (Mark(\"f\")) { See(); }", "f")]
    [InlineData("try { Mark(\"a\"); throw new Exception(); } catch (Exception) when (See()) { Mark(\"b\"); }", "a start")]
    [InlineData("try { try { Mark(\"a\"); } catch { Mark(\"b\"); throw; } } catch { See(); }", "b start")]
    [InlineData("try { try { Mark(\"a\"); Mark(\"b\"); } catch (ArgumentException) { } } catch (Exception) { See(); }", "a start")]
    public void Handler_is_entered_from_whatever_may_throw(string code, params string[] expected) => Assert.Equal(expected, Seen(code));

    [Theory]
    [InlineData("try { Mark(\"a\"); } finally { See(); } See();", "a start", "a")]
    [InlineData("try { Mark(\"a\"); } finally { Mark(\"f\"); } See();", "f")]
    [InlineData("try { Mark(\"a\"); } finally { if (x) { Mark(\"f\"); } } See();", "a f")]
    [InlineData("try { Mark(\"a\"); if (x) { Mark(\"b\"); return; } } finally { See(); } See();", "a b start", "a")]
    [InlineData("while (x) { try { Mark(\"a\"); if (x) { Mark(\"b\"); break; } } finally { Mark(\"f\"); } Mark(\"c\"); } See();", "c f start")]
    [InlineData("try { try { Mark(\"a\"); } finally { Mark(\"f\"); } Mark(\"b\"); } finally { See(); } See();", "a b f start", "b")]
    [InlineData("try { try { Mark(\"a\"); return; } finally { Mark(\"f\"); } } finally { See(); }", "a f start")]
    [InlineData("try { try { Mark(\"a\"); throw new Exception(); } finally { Mark(\"f\"); } } catch (Exception) { See(); }", "a f start")]
    [InlineData("try { Mark(\"a\"); } finally { try { Mark(\"b\"); } finally { Mark(\"c\"); } } See();", "c")]
    [InlineData("try { Mark(\"a\"); } finally { try { Mark(\"b\"); } catch { Mark(\"c\"); } } See();", "b c")]
    [InlineData("try { Mark(\"a\"); throw new Exception(); } catch (Exception) { Mark(\"c\"); } finally { See(); } See();", "a c start", "c")]
    [InlineData("using (Open()) { Mark(\"a\"); } See();", "a")]
    public void Way_through_a_finally_block_keeps_what_is_known_on_it(string code, params string[] expected) => Assert.Equal(expected, Seen(code));

    [Theory]
    [InlineData("Func<bool> f = () => See(); Mark(\"a\"); f();", "inside")]
    [InlineData("Mark(\"a\"); F(); void F() { See(); Mark(\"b\"); See(); }", "inside", "b")]
    [InlineData("void F() { Action g = () => { See(); H(); void H() => See(); }; g(); } F();", "inside", "inside")]
    [InlineData("items.Select(item => Mark(item)).ToList(); See();", "start")]
    [InlineData("try { Mark(\"a\"); } finally { Func<bool> f = () => See(); f(); }", "inside")]
    public void Functions_inside_are_followed_by_themselves(string code, params string[] expected) => Assert.Equal(expected, Seen(code));

    [Fact]
    public void Finally_blocks_without_end_get_no_answer()
    {
        var code = Enumerable.Range(0, 40).Aggregate("Mark(\"a\");", (inner, _) => $"try {{ See(); }} finally {{ {inner} }}");
        Assert.Empty(Seen(code));
    }

    private static List<string> Seen(string code)
    {
        var compilation = TestCompilation.Create($$"""
            class Marks
            {
                public bool Mark(string mark) => mark != "";
                bool See() => true;
                void Pair(bool first, bool second) { }
                IDisposable Open() => throw new NotSupportedException();
                void Run(bool x, int number, string[] items, Marks? other) { {{code}} }
            }
            """);
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Empty(errors);
        var tree = compilation.SyntaxTrees[1];
        var method = tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.Text == "Run");
        var seen = new SortedDictionary<int, string>();
        new LastMarks(ControlFlowGraph.Create(method, compilation.GetSemanticModel(tree), TestContext.Current.CancellationToken)!, "start", seen).Run();
        return [.. seen.Values];
    }

    private sealed class LastMarks(ControlFlowGraph graph, string entry, SortedDictionary<int, string> seen)
        : FlowAnalysis<ImmutableSortedSet<string>>(graph, ImmutableSortedSet.Create(StringComparer.Ordinal, entry))
    {
        protected override ImmutableSortedSet<string> Join(ImmutableSortedSet<string> known, ImmutableSortedSet<string> other) =>
            known.IsSupersetOf(other) ? known : known.Union(other);

        protected override ImmutableSortedSet<string> Transfer(IOperation operation, ImmutableSortedSet<string> state) =>
            operation is IInvocationOperation { TargetMethod.Name: "Mark", Arguments: [{ Value: var mark }] }
                ? ImmutableSortedSet.Create(StringComparer.Ordinal, mark.ConstantValue.Value as string ?? mark.Syntax.ToString())
                : state;

        protected override FlowAnalysis<ImmutableSortedSet<string>> Inside(ControlFlowGraph function) => new LastMarks(function, "inside", seen);

        // Each place once: a place that is seen twice fails here.
        protected override void Visit(IOperation operation, ImmutableSortedSet<string> state)
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "See" })
            {
                seen.Add(operation.Syntax.SpanStart, string.Join(" ", state));
            }
        }
    }
}
