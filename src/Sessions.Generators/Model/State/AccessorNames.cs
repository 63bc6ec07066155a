namespace Sessions.Generators;

/// <summary>The names under which a session has the accessors of a state type.</summary>
internal static class AccessorNames
{
    /// <summary>Whether an extension property may have the name: that of the type which it extends it may not.</summary>
    public static bool CanBeProperty(string accessor, TargetNames names) => accessor != names.SimpleSession;

    /// <summary>Whether a property is to be written beside the methods.</summary>
    public static bool WantProperty(bool hasDefault, Capabilities capabilities) => hasDefault && capabilities.ExtensionMembers;

    public static IEnumerable<string> Of(string accessor, bool hasDefault, Capabilities capabilities)
    {
        string[] methods = ["Get" + accessor, "Set" + accessor, "Update" + accessor, "TryGet" + accessor, "Clear" + accessor];
        return WantProperty(hasDefault, capabilities) ? methods.Append(accessor) : methods;
    }
}
