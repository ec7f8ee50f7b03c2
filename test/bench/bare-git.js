/** The baseline of writes: what a script would do by hand for one order. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** Makes the file as large as an order. */
const FILLER = `note: ${'x'.repeat(900)}\n`;

/** @param {string} remote path or URL @param {string} clone where to clone it to */
export function bareGit(remote, clone) {
  const git = (args, input) =>
    execFileSync('git', ['-C', clone, ...args], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).trim();
  execFileSync('git', ['clone', '--quiet', '--bare', remote, clone]);
  git(['read-tree', 'main']);
  const person = ['-c', 'user.name=b', '-c', 'user.email=b@example.com'];
  return {
    git,
    /** @returns {string} a tree with one more instance */
    stage() {
      const id = randomUUID();
      const blob = git(['hash-object', '-w', '--stdin'], `serviceInstanceId: ${id}\n${FILLER}`);
      git(['update-index', '--add', '--cacheinfo', `100644,${blob},instances/${id}/instance.yml`]);
      return git(['write-tree']);
    },
    /** Only this is measured. */
    commitAndPush(tree) {
      const commit = git([...person, 'commit-tree', tree, '-p', 'main', '-m', 'order']);
      git(['push', '--quiet', 'origin', `${commit}:refs/heads/main`]);
      git(['update-ref', 'refs/heads/main', commit]);
    },
  };
}
