namespace Sessions;

/// <summary>Descriptions of repairs: the first few, and how many more there were.</summary>
internal sealed class RepairNotes
{
    private const int Most = 16;

    private List<string>? _notes;
    private int _more;

    public void Add(string note)
    {
        if (_notes?.Count >= Most)
        {
            _more++;
            return;
        }

        (_notes ??= []).Add(note);
    }

    public IReadOnlyList<string> ToList() =>
        _notes is null ? []
        : _more == 0 ? _notes
        : [.. _notes, $"{_more} more repairs of the same kinds were made."];
}
