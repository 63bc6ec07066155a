namespace Sessions.Generators;

/// <summary>The names under which a session has the accessors of a state type.</summary>
internal static class AccessorNames
{
    public static IEnumerable<string> Of(string accessor, bool hasDefault, Capabilities capabilities)
    {
        string[] methods = ["Get" + accessor, "Set" + accessor, "Update" + accessor, "TryGet" + accessor, "Clear" + accessor];
        return hasDefault && capabilities.ExtensionMembers ? methods.Append(accessor) : methods;
    }
}
