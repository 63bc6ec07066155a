using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Testing;

namespace Sessions.Roslyn;

/// <summary>Compares a text with a file beside the test, under Verify's convention.</summary>
public static class Snapshot
{
    /// <summary>
    /// Compares with <c>TestFile.name.verified.cs</c>. Where they differ, what was received is written to
    /// <c>TestFile.name.received.cs</c>, to be read and, if it is right, moved over the other.
    /// </summary>
    public static void Verify(string received, string name, [CallerFilePath] string testFile = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(testFile)!, $"{Path.GetFileNameWithoutExtension(testFile)}.{name}");
        var verifiedPath = stem + ".verified.cs";
        var receivedPath = stem + ".received.cs";
        var verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath) : null;
        if (string.Equals(verified, received, StringComparison.Ordinal))
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        new DefaultVerifier().Fail($"What was received differs from {verifiedPath}. Compare it with {receivedPath}, and move that over it if it is right.");
    }
}
