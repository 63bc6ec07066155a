namespace Sessions.Generators;

/// <summary>The expressions that read and set a member of <c>target</c>, an object of a plain type.</summary>
internal static class JsonAccessText
{
    public static string Get(JsonTypeModel type, JsonObjectModel model, JsonMemberModel member) => member.Getter switch
    {
        JsonMemberAccess.Direct => $"{Cast(type, member)}.{CSharpText.Identifier(member.Name)}",
        _ when member.IsField => $"{Field(member)}({Target(type, model)})",
        _ => $"{Getter(member)}({Target(type, model)})",
    };

    public static string Set(JsonTypeModel type, JsonObjectModel model, JsonMemberModel member) => member.Setter switch
    {
        JsonMemberAccess.Direct when model.IsValueType => $"{Unboxed(type)}.{CSharpText.Identifier(member.Name)} = value",
        JsonMemberAccess.Direct => $"{Cast(type, member)}.{CSharpText.Identifier(member.Name)} = value",
        _ when member.IsField => $"{Field(member)}({Target(type, model)}) = value",
        _ => $"{Setter(member)}({Target(type, model)}, value)",
    };

    public static string Getter(JsonMemberModel member) => $"Get_{member.DeclaringName}_{member.Name}";

    public static string Setter(JsonMemberModel member) => $"Set_{member.DeclaringName}_{member.Name}";

    public static string Field(JsonMemberModel member) => $"Field_{member.DeclaringName}_{member.Name}";

    private static string Cast(JsonTypeModel type, JsonMemberModel member) => $"(({(member.IsHidden ? member.DeclaringType : type.FullName)})target)";

    private static string Target(JsonTypeModel type, JsonObjectModel model) => model.IsValueType ? $"ref {Unboxed(type)}" : $"({type.FullName})target";

    // A struct is set in its box: a copy would be lost.
    private static string Unboxed(JsonTypeModel type) => $"global::System.Runtime.CompilerServices.Unsafe.Unbox<{type.FullName}>(target)";
}
