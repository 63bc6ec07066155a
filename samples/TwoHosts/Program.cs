using TwoHosts;
using TwoHosts.Host;

// Two programs in one: what a host runs, and what starts two of them, talks to them, kills one and counts.
return args is ["host", .. var settings] ? await ChatHost.RunAsync(settings) : await Demonstration.RunAsync(args);
