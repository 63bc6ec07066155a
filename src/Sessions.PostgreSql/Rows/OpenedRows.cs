using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>What is read of a session in one call: rows of which each says which part it is.</summary>
internal sealed class OpenedRows(SessionKey key)
{
    private const int FirstOfTurn = 14;

    private readonly List<StateValue> _state = [];
    private readonly List<StoredTurn> _turns = [];
    private readonly List<StoredStep> _steps = [];
    private bool _hasMore;
    private StoredTurn? _firstTurn;
    private StoredTurn? _keyedTurn;
    private TimeSpan? _leasedElsewhereFor;

    public SessionHead? Head { get; private set; }

    /// <summary>What came of what was done before it was read, where something was.</summary>
    public string? Outcome { get; private set; }

    public StoredSession? Session => Head is null ? null : new StoredSession(Head, _state) { Details = Details };

    private SessionDetails? Details { get; set; }

    public static async ValueTask<OpenedRows> ReadAsync(NpgsqlDataReader row, SessionKey key, CancellationToken cancellationToken)
    {
        var rows = new OpenedRows(key);
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            DamagedRow.Explain(() => rows.Add(row), $"session '{key}'");
        }

        return rows;
    }

    public OpenedSession ToOpened(SessionOpening opening)
    {
        if (_leasedElsewhereFor is not null)
        {
            return new OpenedSession { Revision = null, LeasedElsewhereFor = _leasedElsewhereFor };
        }

        if (Head is null)
        {
            return new OpenedSession { Revision = null, Steps = _steps };
        }

        var isKnown = opening.Knows(Head);
        return new OpenedSession
        {
            Revision = Head.Revision,
            Session = isKnown ? null : Session,
            Details = Details,
            NewestTurns = opening.NewestTurns is null || (isKnown && opening.KnowsTurns) ? null : new TurnPage(_turns, _hasMore),
            FirstTurn = _firstTurn,
            KeyedTurn = _keyedTurn,
            Steps = _steps,
        };
    }

    private void Add(NpgsqlDataReader row)
    {
        switch (row.GetString(0))
        {
            case "head": ReadHead(row); break;
            case "slot": _state.Add(new StateValue(row.GetString(FirstOfTurn + 1), row.GetInt32(FirstOfTurn + 6), row.Bytes(FirstOfTurn + 8))); break;
            case "turn": _turns.Add(TurnColumns.Read(row, FirstOfTurn)); break;
            case "more": _hasMore = true; break;
            case "first": _firstTurn = TurnColumns.Read(row, FirstOfTurn); break;
            case "keyed": _keyedTurn = TurnColumns.Read(row, FirstOfTurn); break;
            case "step": _steps.Add(new StoredStep { Ordinal = (int)row.GetInt64(FirstOfTurn), Json = row.Bytes(FirstOfTurn + 8), ExpiresAt = row.Time(10) }); break;
            case "leased": _leasedElsewhereFor = TimeSpan.FromMicroseconds(row.GetInt64(FirstOfTurn)); break;
            case var outcome: Outcome = outcome; break;
        }
    }

    private void ReadHead(NpgsqlDataReader row)
    {
        Head = new SessionHead
        {
            Key = key,
            AgentId = row.GetString(1),
            HistoryOwner = (HistoryOwner)row.GetInt16(2),
            ServiceSessionId = row.TextOrNull(3),
            CurrentTurn = row.GetInt64(4),
            LastTurn = row.GetInt64(5),
            TurnCount = row.GetInt64(6),
            Revision = row.GetInt64(7),
            CreatedAt = row.Time(8),
            UpdatedAt = row.Time(9),
        };
        Details = DetailsColumns.Read(row, 10);
    }
}
