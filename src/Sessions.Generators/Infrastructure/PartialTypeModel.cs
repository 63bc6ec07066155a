using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>A partial type, as much of it as is needed to write another part of it.</summary>
/// <param name="MetadataName">The type's name as reflection has it.</param>
/// <param name="FullName">The type's name as generated code writes it.</param>
/// <param name="Namespace">The namespace, or <see langword="null"/> for the global one.</param>
/// <param name="Declarations">The declarations of the types around it and of itself, the outermost first.</param>
internal sealed record PartialTypeModel(string MetadataName, string FullName, string? Namespace, EquatableArray<string> Declarations)
{
    public static PartialTypeModel Of(INamedTypeSymbol type) => new(
        type.ToMetadataName(),
        type.ToFullName(),
        type.ContainingNamespace is { IsGlobalNamespace: false } @namespace ? TypeNames.Write(@namespace) : null,
        type.ContainingType is null ? new(System.Collections.Immutable.ImmutableArray.Create(Declaration(type))) : type.SelfAndContainingTypes().Reverse().Select(Declaration).ToEquatableArray());

    /// <summary>Opens the types around the type, and the type.</summary>
    public void OpenDeclarations(SourceWriter writer, string baseList, string? attribute = null)
    {
        for (var i = 0; i < Declarations.Count; i++)
        {
            if (attribute is not null && i == Declarations.Count - 1)
            {
                writer.WriteLine(attribute);
            }

            writer.Open(i == Declarations.Count - 1 ? Declarations[i] + baseList : Declarations[i]);
        }
    }

    /// <summary>Closes the type and the types around it.</summary>
    public void CloseDeclarations(SourceWriter writer)
    {
        for (var i = 0; i < Declarations.Count; i++)
        {
            writer.Close();
        }
    }

    public void OpenNamespace(SourceWriter writer)
    {
        if (Namespace is not null)
        {
            writer.Open($"namespace {Namespace}");
        }
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        var kind = type switch
        {
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { TypeKind: TypeKind.Interface } => "interface",
            { IsValueType: true } => "struct",
            _ => "class",
        };
        return $"partial {kind} {CSharpText.Identifier(type.Name)}";
    }
}
