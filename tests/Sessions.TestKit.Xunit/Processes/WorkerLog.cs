namespace Sessions.TestKit;

/// <summary>What a worker has to say: lines in a file, each written before the worker goes on.</summary>
/// <param name="path">The file.</param>
/// <param name="survivesMachine">Whether each line is on the disk then; otherwise it outlives the process alone.</param>
public sealed class WorkerLog(string path, bool survivesMachine = true) : IDisposable
{
    private readonly object _gate = new();
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);

    public void Write(string line)
    {
        lock (_gate)
        {
            _file.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush(survivesMachine);
        }
    }

    /// <summary>The lines of a file that is being written, as words; those of one kind have the same first word.</summary>
    public static List<string[]> Read(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n')[..^1].Select(line => line.Split(' '))];
    }

    public void Dispose() => _file.Dispose();
}
