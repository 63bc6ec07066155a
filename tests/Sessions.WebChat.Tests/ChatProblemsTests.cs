using Sessions.Agents;
using WebChat;

namespace Sessions.WebChat.Tests;

public sealed class ChatProblemsTests
{
    private static readonly SessionKey Key = new("alice", "tour");

    public static TheoryData<Exception, int> Statuses => new()
    {
        { new SessionBusyException(Key), 409 },
        { new SessionConflictException(Key, 1, 2), 409 },
        { new TurnSupersededException(Key, "t1"), 409 },
        { new SessionMismatchException(Key, "Guide", "Other"), 404 },
        { new SessionStoreException("down"), 503 },
        { new SessionFormatException("damaged"), 500 },
        { new ArgumentException("a defect", "message"), 500 },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Each_exception_has_its_status(Exception exception, int status) => Assert.Equal(status, ChatProblems.StatusOf(exception));
}
