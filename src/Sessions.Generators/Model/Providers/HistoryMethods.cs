namespace Sessions.Generators;

/// <summary>The methods of a history provider.</summary>
internal static class HistoryMethods
{
    public static readonly ProviderMethod Load = new("GetMessagesAsync", TakesMessages: false, ReturnsMessages: true);

    public static readonly ProviderMethod Save = new("SaveMessagesAsync", TakesMessages: true, ReturnsMessages: false);
}
