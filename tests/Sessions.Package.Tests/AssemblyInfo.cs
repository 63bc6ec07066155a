// Two fixtures that pack one project at the same time would write the same files.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
