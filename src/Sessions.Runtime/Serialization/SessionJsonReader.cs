using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>Reads a session from UTF-8 JSON. Members may come in any order; members that are not known are passed over.</summary>
internal ref struct SessionJsonReader
{
    private readonly ReadOnlyMemory<byte> _json;
    private Utf8JsonReader _reader;
    private MemberNames _names;
    private string? _at;

    private string? _format;
    private int _version;
    private string? _agentId;
    private string _tenant;
    private string? _id;
    private HistoryOwner _historyOwner;
    private string? _serviceSessionId;
    private long? _currentTurn;
    private long? _lastTurn;
    private long? _revision;
    private DateTimeOffset? _createdAt;
    private DateTimeOffset? _updatedAt;
    private readonly List<(TurnRecord Record, int MessageCount)> _turns;
    private long _lastNumber;
    private readonly List<ChatMessage> _messages;
    private readonly List<StateValue> _state;
    private StateHistory _written;
    private long _since;
    private SessionDetails? _details;

    private SessionJsonReader(ReadOnlyMemory<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
        _names = new MemberNames();
        _tenant = "";
        _turns = [];
        _messages = [];
        _state = [];
        _written = default;
    }

    /// <summary>Reads a session.</summary>
    /// <exception cref="SessionFormatException">The data is not a session's, damaged, or of a newer format.</exception>
    public static SessionDocument Read(ReadOnlyMemory<byte> utf8Json)
    {
        var reader = new SessionJsonReader(utf8Json);
        try
        {
            return reader.ReadDocument();
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            var where = reader._at is null ? "" : $" at '{reader._at}'";
            throw new SessionFormatException(
                $"The session data cannot be read{where} (near byte {reader._reader.TokenStartIndex} of {utf8Json.Length}): {exception.Message}", exception);
        }
    }

    private SessionDocument ReadDocument()
    {
        ReadToken(JsonTokenType.StartObject, "a session is a JSON object");
        while (NextMember() is { } name)
        {
            ReadMember(name);
        }

        if (_reader.Read())
        {
            throw new JsonException("There is something after the session's end.");
        }

        return Document();
    }

    private void ReadMember(string name)
    {
        switch (name)
        {
            case "format": _format = _reader.GetString(); break;
            case "version": _version = _reader.GetInt32(); break;
            case "agentId": _agentId = _reader.GetString(); break;
            case "tenant": _tenant = _reader.GetString() ?? ""; break;
            case "id": _id = _reader.GetString(); break;
            case "historyOwner": _historyOwner = SessionJsonNames.ToHistoryOwner(_reader.GetString()); break;
            case "serviceSessionId": _serviceSessionId = _reader.GetString(); break;
            case "currentTurn": _currentTurn = _reader.GetInt64(); break;
            case "lastTurn": _lastTurn = _reader.GetInt64(); break;
            case "revision": _revision = _reader.GetInt64(); break;
            case "createdAt": _createdAt = _reader.GetDateTimeOffset(); break;
            case "updatedAt": _updatedAt = _reader.GetDateTimeOffset(); break;
            case "details": _details = SessionDetailsJson.Read(ref _reader); break;
            case "initialState": _written.Write(0, ReadState(mayBeEmptied: true)); break;
            case "turns": ReadTurns(); break;
            case "state": _state.AddRange(ReadState(mayBeEmptied: false)); break;
            default: _reader.Skip(); break;
        }
    }

    private void ReadTurns()
    {
        ExpectToken(JsonTokenType.StartArray, "the turns are a JSON array");
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            ExpectToken(JsonTokenType.StartObject, "a turn is a JSON object");
            ReadTurn();
        }
    }

    private void ReadTurn()
    {
        var turn = new TurnJson();
        long? number = null;
        CompactId? id = null;
        List<StateValue>? state = null;
        var firstMessage = _messages.Count;
        while (NextMember() is { } name)
        {
            switch (name)
            {
                case "number": number = _reader.GetInt64(); break;
                case "id": id = CompactId.Read(ref _reader); break;
                case "turnId": id = new CompactId(RequiredMember.Of(_reader.GetString(), name)); break;
                case "state": state = ReadState(mayBeEmptied: true); break;
                case "messages": ReadMessages(firstMessage); break;
                default:
                    if (!turn.TryReadMember(name, ref _reader, _json.Span))
                    {
                        _reader.Skip();
                    }

                    break;
            }
        }

        var messageCount = _messages.Count - firstMessage;
        var record = turn.ToRecord(number ?? _lastNumber + 1, RequiredMember.Of(id, "id"), _lastNumber, messageCount, _since);
        Add(record, messageCount);
        _ = StoredFormat.Checked(record);
        _written.Write(record.Number, state ?? []);
        _since = record.CompletedAt.UtcTicks;
    }

    private void Add(TurnRecord turn, int messageCount)
    {
        if (turn.Number <= _lastNumber)
        {
            throw new JsonException($"Turn {turn.Number} does not follow turn {_lastNumber}.");
        }

        _turns.Add((turn, messageCount));
        _lastNumber = turn.Number;
    }

    /// <summary>Reads a turn's messages in place of those that stand where they begin: of a member that is there twice, the last counts.</summary>
    private void ReadMessages(int first)
    {
        ExpectToken(JsonTokenType.StartArray, "the messages are a JSON array");
        _messages.RemoveRange(first, _messages.Count - first);
        MessageJson.Read(ref _reader, _messages);
    }

    private List<StateValue> ReadState(bool mayBeEmptied)
    {
        ExpectToken(JsonTokenType.StartObject, "the state is a JSON object");
        var state = new List<StateValue>();
        while (NextMember() is { } key)
        {
            ExpectToken(JsonTokenType.StartObject, "a state value is a JSON object");
            state.Add(ReadStateValue(key, mayBeEmptied));
        }

        return state;
    }

    private StateValue ReadStateValue(string key, bool mayBeEmptied)
    {
        int? version = null;
        byte[]? json = null;
        while (NextMember() is { } name)
        {
            switch (name)
            {
                case "version": version = _reader.GetInt32(); break;
                case "value": json = ReadRaw(); break;
                default: _reader.Skip(); break;
            }
        }

        return json is null && !mayBeEmptied ? throw RequiredMember.Missing("value") : new StateValue(key, RequiredMember.Of(version, "version"), json is null ? default(ReadOnlyMemory<byte>?) : json);
    }

    private byte[] ReadRaw()
    {
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return _json[start..(int)_reader.BytesConsumed].ToArray();
    }

    private readonly SessionDocument Document()
    {
        if (!string.Equals(_format, SessionDocument.Format, StringComparison.Ordinal))
        {
            throw new JsonException($"This is not a session: its 'format' is {(_format is null ? "missing" : $"'{_format}'")} and should be '{SessionDocument.Format}'.");
        }

        if (_version is < 1 or > SessionDocument.Version)
        {
            throw new JsonException($"The session is of format version {_version}, and this code reads version {SessionDocument.Version}. Read it with the release that wrote it, or a newer one.");
        }

        var head = new SessionHead
        {
            Key = new SessionKey(_tenant, RequiredMember.Of(_id, "id")),
            AgentId = RequiredMember.Of(_agentId, "agentId"),
            HistoryOwner = _historyOwner,
            ServiceSessionId = _serviceSessionId,
            CurrentTurn = RequiredMember.Of(_currentTurn, "currentTurn"),
            LastTurn = RequiredMember.Of(_lastTurn, "lastTurn"),
            Revision = RequiredMember.Of(_revision, "revision"),
            CreatedAt = RequiredMember.Of(_createdAt, "createdAt"),
            UpdatedAt = RequiredMember.Of(_updatedAt, "updatedAt"),
            TurnCount = _turns.Count,
        };
        if (head.Revision < 0 || head.CurrentTurn != _lastNumber || head.LastTurn < _lastNumber)
        {
            throw new JsonException($"The session says that it stands at turn {head.CurrentTurn} of {head.LastTurn}, revision {head.Revision}, and the last turn it holds is {_lastNumber}.");
        }

        return new SessionDocument(StoredFormat.Checked(head), _details ?? SessionDetails.None, _turns, [.. _messages], _written, _state);
    }

    /// <summary>Goes to the value of the object's next member and returns its name, or <see langword="null"/> at the object's end.</summary>
    private string? NextMember()
    {
        if (!_reader.Read())
        {
            throw new JsonException("The data ends in the middle.");
        }

        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        _at = _names.Read(ref _reader);
        _reader.Read();
        return _at;
    }

    private void ReadToken(JsonTokenType expected, string what)
    {
        _reader.Read();
        ExpectToken(expected, what);
    }

    private readonly void ExpectToken(JsonTokenType expected, string what)
    {
        if (_reader.TokenType != expected)
        {
            throw new JsonException($"There is a {_reader.TokenType} here, and {what}.");
        }
    }
}
