namespace Sessions.Generators;

/// <summary>
/// Writes the doors to what C# does not let generated code do by name: setting an <see langword="init"/> property of an
/// object that exists (so that an absent member keeps its initializer), private members, constructors that demand members.
/// </summary>
internal static class JsonUnsafeEmitter
{
    private const string Attribute = "global::System.Runtime.CompilerServices.UnsafeAccessor";
    private const string Kind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind.";

    public static void Emit(SourceWriter writer, JsonGraphModel graph)
    {
        var all = graph.Types.Where(static type => type.Object is not null).SelectMany(static type => Find(type, type.Object!)).ToList();
        foreach (var accessor in all.Where(static accessor => accessor.Open is null).Distinct())
        {
            writer.WriteLine();
            Emit(writer, accessor, "private");
        }

        foreach (var open in all.Where(static accessor => accessor.Open is not null).GroupBy(static accessor => accessor.Open!.ClassName, StringComparer.Ordinal))
        {
            writer.WriteLine();
            writer.Open($"private static class {open.Key}{open.First().Open!.Parameters}{open.First().Open!.Constraints}");
            foreach (var (accessor, index) in open.Select(static accessor => accessor with { Open = null }).Distinct().Select(static (accessor, index) => (accessor, index)))
            {
                if (index > 0)
                {
                    writer.WriteLine();
                }

                Emit(writer, accessor, "public");
            }

            writer.Close();
        }
    }

    private static void Emit(SourceWriter writer, Accessor accessor, string visibility)
    {
        var attribute = accessor.Name is null
            ? CSharpText.Call(Attribute, Kind + accessor.Kind)
            : CSharpText.Call(Attribute, Kind + accessor.Kind, $"Name = {CSharpText.Literal(accessor.Name)}");
        writer.WriteLine($"[{attribute}]");
        writer.WriteLine($"{visibility} static extern {accessor.Signature};");
    }

    private static IEnumerable<Accessor> Find(JsonTypeModel type, JsonObjectModel model)
    {
        if (model.Constructor is { IsUnsafe: true } constructor)
        {
            var name = constructor.Open is { } open ? $"{open.DeclaringType} New" : $"{type.FullName} New_{type.Identifier}";
            var parameters = constructor.Parameters.Select(parameter => $"{(constructor.Open is null ? parameter.Type : parameter.OpenType)} {CSharpText.Identifier(parameter.Name)}").ToArray();
            yield return new("Constructor", null, parameters.Length == 0 ? $"{name}()" : CSharpText.Call(name, parameters), constructor.Open);
        }

        foreach (var member in model.Members)
        {
            var declaring = member.Open?.DeclaringType ?? member.DeclaringType;
            var target = member.IsDeclaredByValueType ? $"ref {declaring} target" : $"{declaring} target";
            if (member.IsField && (member.Getter == JsonMemberAccess.Unsafe || member.Setter == JsonMemberAccess.Unsafe))
            {
                yield return new("Field", member.Name, CSharpText.Call($"ref {member.OpenType} {JsonAccessText.Field(member)}", target), member.Open);
            }

            if (!member.IsField && member.Getter == JsonMemberAccess.Unsafe)
            {
                yield return new("Method", "get_" + member.Name, CSharpText.Call($"{member.OpenType} {JsonAccessText.Getter(member)}", target), member.Open);
            }

            if (!member.IsField && member.Setter == JsonMemberAccess.Unsafe)
            {
                yield return new("Method", "set_" + member.Name, CSharpText.Call($"void {JsonAccessText.Setter(member)}", target, $"{member.OpenType} value"), member.Open);
            }
        }
    }

    /// <summary>One of the doors. A base class's member is reached by the same from each class that derives from it.</summary>
    private sealed record Accessor(string Kind, string? Name, string Signature, JsonOpenType? Open);
}
