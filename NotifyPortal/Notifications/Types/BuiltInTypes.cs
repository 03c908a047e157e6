namespace NotifyPortal.Notifications.Types;

/// <summary>The types every portal has.</summary>
internal static class BuiltInTypes
{
    public static IReadOnlyList<NotificationType> All { get; } =
    [
        Type("security", "Security", "shield",
            ("account.signed-in", "New sign-in to your account"), ("account.password-changed", "Your password was changed"),
            ("account.email-changed", "Your e-mail address was changed"), ("account.role-changed", "Your role was changed"),
            ("account.locked", "Your account was locked"), ("account.unlocked", "Your account was unlocked")),
        Type("account", "Account", "account-circle", ("account.created", "Welcome to NotifyPortal"),
            ("account.github-linked", "You are linked with GitHub"), ("account.github-unlinked", "You are no longer linked with GitHub")),
        Type("posts", "Posts", "article", ("post.created", "{actor} wrote a post")),
        Type("posts.likes", "Likes", "favorite", ("post.liked", "{actor} liked your post")),
        Type("posts.comments", "Comments", "forum", ("post.commented", "{actor} commented on your post")),
        Type("posts.mentions", "Mentions", "alternate-email", ("post.mentioned", "{actor} mentioned you")),
        Type("posts.shares", "Shares", "share", ("post.shared", "{actor} shared your post")),
        Type("comments", "Discussions", "chat-bubble", ("comment.created", "{actor} wrote a comment")),
        Type("comments.replies", "Replies", "reply", ("comment.replied", "{actor} replied to your comment")),
        Type("comments.reactions", "Reactions", "add-reaction", ("comment.reacted", "{actor} reacted to your comment")),
        Type("system", "System", "info", ("system.announced", "An announcement")),
    ];

    private static NotificationType Type(string key, string name, string icon, params (string Action, string Template)[] actions) =>
        new(key, name, icon, actions.ToDictionary(a => a.Action, a => a.Template, StringComparer.Ordinal));
}
