namespace Sessions.Generators;

/// <summary>The names of all the steps, under which tests ask what each of them did.</summary>
internal static class TrackingNames
{
    public const string States = "Sessions.States";
    public const string Providers = "Sessions.Providers";
    public const string AssemblyName = "Sessions.AssemblyName";
    public const string Registrations = "Sessions.Registrations";
    public const string AssemblyRegistration = "Sessions.AssemblyRegistration";
}
