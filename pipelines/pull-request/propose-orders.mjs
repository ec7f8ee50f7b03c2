#!/usr/bin/env node
/**
 * Opens a pull request for every order that waits. Merging it reports the order as done.
 * To be run in a checkout of the branch that orders come in on: node propose-orders.mjs [offering …]
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const branch = process.env.GIT_REMOTE_BRANCH ?? 'main';
const offerings = process.argv.slice(2);

// No shell: ids and parameters come from outside.
const run = (program, args, input = '') => execFileSync(program, args, { encoding: 'utf8', input, stdio: 'pipe' });
const git = (...args) => run('git', args);
const gitbroker = (...args) => run('npx', ['--yes', 'gitbroker@0.1', ...args]);

git('fetch', '--quiet', 'origin', branch);
git('switch', '--quiet', '--detach', 'FETCH_HEAD');
const orders = JSON.parse(gitbroker('pending', '--output', 'json')).filter(
  ({ offering }) => offerings.length === 0 || offerings.includes(offering?.name) || offerings.includes(offering?.id),
);
const proposed = new Map(orders.map((order) => [branchOf(order), order]));
const known = new Set(
  [...git('ls-remote', 'origin', 'refs/heads/order/*').matchAll(/refs\/heads\/(\S+)/g)].map(([, name]) => name),
);

// Done, cancelled, or replaced by another order: its branch goes, and its request with it.
for (const name of known) if (!proposed.has(name)) git('push', '--quiet', 'origin', '--delete', name);
for (const [name, order] of proposed) if (!known.has(name)) propose(name, order);

/** Of this operation: the next one of the same instance gets a request of its own. */
function branchOf({ instanceId, bindingId, operation }) {
  const names = JSON.stringify([instanceId, bindingId ?? null, operation?.id ?? null, operation?.type ?? null]);
  return `order/${createHash('sha256').update(names).digest('hex').slice(0, 16)}`;
}

function propose(name, order) {
  const { instanceId, bindingId, operation } = order;
  git('switch', '--quiet', '--discard-changes', '--force-create', name, 'FETCH_HEAD');
  gitbroker(
    'update',
    `--instance-id=${instanceId}`,
    ...(bindingId === undefined ? [] : [`--binding-id=${bindingId}`]),
    '--status=succeeded',
  );
  git('add', '--all', 'instances');
  const [status] = git('diff', '--cached', '--name-only', '-z').split('\0');
  if (operation?.type === 'bind') {
    // No map, so that a request that is merged as it is gives no application wrong credentials.
    const text = '# What the application needs, as "key: value" in place of the next line.\nto be filled in\n';
    writeFileSync(join(dirname(status), 'credentials.yml'), text);
    git('add', '--all', 'instances');
  }
  const [title, body] = describe(order, dirname(status));
  run('git', ['commit', '--quiet', '--cleanup=verbatim', '--file=-'], `${title}\n\n${body}`);
  open(name, title, body);
  process.stdout.write(`${name}: ${title}\n`);
}

function describe(order, folder) {
  const { offering, plan, operation } = order;
  const words = [operation?.type ?? 'order', offering?.name ?? offering?.id, plan?.name ?? plan?.id].filter(Boolean);
  // Indented, hence shown as it is: no markup, no mentions.
  const details = JSON.stringify({ folder, ...order }, null, 2).replaceAll(/^/gm, '    ');
  const steps = 'Do the work, add what the platform is to know to the files of this request, then merge it.';
  return [
    words.join(' ').replaceAll(/\s+/g, ' '),
    `${steps} If it cannot be done, say \`failed\` in status.yml.\n\n${details}\n`,
  ];
}

function open(name, title, body) {
  const push = (...options) => git('push', '--quiet', ...options, 'origin', `HEAD:refs/heads/${name}`);
  if (process.env.GITLAB_CI) {
    // Title and text are those of the commit.
    push(
      '-o',
      'merge_request.create',
      '-o',
      `merge_request.target=${branch}`,
      '-o',
      'merge_request.remove_source_branch',
    );
    return;
  }
  push();
  try {
    run('gh', ['pr', 'create', `--base=${branch}`, `--head=${name}`, `--title=${title}`, `--body=${body}`]);
  } catch (cause) {
    // Without a request it would never be looked at again.
    git('push', '--quiet', 'origin', '--delete', name);
    throw cause;
  }
}
