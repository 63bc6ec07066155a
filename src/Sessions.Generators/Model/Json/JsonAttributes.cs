using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>What System.Text.Json's attributes say of a member or a plain type, read at once.</summary>
internal sealed class JsonAttributes
{
    private static readonly JsonAttributes None = new();

    /// <summary>Whether the symbol has no attributes at all.</summary>
    public bool IsEmpty => this == None;

    /// <summary>The name that the member has in JSON, if it is not its own.</summary>
    public string? Name { get; private set; }

    /// <summary>Whether the member is said to have no name.</summary>
    public bool HasNullName { get; private set; }

    public int? Order { get; private set; }

    public bool IsIncluded { get; private set; }

    public bool IsIgnored { get; private set; }

    /// <summary>When the member is left out, where that is said.</summary>
    public int? IgnoreCondition { get; private set; }

    public bool IsRequired { get; private set; }

    public bool IsExtensionData { get; private set; }

    public bool HasConverter { get; private set; }

    public int? NumberHandling { get; private set; }

    public int? CreationHandling { get; private set; }

    public int? UnmappedMemberHandling { get; private set; }

    public static JsonAttributes Of(ISymbol symbol)
    {
        var written = symbol.FindWrittenAttributes();
        return written is { IsEmpty: true } ? None
            : written is { } attributes && JsonSourceNames.Of(symbol) is { } names && Read(attributes, names) is { } found ? found
            : Read(symbol.GetAttributes());
    }

    private static JsonAttributes Read(ImmutableArray<AttributeData> attributes)
    {
        if (attributes.IsEmpty)
        {
            return None;
        }

        var found = new JsonAttributes();
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass is { } type)
            {
                found.HasConverter |= JsonConverterAttributes.Is(type);
                if (type.ContainingNamespace.Name == "Serialization")
                {
                    found.Read(attribute, type);
                }
            }
        }

        return found;
    }

    /// <summary>Reads attributes as they are written; <see langword="null"/> where only the compiler knows what they say.</summary>
    private static JsonAttributes? Read(ImmutableArray<AttributeSyntax> attributes, JsonSourceNames names)
    {
        var found = new JsonAttributes();
        return attributes.All(attribute => found.TryRead(attribute, names)) ? found : null;
    }

    private bool TryRead(AttributeSyntax attribute, JsonSourceNames names) =>
        attribute.Parent is AttributeListSyntax { Target: null, Parent: PropertyDeclarationSyntax }
        && (!names.CanMean(attribute.Name)
            ? !names.CanNameConverter(attribute.Name)
            : (attribute.Name is IdentifierNameSyntax { Identifier.ValueText: var name } && names.IsAttribute(name) && TryRead(name, attribute.ArgumentList?.Arguments ?? default, names)));

    private bool TryRead(string name, SeparatedSyntaxList<AttributeArgumentSyntax> arguments, JsonSourceNames names)
    {
        switch (name, arguments.Count)
        {
            case ("JsonPropertyName", 1) when JsonAttributeSyntax.FindText(arguments[0]) is { } text:
                Name ??= text;
                return true;
            case ("JsonIgnore", 0):
                Ignore(null);
                return true;
            case ("JsonIgnore", 1) when JsonAttributeSyntax.FindCondition(arguments[0], names) is { } condition:
                Ignore(condition);
                return true;
            case ("JsonInclude", 0):
                IsIncluded = true;
                return true;
            case ("JsonRequired", 0):
                IsRequired = true;
                return true;
            default:
                return false;
        }
    }

    private void Ignore(int? condition)
    {
        IgnoreCondition ??= condition;
        IsIgnored = (IgnoreCondition ?? JsonNames.IgnoreAlways) == JsonNames.IgnoreAlways;
    }

    private void Read(AttributeData attribute, INamedTypeSymbol type)
    {
        switch (type.Name)
        {
            case "JsonPropertyNameAttribute" when type.Is(JsonNames.PropertyName):
                Name ??= attribute.ConstructorArgument<string>(0);
                HasNullName = attribute.ConstructorArguments.Any(static argument => argument is { Kind: TypedConstantKind.Primitive, IsNull: true });
                break;
            case "JsonPropertyOrderAttribute" when type.Is(JsonNames.PropertyOrder):
                Order ??= attribute.ConstructorArgument<int?>(0);
                break;
            case "JsonIncludeAttribute" when type.Is(JsonNames.Include):
                IsIncluded = true;
                break;
            case "JsonIgnoreAttribute" when type.Is(JsonNames.Ignore):
                Ignore(attribute.NamedArgument<int?>("Condition"));
                break;
            case "JsonRequiredAttribute" when type.Is(JsonNames.Required):
                IsRequired = true;
                break;
            case "JsonExtensionDataAttribute" when type.Is(JsonNames.ExtensionData):
                IsExtensionData = true;
                break;
            case "JsonNumberHandlingAttribute" when type.Is(JsonNames.NumberHandling):
                NumberHandling ??= attribute.ConstructorArgument<int?>(0);
                break;
            case "JsonObjectCreationHandlingAttribute" when type.Is(JsonNames.ObjectCreationHandling):
                CreationHandling ??= attribute.ConstructorArgument<int?>(0);
                break;
            case "JsonUnmappedMemberHandlingAttribute" when type.Is(JsonNames.UnmappedMemberHandling):
                UnmappedMemberHandling ??= attribute.ConstructorArgument<int?>(0);
                break;
        }
    }
}
