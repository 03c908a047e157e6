// What a GitHub delivery means to people: an activity as POST /api/v1/activities takes it, or null for what nobody waits for.
// The portal's own endpoint, /hooks/github, tells the same stories, and knows for whom: see NotifyPortal/Sources/GitHub.

const severityOfAlert = { critical: 'critical', high: 'critical', medium: 'warning', low: 'info' };

const mappings = {
  issues: (d) => {
    const told = {
      opened: ['issue.opened', `${d.sender.login} opened an issue`, 'bug-report'],
      assigned: ['issue.assigned', `${d.sender.login} assigned ${d.assignee?.login}`, 'assignment-ind'],
      closed: ['issue.closed', `${d.sender.login} closed an issue`, 'task-alt'],
      reopened: ['issue.opened', `${d.sender.login} reopened an issue`, 'bug-report'],
    }[d.action];

    return told && activity(d, told, numbered(d, d.issue), d.issue.html_url);
  },

  issue_comment: (d) => d.action === 'created' ? activity(
    d, [d.issue.pull_request ? 'review.commented' : 'issue.commented', `${d.sender.login} commented`, 'forum'], numbered(d, d.issue, d.comment.body), d.comment.html_url) : null,

  pull_request: (d) => {
    const told = {
      opened: ['review.opened', `${d.sender.login} opened a pull request`, 'code'],
      assigned: ['review.assigned', `${d.sender.login} assigned ${d.assignee?.login}`, 'assignment-ind'],
      review_requested: ['review.requested', `${d.sender.login} requested a review from ${d.requested_reviewer?.login ?? d.requested_team?.name}`, 'rate-review'],
      ready_for_review: ['review.requested', `${d.sender.login} is ready for a review`, 'rate-review'],
      closed: d.pull_request.merged
        ? ['review.merged', `${d.sender.login} merged a pull request`, 'merge', 'success']
        : ['review.closed', `${d.sender.login} closed a pull request`, 'cancel'],
    }[d.action];

    return told && activity(d, told, numbered(d, d.pull_request), d.pull_request.html_url);
  },

  pull_request_review: (d) => {
    const told = d.action === 'submitted' && {
      approved: ['review.approved', `${d.sender.login} approved a pull request`, 'approval', 'success'],
      changes_requested: ['review.changes-requested', `${d.sender.login} asked for changes`, 'rule', 'warning'],
      // Without a text of its own it is only the cover of comments on lines, and each of them is delivered.
      commented: d.review.body && ['review.commented', `${d.sender.login} reviewed a pull request`, 'rate-review'],
    }[d.review.state];

    return told ? activity(d, told, numbered(d, d.pull_request, d.review.body), d.review.html_url) : null;
  },

  pull_request_review_comment: (d) => d.action === 'created' ? activity(
    d, ['review.commented', `${d.sender.login} commented on a change`, 'forum'], numbered(d, d.pull_request, d.comment.body), d.comment.html_url) : null,

  // A failing job of a workflow is a check run as well; telling of workflow_job, too, would say everything twice.
  check_run: (d) => failed(d, d.check_run, d.check_run.app?.name),
  workflow_run: (d) => failed(d, d.workflow_run),

  release: (d) => d.action === 'published' ? activity(
    d, ['release.published', `${d.sender.login} published a release`, 'rocket-launch', 'success'],
    { type: 'release', id: `${d.repository.full_name}@${d.release.tag_name}`, text: `${d.release.name || d.release.tag_name} · ${d.repository.full_name}` },
    d.release.html_url) : null,

  discussion: (d) => d.action === 'created' ? activity(
    d, ['issue.opened', `${d.sender.login} started a discussion`, 'chat'], numbered(d, d.discussion), d.discussion.html_url) : null,

  dependabot_alert: (d) => d.action === 'created' ? activity(
    d, ['alert.opened', `${d.alert.dependency.package.name} is vulnerable`, 'shield', severityOfAlert[d.alert.security_advisory.severity]],
    { type: 'alert', id: `${d.repository.full_name}#${d.alert.number}`, text: `${d.alert.security_advisory.summary} · ${d.repository.full_name}` },
    d.alert.html_url) : null,
};

/** The activity for a delivery, or null. */
export function map(event, delivery) {
  return mappings[event]?.(delivery) ?? null;
}

// Whoever set it off is told, so they cannot be its actor: the build fails by itself.
function failed(d, run, builder) {
  const bad = d.action === 'completed' && ['failure', 'timed_out', 'startup_failure'].includes(run.conclusion);

  return bad ? activity(
    d, ['build.failed', `${run.name || 'A build'} is failing`, 'error', 'critical'],
    { type: 'build', id: String(run.id), text: `${run.head_branch ?? run.check_suite?.head_branch ?? 'main'} · ${d.repository.full_name}` },
    run.html_url, builder || 'GitHub Actions') : null;
}

function numbered(d, thing, said) {
  const text = `${thing.title} · ${d.repository.full_name} #${thing.number}`;

  return { type: thing.head || thing.pull_request ? 'pull' : 'issue', id: `${d.repository.full_name}#${thing.number}`, text: said ? `${text}\n${said}` : text };
}

function activity(d, [action, title, icon, severity = 'info'], { type, id, text }, link, actor = d.sender.login) {
  return {
    action,
    module: 'github',
    origin: 'script',
    actor: { name: actor },
    resource: { type, id: cut(id, 255) },
    notification: { title: cut(title, 255), text: cut(text, 500), icon, severity, link },
  };
}

// By characters as people count them, so that no emoji is cut in half.
function cut(text, length) {
  const characters = [...text];

  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
