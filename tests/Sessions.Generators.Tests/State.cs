using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>Uses a generated state type of a loaded assembly through the contract alone, as the runtime does.</summary>
internal static class State
{
    public static object? Create(LoadedAssembly assembly, string type) => Call(assembly, type, nameof(Access<>.Create));

    public static JsonTypeInfo TypeInfo(LoadedAssembly assembly, string type) => (JsonTypeInfo)Call(assembly, type, nameof(Access<>.TypeInfo))!;

    private static object? Call(LoadedAssembly assembly, string type, string method) =>
        typeof(Access<>).MakeGenericType(assembly.Type(type)).GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    private static class Access<T>
        where T : class, IAgentSessionState<T>
    {
        public static T? Create() => T.CreateState();

        public static JsonTypeInfo<T>? TypeInfo() => T.StateTypeInfo;
    }
}
