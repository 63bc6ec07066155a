using System.Globalization;

namespace Sessions.Generators;

/// <summary>Writes the metadata of a plain type: how it is made, and its members.</summary>
internal static class JsonObjectEmitter
{
    private const string Metadata = JsonTypeEmitter.Metadata;
    private const string Options = JsonTypeEmitter.Options;
    private const string Serialization = "global::System.Text.Json.Serialization.";

    public static void Emit(SourceWriter writer, JsonTypeModel type, JsonObjectModel model)
    {
        EmitCreate(writer, type, model);
        EmitMembers(writer, type, model);
        if (model.Constructor is { Parameters.Count: > 0 } constructor)
        {
            EmitParameters(writer, type, constructor);
        }
    }

    private static void EmitCreate(SourceWriter writer, JsonTypeModel type, JsonObjectModel model)
    {
        writer.Open($"private static {Metadata}JsonTypeInfo<{type.FullName}> Create_{type.Identifier}({Options} options)");
        writer.Open($"var values = new {Metadata}JsonObjectInfoValues<{type.FullName}>");
        if (model.Constructor is { Parameters.Count: 0 })
        {
            writer.WriteLine($"ObjectCreator = static () => {New(type, model.Constructor, "")},");
        }
        else if (model.Constructor is { } constructor)
        {
            var arguments = string.Join(", ", constructor.Parameters.Select(static (parameter, index) => $"({parameter.Type})arguments[{Number(index)}]"));
            writer.WriteLine($"ObjectWithParameterizedConstructorCreator = static arguments => {New(type, constructor, arguments)},");
            writer.WriteLine($"ConstructorParameterMetadataInitializer = Parameters_{type.Identifier},");
        }

        writer.WriteLine($"PropertyMetadataInitializer = _ => Members_{type.Identifier}(options),");
        WriteEnum(writer, "NumberHandling", "JsonNumberHandling", model.NumberHandling, ",");
        writer.Close(";");
        writer.WriteLine();
        if (model.UnmappedMemberHandling is null && model.CreationHandling is null)
        {
            writer.WriteLine($"return {JsonTypeEmitter.Services}CreateObjectInfo(options, values);");
        }
        else
        {
            writer.WriteLine($"var typeInfo = {JsonTypeEmitter.Services}CreateObjectInfo(options, values);");
            WriteEnum(writer, "typeInfo.UnmappedMemberHandling", "JsonUnmappedMemberHandling", model.UnmappedMemberHandling, ";");
            WriteEnum(writer, "typeInfo.PreferredPropertyObjectCreationHandling", "JsonObjectCreationHandling", model.CreationHandling, ";");
            writer.WriteLine("return typeInfo;");
        }

        writer.Close();
    }

    private static string New(JsonTypeModel type, JsonConstructorModel constructor, string arguments) =>
        constructor.IsUnsafe ? $"New_{type.Identifier}({arguments})" : $"new {type.FullName}({arguments})";

    private static void EmitMembers(SourceWriter writer, JsonTypeModel type, JsonObjectModel model)
    {
        writer.WriteLine();
        writer.Open($"private static {Metadata}JsonPropertyInfo[] Members_{type.Identifier}({Options} options)");
        writer.WriteLine($"var members = new {Metadata}JsonPropertyInfo[{Number(model.Members.Count)}];");
        for (var index = 0; index < model.Members.Count; index++)
        {
            writer.WriteLine();
            EmitMember(writer, type, model, model.Members[index], $"members[{Number(index)}]");
        }

        writer.WriteLine();
        writer.WriteLine("return members;");
        writer.Close();
    }

    private static void EmitMember(SourceWriter writer, JsonTypeModel type, JsonObjectModel model, JsonMemberModel member, string target)
    {
        writer.Open($"{target} = {JsonTypeEmitter.Services}CreatePropertyInfo(options, new {Metadata}JsonPropertyInfoValues<{member.Type}>");
        writer.WriteLine($"IsProperty = {CSharpText.Literal(!member.IsField)},");

        // What is not public would be left out, or refused, were it not called public.
        writer.WriteLine("IsPublic = true,");
        writer.WriteLine($"IsVirtual = {CSharpText.Literal(member.IsVirtual)},");
        writer.WriteLine($"DeclaringType = typeof({member.DeclaringType}),");
        writer.WriteLine($"PropertyName = {CSharpText.Literal(member.Name)},");
        EmitAccess(writer, type, model, member);
        EmitAttributes(writer, member);
        writer.Close(");");
        EmitAfterwards(writer, member, target);
    }

    private static void EmitAccess(SourceWriter writer, JsonTypeModel type, JsonObjectModel model, JsonMemberModel member)
    {
        if (member.Getter != JsonMemberAccess.None)
        {
            writer.WriteLine($"Getter = static target => {JsonAccessText.Get(type, model, member)},");
        }

        if (member.Setter != JsonMemberAccess.None)
        {
            writer.WriteLine($"Setter = static (target, value) => {JsonAccessText.Set(type, model, member)},");
        }
    }

    private static void EmitAttributes(SourceWriter writer, JsonMemberModel member)
    {
        if (member.JsonName is not null)
        {
            writer.WriteLine($"JsonPropertyName = {CSharpText.Literal(member.JsonName)},");
        }

        if (member.IsIncluded)
        {
            writer.WriteLine("HasJsonInclude = true,");
        }

        if (member.IsExtensionData)
        {
            writer.WriteLine("IsExtensionData = true,");
        }

        if (member.Converter is not null)
        {
            writer.WriteLine($"Converter = {JsonTypeEmitter.Converter(member.Converter)},");
        }

        WriteEnum(writer, "IgnoreCondition", "JsonIgnoreCondition", member.IgnoreCondition, ",");
        WriteEnum(writer, "NumberHandling", "JsonNumberHandling", member.NumberHandling, ",");
    }

    private static void EmitAfterwards(SourceWriter writer, JsonMemberModel member, string target)
    {
        if (member.IsRequired)
        {
            writer.WriteLine($"{target}.IsRequired = true;");
        }

        if (member.Order is { } order)
        {
            writer.WriteLine($"{target}.Order = {Number(order)};");
        }

        WriteEnum(writer, $"{target}.ObjectCreationHandling", "JsonObjectCreationHandling", member.CreationHandling, ";");
    }

    private static void EmitParameters(SourceWriter writer, JsonTypeModel type, JsonConstructorModel constructor)
    {
        writer.WriteLine();
        writer.WriteLine($"private static {Metadata}JsonParameterInfoValues[] Parameters_{type.Identifier}() => new {Metadata}JsonParameterInfoValues[]");
        writer.WriteLine("{");
        for (var index = 0; index < constructor.Parameters.Count; index++)
        {
            var parameter = constructor.Parameters[index];
            var defaultValue = parameter.DefaultValue is null ? "" : $", HasDefaultValue = true, DefaultValue = {parameter.DefaultValue}";
            writer.WriteLine($"    new() {{ Name = {CSharpText.Literal(parameter.Name)}, ParameterType = typeof({parameter.Type}), Position = {Number(index)}{defaultValue} }},");
        }

        writer.WriteLine("};");
    }

    private static void WriteEnum(SourceWriter writer, string target, string type, int? value, string end)
    {
        if (value is { } number)
        {
            writer.WriteLine($"{target} = ({Serialization}{type}){Number(number)}{end}");
        }
    }

    private static string Number(int value) => value < 0 ? $"({value.ToString(CultureInfo.InvariantCulture)})" : value.ToString(CultureInfo.InvariantCulture);
}
