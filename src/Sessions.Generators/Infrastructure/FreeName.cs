using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Names generated classes so that they step aside for those that somebody wrote.</summary>
internal static class FreeName
{
    /// <summary>The name, or the first with a number behind it that no type of the namespace has.</summary>
    public static string In(INamespaceSymbol? @namespace, string name)
    {
        var free = name;
        for (var number = 2; @namespace?.GetTypeMembers(free, 0).IsEmpty == false; number++)
        {
            free = name + number.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }

    /// <summary>A namespace of what the compilation itself declares.</summary>
    public static INamespaceSymbol? FindNamespace(Compilation compilation, string name)
    {
        INamespaceSymbol? found = compilation.Assembly.GlobalNamespace;
        foreach (var part in name.Split('.'))
        {
            found = found?.GetNamespaceMembers().FirstOrDefault(member => member.Name == part);
        }

        return found;
    }
}
