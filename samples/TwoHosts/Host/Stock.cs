using System.ComponentModel;

namespace TwoHosts.Host;

/// <summary>What the model may do.</summary>
internal static class Stock
{
    [Description("Counts what is asked for.")]
    public static string Count(string question) => $"{question.Length}, to the question '{question}'";
}
