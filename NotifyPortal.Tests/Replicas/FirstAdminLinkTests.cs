using Microsoft.AspNetCore.WebUtilities;
using NotifyPortal.Accounts;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

public sealed class FirstAdminLinkTests : TwoReplicasTest
{
    [Fact]
    [Rule("P11")]
    public async Task The_link_that_one_replica_has_printed_opens_on_the_other()
    {
        var link = new Uri(A.Get<FirstAdmin>().Link("http://localhost"));

        Assert.True(await B.Get<FirstAdmin>().IsOpenAsync(QueryHelpers.ParseQuery(link.Query)["code"]));
        Assert.False(await B.Get<FirstAdmin>().IsOpenAsync("guess"));
    }
}
