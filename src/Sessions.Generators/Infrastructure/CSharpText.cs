using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Sessions.Generators;

/// <summary>Writes names and values as C# reads them.</summary>
internal static class CSharpText
{
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    public static string Literal(bool value) => value ? "true" : "false";

    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A call whose arguments have a line each.</summary>
    public static string Call(string method, params string[] arguments) => method + Lines("(", arguments, ")");

    /// <summary>A generic name whose type arguments have a line each.</summary>
    public static string Generic(string name, params string[] typeArguments) => name + Lines("<", typeArguments, ">");

    /// <summary>An exception whose message has a line for each of its parts.</summary>
    public static string Throw(params string[] parts) =>
        $"throw new global::System.InvalidOperationException(\n    {string.Join(" +\n    ", parts.Select((part, index) => Literal(index == 0 ? part : " " + part)))})";

    /// <summary>The value of an optional parameter, as an expression of the parameter's type.</summary>
    public static string DefaultValue(IParameterSymbol parameter)
    {
        var type = parameter.Type.ToFullName();
        return parameter.ExplicitDefaultValue switch
        {
            null => $"default({type})",
            string text => Literal(text),
            double.NaN => "double.NaN",
            double.PositiveInfinity => "double.PositiveInfinity",
            double.NegativeInfinity => "double.NegativeInfinity",
            float.NaN => "float.NaN",
            float.PositiveInfinity => "float.PositiveInfinity",
            float.NegativeInfinity => "float.NegativeInfinity",
            double number => $"({type})({number.ToString("R", CultureInfo.InvariantCulture)}D)",
            float number => $"({type})({number.ToString("R", CultureInfo.InvariantCulture)}F)",
            decimal number => $"({type})({number.ToString(CultureInfo.InvariantCulture)}M)",
            var value => $"({type})({SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)})",
        };
    }

    private static string Lines(string open, string[] parts, string close) =>
        $"{open}\n    {string.Join(",\n", parts).Replace("\n", "\n    ")}{close}";
}
