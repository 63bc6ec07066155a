using System.Globalization;

namespace TwoHosts;

/// <summary>What the command line says.</summary>
internal sealed record Options
{
    public const string Usage = "TwoHosts [--seconds 10 | --turns N] [--sessions 32] [--clients 1] [--affinity] [--leases]";

    /// <summary>How long the clients talk, where no number of turns is given.</summary>
    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many turns they make together.</summary>
    public int? Turns { get; private init; }

    public int Sessions { get; private init; } = 32;

    /// <summary>How many clients talk in each session at the same time, as a user with two windows does.</summary>
    public int ClientsPerSession { get; private init; } = 1;

    /// <summary>Whether all requests of a session go to one host, as long as it answers.</summary>
    public bool Affinity { get; private init; }

    /// <summary>Whether the hosts lease sessions to each other, so that a turn waits for the other host's.</summary>
    public bool Leases { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">They are not as <see cref="Usage"/> says.</exception>
    public static Options Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new Options(),
        ["--affinity", .. var others] => Parse(others) with { Affinity = true },
        ["--leases", .. var others] => Parse(others) with { Leases = true },
        ["--seconds", var value, .. var others] => Parse(others) with { Duration = TimeSpan.FromSeconds(Number(value)) },
        ["--turns", var value, .. var others] => Parse(others) with { Turns = Number(value) },
        ["--sessions", var value, .. var others] => Parse(others) with { Sessions = Number(value) },
        ["--clients", var value, .. var others] => Parse(others) with { ClientsPerSession = Number(value) },
        _ => throw new FormatException($"'{arguments[0]}' is not understood. {Usage}"),
    };

    private static int Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new FormatException($"'{value}' is not a number above 0. {Usage}");
}
