using System.Globalization;
using System.Text;

namespace Sessions.Benchmarks;

/// <summary>A project of 100,000 lines in a folder, with sessions in every file or in none.</summary>
internal sealed class AnalyzedProject : IDisposable
{
    private const int Files = 200;
    private const int LinesPerFile = 500;

    /// <summary>Creates the folder and its files.</summary>
    /// <param name="hasSessions">Whether each file has a class with ten uses of sessions, half of them with the types of Microsoft Agent Framework.</param>
    public AnalyzedProject(bool hasSessions)
    {
        Folder = Directory.CreateTempSubdirectory("sessions-analyzers-").FullName;
        for (var number = 0; number < Files; number++)
        {
            var source = new StringBuilder(!hasSessions ? OtherCode.Header(number) : number % 2 == 0 ? SessionCode.Ours(number) : SessionCode.Framework(number));
            OtherCode.Fill(source, number, LinesPerFile);
            File.WriteAllText(Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"File{number}.cs")), source.ToString());
        }
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
