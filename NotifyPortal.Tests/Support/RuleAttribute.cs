using Xunit.v3;

namespace NotifyPortal.Tests.Support;

/// <summary>The rule of the portal's behaviour that a test holds it to, as <c>3.2</c>; run one with <c>--filter-trait Rule=3.2</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RuleAttribute(string number) : Attribute, ITraitAttribute
{
    public string Number { get; } = number;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Rule", Number)];
}
