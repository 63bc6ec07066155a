namespace Sessions.Generators;

/// <summary>
/// Writes the doors to what C# does not let generated code do by name: setting an <see langword="init"/> property of an
/// object that exists (so that an absent member keeps its initializer), private members, constructors that demand members.
/// </summary>
internal static class JsonUnsafeEmitter
{
    private const string Accessor = "[global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.";

    public static void Emit(SourceWriter writer, JsonGraphModel graph)
    {
        // A base class's member is reached the same way from each class that derives from it.
        var emitted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in graph.Types)
        {
            if (type.Object is null)
            {
                continue;
            }

            if (type.Object.Constructor is { IsUnsafe: true } constructor)
            {
                EmitConstructor(writer, type, constructor);
            }

            foreach (var member in type.Object.Members)
            {
                EmitMember(writer, member, emitted);
            }
        }
    }

    private static void EmitConstructor(SourceWriter writer, JsonTypeModel type, JsonConstructorModel constructor)
    {
        var parameters = string.Join(", ", constructor.Parameters.Select(static parameter => $"{parameter.Type} {CSharpText.Identifier(parameter.Name)}"));
        writer.WriteLine();
        writer.WriteLine($"{Accessor}Constructor)]");
        writer.WriteLine($"private static extern {type.FullName} New_{type.Identifier}({parameters});");
    }

    private static void EmitMember(SourceWriter writer, JsonMemberModel member, HashSet<string> emitted)
    {
        var target = member.IsDeclaredByValueType ? $"ref {member.DeclaringType} target" : $"{member.DeclaringType} target";
        if (member.IsField)
        {
            if (member.Getter == JsonMemberAccess.Unsafe || member.Setter == JsonMemberAccess.Unsafe)
            {
                EmitAccessor(writer, "Field", member.Name, $"ref {member.Type} {JsonAccessText.Field(member)}({target})", emitted);
            }

            return;
        }

        if (member.Getter == JsonMemberAccess.Unsafe)
        {
            EmitAccessor(writer, "Method", "get_" + member.Name, $"{member.Type} {JsonAccessText.Getter(member)}({target})", emitted);
        }

        if (member.Setter == JsonMemberAccess.Unsafe)
        {
            EmitAccessor(writer, "Method", "set_" + member.Name, $"void {JsonAccessText.Setter(member)}({target}, {member.Type} value)", emitted);
        }
    }

    private static void EmitAccessor(SourceWriter writer, string kind, string name, string signature, HashSet<string> emitted)
    {
        if (emitted.Add(signature))
        {
            writer.WriteLine();
            writer.WriteLine($"{Accessor}{kind}, Name = {CSharpText.Literal(name)})]");
            writer.WriteLine($"private static extern {signature};");
        }
    }
}
