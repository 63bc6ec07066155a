using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public sealed class FolderDependenciesTests : IDisposable
{
    private readonly string _project = Directory.CreateTempSubdirectory("Layered").FullName;

    public void Dispose() => Directory.Delete(_project, recursive: true);

    [Fact]
    public void Folders_that_use_each_other_are_named_with_a_type_each_way()
    {
        Write("Low/Base.cs", "class Base { object F() => new Middle(); }");
        Write("High/Middle.cs", "class Middle : Base;");
        Write("High/Top.cs", "class Top { Middle? _middle; }");

        var (there, back) = Assert.Single(FolderDependencies.Of(_project).Cycles());

        Assert.Equal("High/Middle → Low/Base", there.ToString());
        Assert.Equal("Low/Base → High/Middle", back.ToString());
    }

    [Theory]
    [InlineData("class Base { int F() => High.Size; }")]
    [InlineData("class Base { High.Inner? F; }")]
    [InlineData("class Base { class Inner { High[] F() => []; } }")]
    [InlineData("class Base { void F() { var high = Source.Make(); } }")]
    [InlineData("class Base { void F() => Source.Take(new()); }")]
    [InlineData("class Base { int F() => \"\".Measure(); }")]
    [InlineData("[Mark] class Base;")]
    [InlineData("class Base() : Low.Generic<High>(1);")]
    [InlineData("record Base(List<High> F);")]
    [InlineData("delegate High Base();")]
    public void A_use_upward_is_found_however_it_is_written(string lower)
    {
        Write("Low/Base.cs", lower);
        Write("High/High.cs", """
            [AttributeUsage(AttributeTargets.All)] class MarkAttribute : Attribute;
            class High { public const int Size = 1; public class Inner; }
            static class Source { public static High Make() => new(); public static void Take(High high) { } public static int Measure(this string text) => 1; }
            """);
        Write("Low/Generic.cs", "namespace Low; class Generic<T>(int size) { public int Size => size; }");

        var dependencies = FolderDependencies.Of(_project);

        Assert.NotEmpty(dependencies.Upward(["Low", "High"]));
        Assert.All(dependencies.Upward(["Low", "High"]), edge => Assert.Equal("Base", edge.FromType));
        Assert.Empty(dependencies.Upward(["High", "Low"]));
    }

    [Fact]
    public void The_folders_of_a_folder_are_looked_at_by_themselves()
    {
        Write("Low/Base.cs", "class Base;");
        Write("Model/Low/Inner.cs", "class Inner : Base;");
        Write("Model/High/Outer.cs", "class Outer : Inner;");
        var inner = FolderDependencies.Of(_project, "Model");

        Assert.Equal(["High", "Low"], inner.Folders);
        Assert.Equal("High/Outer → Low/Inner", Assert.Single(inner.Edges).ToString());
    }

    [Fact]
    public void An_order_that_leaves_a_folder_out_is_refused()
    {
        Write("Low/A.cs", "class A;");
        Write("B.cs", "class B;");
        Write("obj/C.cs", "class C;");

        Assert.Equal([".", "Low"], FolderDependencies.Of(_project).Folders);
        Assert.Throws<ArgumentException>(() => FolderDependencies.Of(_project).Upward(["Low"]));
    }

    [Fact]
    public void A_name_that_is_not_understood_is_not_passed_over()
    {
        Write("Low/A.cs", "class A { Unknown? _unknown; }");

        Assert.Contains("Unknown", Assert.Throws<InvalidOperationException>(() => FolderDependencies.Of(_project)).Message, StringComparison.Ordinal);
    }

    private void Write(string path, string source)
    {
        var full = Path.Combine(_project, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, source);
    }
}
