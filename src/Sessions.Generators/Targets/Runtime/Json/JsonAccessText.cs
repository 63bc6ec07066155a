namespace Sessions.Generators;

/// <summary>The expressions that read and set a member of <c>target</c>, an object of a plain type.</summary>
internal static class JsonAccessText
{
    public static string Get(JsonTypeModel type, JsonObjectModel model, JsonMemberModel member) => member.Getter switch
    {
        JsonMemberAccess.Direct => $"{Cast(type, member)}.{CSharpText.Identifier(member.Name)}",
        _ when member.IsField => CSharpText.Call(Reach(member) + Field(member), Target(model, member)),
        _ => CSharpText.Call(Reach(member) + Getter(member), Target(model, member)),
    };

    public static string Set(JsonTypeModel type, JsonObjectModel model, JsonMemberModel member) => member.Setter switch
    {
        JsonMemberAccess.Direct when model.IsValueType => $"{Unboxed(type)}.{CSharpText.Identifier(member.Name)} = value",
        JsonMemberAccess.Direct => $"{Cast(type, member)}.{CSharpText.Identifier(member.Name)} = value",
        _ when member.IsField => $"{CSharpText.Call(Reach(member) + Field(member), Target(model, member))} = value",
        _ => CSharpText.Call(Reach(member) + Setter(member), Target(model, member), "value"),
    };

    public static string Getter(JsonMemberModel member) => $"Get_{member.DeclaringName}_{member.Name}";

    public static string Setter(JsonMemberModel member) => $"Set_{member.DeclaringName}_{member.Name}";

    public static string Field(JsonMemberModel member) => $"Field_{member.DeclaringName}_{member.Name}";

    private static string Cast(JsonTypeModel type, JsonMemberModel member) => $"(({(member.IsHidden ? member.DeclaringType : type.FullName)})target)";

    private static string Reach(JsonMemberModel member) => member.Open is { } open ? $"{open.ClassName}{open.Arguments}." : "";

    private static string Target(JsonObjectModel model, JsonMemberModel member) => model.IsValueType ? $"ref {Unboxed(member.DeclaringType)}" : $"({member.DeclaringType})target";

    private static string Unboxed(JsonTypeModel type) => Unboxed(type.FullName);

    // A struct is set in its box: a copy would be lost.
    private static string Unboxed(string type) => $"global::System.Runtime.CompilerServices.Unsafe.Unbox<{type}>(target)";
}
