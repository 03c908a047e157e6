using System.Linq.Expressions;

namespace NotifyPortal.Notifications.Retention;

internal static class Predicates
{
    public static Expression<Func<T, bool>> Negate<T>(this Expression<Func<T, bool>> predicate) =>
        Expression.Lambda<Func<T, bool>>(Expression.Not(predicate.Body), predicate.Parameters);
}
