namespace Sessions.TestKit;

/// <summary>The runs of <see cref="OverlappingRunTests"/>, and those on one session that a store keeps, through many objects.</summary>
public abstract class StoredOverlappingRunTests(TestStores stores) : OverlappingRunTests(stores)
{
    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Runs_on_objects_of_their_own_are_all_kept_once_and_one_after_the_other(Form form) => await OverlapAsync(form, manyObjects: true);
}
