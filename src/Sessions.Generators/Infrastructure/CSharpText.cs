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
}
