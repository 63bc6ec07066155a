namespace Sessions.Analyzers;

internal static class DiagnosticIds
{
    public const string StateTypeNotPartial = "SESS001";
    public const string StateTypeNotSupported = "SESS002";
    public const string StateNotSerializable = "SESS003";
    public const string StateMigrationMissing = "SESS004";
    public const string StateMigrationRepeated = "SESS005";
    public const string StateMigrationNeverRun = "SESS006";
    public const string StateMigrationSignature = "SESS007";
    public const string StateVersionNotPositive = "SESS008";
    public const string StateKeyNotUnique = "SESS009";
    public const string StateAccessorNotUsable = "SESS010";
    public const string StateMemberNotReadBack = "SESS011";
    public const string StateFieldNotStored = "SESS012";
    public const string StateJsonNameNotUnique = "SESS013";
    public const string StateJsonContextNotUsable = "SESS014";
    public const string StateMemberUntyped = "SESS015";
    public const string StateMemberNotSeen = "SESS016";
    public const string MigrationInput = "SESS017";
    public const string StateReadAndSet = "SESS018";
    public const string StateNeverSet = "SESS019";
    public const string ClassifiedStateTold = "SESS020";

    public const string HistoryProviderNotPartial = "SESS101";
    public const string HistoryMethodNotUsable = "SESS102";
    public const string HistoryProviderNotSupported = "SESS103";
    public const string HistoryMethodWithoutSession = "SESS104";
    public const string HistorySourceIdNotUsable = "SESS105";
    public const string PromptVaries = "SESS106";
    public const string MessageIdAsKey = "SESS107";
    public const string MessagesOrderedByTime = "SESS108";
    public const string LiveListReturned = "SESS109";

    public const string LanguageVersionTooOld = "SESS201";
    public const string SeveralLoadingProviders = "SESS202";
    public const string WindowTooSmall = "SESS203";
    public const string AgentOfStoreNotNamed = "SESS204";
    public const string SettingsContradict = "SESS205";
    public const string ToolsNeverInvoked = "SESS206";
    public const string KeyOfTwo = "SESS207";

    public const string SessionOfAnotherAgent = "SESS301";
    public const string SessionNotPassed = "SESS302";
    public const string StreamNotEnumerated = "SESS303";
    public const string TurnsOverlap = "SESS304";
    public const string TurnsQueue = "SESS305";
    public const string TurnRunsItsOwnSession = "SESS306";
    public const string RunDropped = "SESS307";
    public const string StreamLeftEarly = "SESS308";
    public const string StreamReadTwice = "SESS309";
    public const string SaveMayBeCancelled = "SESS310";
    public const string SavedAfterStream = "SESS311";
    public const string SessionShared = "SESS312";
    public const string ConflictIgnored = "SESS313";
    public const string ConflictHidden = "SESS314";
    public const string ServiceSessionIdNotNamed = "SESS315";
    public const string SessionKeyTooWide = "SESS316";
    public const string ConversationForgotten = "SESS317";

    public const string LockFileEmpty = "SESS401";
    public const string DraftOutOfDate = "SESS402";
    public const string ShippedStateChanged = "SESS403";
    public const string StateNotInLockFile = "SESS404";
    public const string ShippedStateOutOfDate = "SESS405";
    public const string StateKeyChanged = "SESS406";
    public const string LockEntryWithoutType = "SESS407";
    public const string LockFileNotReadable = "SESS408";
    public const string StateVersionLowered = "SESS409";
    public const string StateDependsOnFramework = "SESS410";
    public const string ShippedMigrationChanged = "SESS411";
    public const string AgentNotInLockFile = "SESS412";

    public const string ProviderFieldShared = "SESS501";
}
