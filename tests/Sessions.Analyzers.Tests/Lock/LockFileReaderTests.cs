using Sessions.Analyzers.Lock;
using Sessions.Roslyn;
using static Sessions.Analyzers.Tests.Lock.LockTexts;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>SESS408, and the reader behind it: no text, however broken, gives anything but a file or a place in it.</summary>
public sealed class LockFileReaderTests
{
    private static readonly string Whole = File(Entry("A", Shipped(1, "A", "\"Count\": \"int\""), Draft(2, "A", "\"C\\u006funt\": \"My.Größe\"")));

    // A key of the first format may be called like what the second has.
    public static TheoryData<string> Files =>
    [
        Whole,
        File(Entry("agents", Draft(1, "A", "\"Count\": \"int\"")), Entry("format", Draft(1, "A", "\"Count\": \"int\""))),
        $"{{\n  \"format\": 2,\n  \"agents\": [\n    \"A\",\n    \"B\"\n  ],\n  \"state\": {Whole.ReplaceLineEndings("\n  ")}\n}}",
    ];

    [Theory]
    [InlineData("", "Expected a value at line 1, column 1")]
    [InlineData("[]", "Expected an object at line 1, column 1")]
    [InlineData("{\n  \"A\": }", "Expected a value at line 2, column 8")]
    [InlineData("{\n  \"A\" {}\n}", "Expected ':' at line 2, column 7")]
    [InlineData("{} {}", "Expected the end of the file at line 1, column 4")]
    [InlineData("{ \"A\": {} }", "Expected at least one version at line 1, column 8")]
    [InlineData("{ \"A\": { \"0\": {} } }", "Expected a version, 1 or more at line 1, column 10")]
    [InlineData("{ \"A\": { \"1\": {} } }", "A version needs 'status' at line 1, column 15")]
    [InlineData("{ \"A\": { \"1\": { \"status\": \"lost\", \"type\": \"A\", \"shapes\": {} } } }", "Expected \"draft\" or \"shipped\" at line 1, column 27")]
    [InlineData("{ \"A\": { \"1\": { \"status\": \"draft\", \"type\": \"A\", \"shapes\": {} } } }", "'A' is not one of the shapes at line 1, column 44")]
    [InlineData("{ \"A\": { \"1\": { \"Status\": \"draft\" } } }", "A version has no 'Status' at line 1, column 27")]
    [InlineData("{ \"A\": 1, \"A\": 1 }", "Expected an object at line 1, column 8")]
    [InlineData("{ \"\\x\": 1 }", "A string has an escape that JSON does not know at line 1, column 5")]
    [InlineData("{ \"\\u00g0\": 1 }", "Expected four hexadecimal digits at line 1, column 6")]
    [InlineData("{ \"A", "Expected a closing quote at line 1, column 5")]
    [InlineData("{ \"A\": - }", "Expected a digit at line 1, column 9")]
    [InlineData("{ \"format\": 3, \"agents\": [] }", "Format 3 is of another version of the package, which has to be installed at line 1, column 13")]
    [InlineData("{ \"format\": 2, \"Agents\": [] }", "A lock file has no 'Agents' at line 1, column 26")]
    [InlineData("{ \"format\": 2, \"agents\": {} }", "Expected an array at line 1, column 26")]
    [InlineData("{ \"format\": 2, \"agents\": [1] }", "Expected a string at line 1, column 27")]
    [InlineData("{ \"format\": 2, \"state\": { \"A\": {} } }", "Expected at least one version at line 1, column 32")]
    public async Task Unreadable_file_is_reported_at_its_place_in_the_file(string text, string reason)
    {
        var diagnostic = Assert.Single(await AnalyzerTest.Diagnose(TestCompilation.Create("[AgentSessionState] public partial record A;"), [new LockFileAnalyzer()], new LockFileText(text)));
        Assert.Equal("SESS408", diagnostic.Id);
        Assert.Equal($"sessions.lock.json cannot be read: {reason}", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        var place = diagnostic.Location.GetLineSpan();
        Assert.Equal(LockFileText.FilePath, place.Path);
        Assert.EndsWith($"line {place.StartLinePosition.Line + 1}, column {place.StartLinePosition.Character + 1}", reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Writer_and_reader_agree(string file)
    {
        var written = LockFileWriter.Write(LockFileReader.Read(file.ReplaceLineEndings("\r\n")));
        Assert.Equal(file.Replace("\\u006f", "o", StringComparison.Ordinal) + "\n", written);
        Assert.Equal(written, LockFileWriter.Write(LockFileReader.Read(written)));
    }

    [Fact]
    public void Nesting_without_end_is_refused() => Assert.Throws<LockFormatException>(() => LockFileReader.Read(new string('[', 100_000)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Garbage_is_refused_with_a_place_in_it(string file)
    {
        var random = new Random(20260101);
        for (var run = 0; run < 20_000; run++)
        {
            var text = Damage(file, random);
            try
            {
                LockFileWriter.Write(LockFileReader.Read(text));
            }
            catch (LockFormatException exception)
            {
                Assert.InRange(exception.Position, 0, text.Length);
            }
        }
    }

    private static string Damage(string text, Random random)
    {
        const string Alphabet = "{}[]\",:\\u01-e \n\0\ud800x";
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var start = random.Next(text.Length);
            var removed = random.Next(0, 3) switch { 0 => 0, 1 => 1, _ => random.Next(text.Length - start) };
            text = text.Remove(start, Math.Min(removed, text.Length - start)).Insert(start, Alphabet[random.Next(Alphabet.Length)].ToString());
        }

        return text;
    }
}
