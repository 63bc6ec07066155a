namespace Sessions;

/// <summary>A function of the schema: what the store asks of the server is one call of one.</summary>
/// <param name="Name">Its name, with the version of its parameters and columns.</param>
/// <param name="ParameterCount">How many parameters it has.</param>
internal sealed record Function(string Name, int ParameterCount)
{
    public string TextIn(string quotedSchema) =>
        $"SELECT * FROM {quotedSchema}.{Name}({string.Join(", ", Enumerable.Range(1, ParameterCount).Select(number => $"${number}"))})";
}
