using Sessions.Package.Tests;

// Packing is slow, and two that pack one project at the same time would write the same files.
[assembly: AssemblyFixture(typeof(PackedPackages))]
