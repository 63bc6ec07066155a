namespace Sessions.Package.Tests;

/// <summary>The state lock file, from the packed package: its build support, its diagnostics, and its fixes on the command line.</summary>
public sealed class LockFileTests(PackedPackages packages)
{
    private const string LockFile = "sessions.lock.json";

    private const string Shipped = """
        {
          "Plan": {
            "1": {
              "status": "shipped",
              "type": "Locked.Plan",
              "shapes": {
                "Locked.Plan": {
                  "Next": "string?"
                }
              }
            }
          },
          "Profile": {
            "1": {
              "status": "shipped",
              "type": "Locked.Profile",
              "shapes": {
                "Locked.Profile": {
                  "Level": "int",
                  "Name": "string?"
                }
              }
            }
          },
          "Visits": {
            "1": {
              "status": "shipped",
              "type": "Locked.Visits",
              "shapes": {
                "Locked.Visits": {
                  "Count": "int",
                  "Messages": "string[]"
                }
              }
            }
          }
        }

        """;

    /// <summary>What shipping writes: with a sample of each.</summary>
    private static readonly string ShippedWithSamples = Shipped
        .Replace("\"Next\": \"string?\"\n        }\n      }", "\"Next\": \"string?\"\n        }\n      },\n      \"sample\": {\n        \"Next\": \"Next\"\n      }", StringComparison.Ordinal)
        .Replace("\"Name\": \"string?\"\n        }\n      }", "\"Name\": \"string?\"\n        }\n      },\n      \"sample\": {\n        \"Level\": 1,\n        \"Name\": \"Name\"\n      }", StringComparison.Ordinal)
        .Replace("\"Messages\": \"string[]\"\n        }\n      }", "\"Messages\": \"string[]\"\n        }\n      },\n      \"sample\": {\n        \"Count\": 1,\n        \"Messages\": [\n          \"Messages\"\n        ]\n      }", StringComparison.Ordinal);

    private static readonly string Draft = Shipped.Replace("shipped", "draft", StringComparison.Ordinal);

    private readonly ConsumerProject _project = packages.Copy("Locked");

    [Fact]
    public async Task An_empty_file_is_filled_and_shipped()
    {
        await _project.WriteAsync(LockFile, "{}");
        (await _project.DotnetAsync("restore")).OrThrow();
        await _project.FixAsync("SESS401", "info");
        Assert.Equal(Draft, await _project.ReadAsync(LockFile));

        await _project.ReplaceAsync(LockFile, "\"Level\": \"int\"", "\"Level\": \"long\"");
        var refused = await _project.BuildAsync("-t:ShipSessionState");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("error SESS402: Draft version 1 of state 'Profile'", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("shipped", await _project.ReadAsync(LockFile), StringComparison.Ordinal);

        await _project.FixAsync("SESS402", "warn");
        (await _project.BuildAsync("-t:ShipSessionState")).OrThrow();
        Assert.Equal(ShippedWithSamples, await _project.ReadAsync(LockFile));
    }

    [Fact]
    public async Task A_renamed_property_fails_the_build_until_the_fix_migrates_what_is_stored()
    {
        await StoreWithShippedShapesAsync();

        await RenameCountAsync();
        var broken = await _project.BuildAsync();
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("Visits.cs(7,30): error SESS403: 'Visits' no longer has the shape of version 1, which has shipped: 'Count' was renamed to 'Total'", broken.Output, StringComparison.Ordinal);

        await _project.FixAsync("SESS403", "error");
        await AssertBuildsWithoutLockDiagnosticsAsync();
        Assert.Contains("\"2\": {\n      \"status\": \"draft\"", await _project.ReadAsync(LockFile), StringComparison.Ordinal);
        Assert.StartsWith("1 [one]\n", await ReadBackAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_shape_that_changed_is_fixed_in_one_go_but_for_what_only_its_author_knows()
    {
        await StoreWithShippedShapesAsync();

        await _project.ReplaceAsync("Plan.cs", "public string? Next { get; init; }", "public string? Next { get; init; }\n\n    public string? Later { get; init; }");
        await _project.ReplaceAsync("Profile.cs", "public int Level", "public string? Level");
        await _project.ReplaceAsync("Program.cs", ", Level = 3", "");
        await _project.ReplaceAsync("Visits.cs", "    public int Count { get; init; }\n\n", "");
        await _project.ReplaceAsync("Visits.cs", "{Count} ", "");
        await _project.ReplaceAsync("Program.cs", "Count = visits.Count + 1, ", "");
        var broken = await _project.BuildAsync();
        Assert.NotEqual(0, broken.ExitCode);
        Assert.Contains("error SESS403: 'Profile' no longer has the shape of version 1, which has shipped: 'Level' was 'int' and is 'string?'", broken.Output, StringComparison.Ordinal);
        Assert.Contains("error SESS403: 'Visits' no longer has the shape of version 1, which has shipped: 'Count' (int) was removed", broken.Output, StringComparison.Ordinal);
        Assert.Contains("warning SESS405", broken.Output, StringComparison.Ordinal);

        await _project.FixAsync("SESS403", "error");
        await _project.FixAsync("SESS405", "warn");
        Assert.Contains("\"Later\": \"string?\"", await _project.ReadAsync(LockFile), StringComparison.Ordinal);
        var stub = await _project.BuildAsync();
        Assert.Contains("Profile.cs", Assert.Single(Lines(stub.Output, "error").Distinct()), StringComparison.Ordinal);
        Assert.Contains("error CS1029", stub.Output, StringComparison.Ordinal);

        await WriteMigrationOfLevelAsync();
        await AssertBuildsWithoutLockDiagnosticsAsync();
        Assert.Equal("[one]\nProfile { Name = Alice, Level = level 3 }\n", await ReadBackAsync());
    }

    private async Task StoreWithShippedShapesAsync()
    {
        await _project.WriteAsync(LockFile, Shipped);
        await AssertBuildsWithoutLockDiagnosticsAsync();
        Assert.Equal("1 [one]\nProfile { Name = Alice, Level = 3 }\n", await _project.RunAsync("out/Locked.dll", "session.json", "one"));
    }

    private Task<string> ReadBackAsync() => _project.RunAsync("out/Locked.dll", "session.json");

    private async Task AssertBuildsWithoutLockDiagnosticsAsync() =>
        Assert.DoesNotContain("SESS4", (await _project.BuildAsync("--output", "out")).OrThrow(), StringComparison.Ordinal);

    private async Task RenameCountAsync()
    {
        await _project.ReplaceAsync("Visits.cs", "Count", "Total");
        await _project.ReplaceAsync("Program.cs", "Count", "Total");
    }

    /// <summary>Writes what the fix could not know, in the place that it has left for it.</summary>
    private async Task WriteMigrationOfLevelAsync()
    {
        var source = await _project.ReadAsync("Profile.cs");
        var error = Assert.Single(Lines(source, "#error"));
        await _project.ReplaceAsync("Profile.cs", error, "        state[\"Level\"] = $\"level {state[\"Level\"]}\";");
    }

    private static IEnumerable<string> Lines(string text, string with) => text.Split('\n').Where(line => line.Contains(with, StringComparison.Ordinal));
}
