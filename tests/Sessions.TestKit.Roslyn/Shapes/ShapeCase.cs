using System.Globalization;

namespace Sessions.Shapes;

/// <summary>A state type in a file of its own. Its static method <c>Create</c> makes a value.</summary>
/// <param name="Description">What is particular about it.</param>
/// <param name="Source">The file, in which <c>~</c> stands for a number that no other shape has.</param>
/// <param name="TypeName">The type's metadata name, with the same <c>~</c>.</param>
/// <param name="Refusal">The rule that refuses the type.</param>
/// <param name="IncludesFields">Whether it asks for the fields of its members' types.</param>
public sealed record ShapeCase(string Description, string Source, string TypeName = "N~.P~", string? Refusal = null, bool IncludesFields = false)
{
    private const string Usings = "using System.Text.Json.Serialization;\n";

    /// <summary>The shape under a number.</summary>
    public ShapeCase At(int number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return this with { Source = Usings + Source.Replace("~", text, StringComparison.Ordinal), TypeName = TypeName.Replace("~", text, StringComparison.Ordinal) };
    }

    /// <summary>The shapes that work and those that are refused, each under its number.</summary>
    public static IReadOnlyList<ShapeCase> All { get; } =
    [
        .. DeclarationShapes.All().Concat(MemberShapes.All()).Concat(OddShapes.All()).Concat(RefusedShapes.All()).Select((shape, index) => shape.At(index)),
    ];
}
