namespace Sessions.AgentFramework.Tests.History;

/// <summary>Providers whose base class is in the generated half, where something reads the project without that half: the check of its format does.</summary>
internal static class Generated
{
    public static HistoryProvider ToHistoryProvider(object provider) => (HistoryProvider)provider;
}
