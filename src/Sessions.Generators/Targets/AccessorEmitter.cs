namespace Sessions.Generators;

/// <summary>Writes the extension methods that read and write a state type's slot by its name.</summary>
internal static class AccessorEmitter
{
    private const string SessionParameter = "/// <param name=\"session\">The session.</param>";
    private const string NullCheck = "global::System.ArgumentNullException.ThrowIfNull(session);";

    /// <summary>Writes them for each kind of session.</summary>
    public static void Emit(SourceWriter writer, StateModel state, string accessor, IEnumerable<SessionAccess> sessions)
    {
        var self = state.Type.FullName;
        writer.WriteLine($"/// <summary>Reads and writes a session's <see cref=\"{self}\"/>.</summary>");
        writer.WriteLine(GeneratedFile.Attribute);
        writer.Open($"{state.Visibility.Keyword()} static class {state.ExtensionsName}");
        var isFirst = true;
        foreach (var session in sessions)
        {
            if (!isFirst)
            {
                writer.WriteLine();
            }

            isFirst = false;
            EmitAccessors(writer, state, accessor, session);
        }

        writer.Close();
    }

    private static void EmitAccessors(SourceWriter writer, StateModel state, string accessor, SessionAccess session)
    {
        var self = state.Type.FullName;
        if (state.HasDefault)
        {
            EmitGet(writer, session, self, accessor);
            EmitUpdate(writer, session, self, accessor);
        }
        else
        {
            EmitGetOrNull(writer, session, self, accessor);
            EmitAddOrUpdate(writer, session, self, accessor);
        }

        EmitSet(writer, session, self, accessor);
        EmitTryGet(writer, session, self, accessor);
        EmitClear(writer, session, self, accessor);
        if (state.HasProperty)
        {
            EmitProperty(writer, session, self, accessor);
        }
    }

    private static void EmitGet(SourceWriter writer, SessionAccess session, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Reads the session's <see cref="{self}"/>: the stored value, or a new one.</summary>
        {SessionParameter}
        /// <returns>The value.</returns>
        """,
        CSharpText.Call($"public static {self} Get{accessor}", Argument(session)),
        $"return {session.Call("Get", self)};");

    private static void EmitGetOrNull(SourceWriter writer, SessionAccess session, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Reads the session's <see cref="{self}"/>, if it has one.</summary>
        {SessionParameter}
        /// <returns>The stored value, or <see langword="null"/>.</returns>
        """,
        CSharpText.Call($"public static {self}? Get{accessor}", Argument(session)),
        $"return {session.Call("TryGet", self, "out var value")} ? value : null;");

    private static void EmitUpdate(SourceWriter writer, SessionAccess session, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Replaces the session's <see cref="{self}"/> by one made from it, atomically.</summary>
        {SessionParameter}
        /// <param name="update">
        /// Makes the new value from the stored one, or from a new one. It should be short: it runs under the state's lock.
        /// </param>
        /// <returns>The new value.</returns>
        """,
        CSharpText.Call($"public static {self} Update{accessor}", Argument(session), $"global::System.Func<{self}, {self}> update"),
        $"return {session.Call("Update", self, "update")};");

    private static void EmitAddOrUpdate(SourceWriter writer, SessionAccess session, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Replaces the session's <see cref="{self}"/>, or sets it, atomically.</summary>
        {SessionParameter}
        /// <param name="update">
        /// Makes the new value from the stored one, or from <see langword="null"/>. It should be short: it runs under the state's lock.
        /// </param>
        /// <returns>The new value.</returns>
        """,
        CSharpText.Call($"public static {self} Update{accessor}", Argument(session), $"global::System.Func<{self}?, {self}> update"),
        $"return {session.Call("AddOrUpdate", self, "update")};");

    private static void EmitSet(SourceWriter writer, SessionAccess session, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Sets the session's <see cref="{self}"/>.</summary>
        {SessionParameter}
        /// <param name="value">The value.</param>
        """,
        CSharpText.Call($"public static void Set{accessor}", Argument(session), $"{self} value"),
        $"{session.Call("Set", self, "value")};");

    private static void EmitTryGet(SourceWriter writer, SessionAccess session, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Reads the session's <see cref="{self}"/>, if it has one.</summary>
        {SessionParameter}
        /// <param name="value">The stored value, or <see langword="null"/>.</param>
        /// <returns>Whether the session has one.</returns>
        """,
        CSharpText.Call($"public static bool TryGet{accessor}", Argument(session), $"[global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {self}? value"),
        $"return {session.Call("TryGet", self, "out value")};");

    private static void EmitClear(SourceWriter writer, SessionAccess session, string self, string accessor) => EmitMethod(
        writer,
        $"""
        /// <summary>Removes the session's <see cref="{self}"/>.</summary>
        {SessionParameter}
        /// <returns>Whether the session had one.</returns>
        """,
        CSharpText.Call($"public static bool Clear{accessor}", Argument(session)),
        $"return {session.Call("Clear", self)};",
        isLast: true);

    private static string Argument(SessionAccess session) => $"this {session.Session} session";

    private static void EmitMethod(SourceWriter writer, string documentation, string signature, string statement, bool isLast = false)
    {
        writer.WriteLine(documentation);
        writer.Open(signature);
        writer.WriteLine(NullCheck);
        writer.WriteLine(statement);
        writer.Close();
        if (!isLast)
        {
            writer.WriteLine();
        }
    }

    private static void EmitProperty(SourceWriter writer, SessionAccess session, string self, string accessor)
    {
        writer.WriteLine();
        writer.WriteLine(SessionParameter);
        writer.Open($"extension({session.Session} session)");
        writer.WriteLine($"/// <summary>The session's <see cref=\"{self}\"/>: the stored value, or a new one.</summary>");
        writer.Open($"public {self} {CSharpText.Identifier(accessor)}");
        writer.WriteLine($"get => Get{accessor}(session);");
        writer.WriteLine($"set => Set{accessor}(session, value);");
        writer.Close();
        writer.Close();
    }
}
