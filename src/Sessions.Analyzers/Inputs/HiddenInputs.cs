using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Inputs;

/// <summary>Knows what of .NET reads hidden inputs.</summary>
internal static class HiddenInputs
{
    private static readonly Dictionary<string, HiddenInput> Types = new(StringComparer.Ordinal)
    {
        ["System.Security.Cryptography.RandomNumberGenerator"] = HiddenInput.Chance,
        ["System.IO.File"] = HiddenInput.Outside,
        ["System.IO.Directory"] = HiddenInput.Outside,
        ["System.IO.FileStream"] = HiddenInput.Outside,
        ["System.Net.Http.HttpClient"] = HiddenInput.Outside,
    };

    private static readonly Dictionary<string, HiddenInput> Members = new(StringComparer.Ordinal)
    {
        ["System.DateTime.Now"] = HiddenInput.Clock,
        ["System.DateTime.UtcNow"] = HiddenInput.Clock,
        ["System.DateTime.Today"] = HiddenInput.Clock,
        ["System.DateTimeOffset.Now"] = HiddenInput.Clock,
        ["System.DateTimeOffset.UtcNow"] = HiddenInput.Clock,
        ["System.TimeProvider.GetUtcNow"] = HiddenInput.Clock,
        ["System.TimeProvider.GetLocalNow"] = HiddenInput.Clock,
        ["System.TimeProvider.GetTimestamp"] = HiddenInput.Clock,
        ["System.Diagnostics.Stopwatch.StartNew"] = HiddenInput.Clock,
        ["System.Diagnostics.Stopwatch.GetTimestamp"] = HiddenInput.Clock,
        ["System.Environment.TickCount"] = HiddenInput.Clock,
        ["System.Environment.TickCount64"] = HiddenInput.Clock,
        ["System.Guid.NewGuid"] = HiddenInput.Chance,
        ["System.Guid.CreateVersion7"] = HiddenInput.Chance,
        ["System.Random.Shared"] = HiddenInput.Chance,
        ["System.IO.Path.GetRandomFileName"] = HiddenInput.Chance,
        ["System.Globalization.CultureInfo.CurrentCulture"] = HiddenInput.Culture,
        ["System.Globalization.CultureInfo.CurrentUICulture"] = HiddenInput.Culture,
        ["System.Console.In"] = HiddenInput.Outside,
        ["System.Console.Read"] = HiddenInput.Outside,
        ["System.Console.ReadKey"] = HiddenInput.Outside,
        ["System.Console.ReadLine"] = HiddenInput.Outside,
        ["System.TimeZoneInfo.Local"] = HiddenInput.Outside,
        ["System.Environment.GetEnvironmentVariable"] = HiddenInput.Outside,
        ["System.Environment.GetEnvironmentVariables"] = HiddenInput.Outside,
        ["System.Environment.MachineName"] = HiddenInput.Outside,
        ["System.Environment.UserName"] = HiddenInput.Outside,
        ["System.Environment.CurrentDirectory"] = HiddenInput.Outside,
    };

    /// <summary>What the operation reads by itself, not what it is made of.</summary>
    public static HiddenInput Of(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type: { } type, Arguments.IsEmpty: var isPlain } => OfNew(type.ToDisplayString(), isPlain),
        IPropertyReferenceOperation { Property: var property } => OfMember(property),
        IInvocationOperation { TargetMethod: var method } => CultureMethods.Contains(method) ? HiddenInput.Culture : OfMember(method),
        IMethodReferenceOperation { Method: var method } => OfMember(method),
        _ => HiddenInput.None,
    };

    /// <summary>The name of what is read, as code says it.</summary>
    public static string Describe(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: var property } => Describe(property),
        IInvocationOperation { TargetMethod: var method } => Describe(method),
        IMethodReferenceOperation { Method: var method } => Describe(method),
        _ => "new " + operation.Type!.Name,
    };

    // A seed makes chance the same each time.
    private static HiddenInput OfNew(string type, bool isPlain) =>
        type == "System.Random" ? (isPlain ? HiddenInput.Chance : HiddenInput.None) : Find(Types, type);

    private static HiddenInput OfMember(ISymbol member)
    {
        var type = member.ContainingType.ToDisplayString();
        return Find(Types, type) is var known and not HiddenInput.None ? known : Find(Members, type + "." + member.Name);
    }

    private static HiddenInput Find(Dictionary<string, HiddenInput> known, string name) => known.TryGetValue(name, out var input) ? input : HiddenInput.None;

    private static string Describe(ISymbol member) => $"{member.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}.{member.Name}";
}
