using TwoHosts.Load;

namespace TwoHosts;

/// <summary>Prints the account, and how long the clients waited.</summary>
internal static class Report
{
    public static void Print(Account account, Clients clients, Outage? outage)
    {
        Console.WriteLine(
            $"""

            acknowledged turns {account.Acknowledged,10:N0}
            in the database    {account.Stored,10:N0}
            missing            {account.Missing,10:N0}
            twice              {account.Twice,10:N0}
            torn               {account.Torn,10:N0}
            turns a second     {account.Acknowledged / clients.Clock.Elapsed.TotalSeconds,10:N0}
            requests repeated  {clients.Failures.Values.Sum(),10:N0}  {string.Join(", ", clients.Failures.Select(failure => $"{failure.Key}: {failure.Value}"))}

                                    turns        p50        p95        p99    slowest
            """);
        PrintTimes("all turns", clients.Acknowledged);
        if (outage is not null)
        {
            PrintTimes("while a host was gone", [.. clients.Acknowledged.Where(outage.Meets)]);
        }

        Console.WriteLine(account.IsRight ? "\nEach acknowledged turn is there exactly once." : "\nThe account is wrong.");
    }

    private static void PrintTimes(string what, IReadOnlyCollection<AcknowledgedTurn> turns)
    {
        TimeSpan[] times = [.. turns.Select(turn => turn.Took).Order()];
        Console.WriteLine($"{what,-21}{times.Length,8:N0}{Time(0.50)}{Time(0.95)}{Time(0.99)}{Time(1)}");

        string Time(double part) => times.Length == 0 ? "" : $"{times[(int)Math.Ceiling(part * times.Length) - 1].TotalMilliseconds,8:N1} ms";
    }
}
