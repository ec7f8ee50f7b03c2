/** Commands in the docs that no test runs, and why. */

export interface NotRun {
  readonly page: string;
  /** Its first line. */
  readonly begins: string;
  readonly because: string;
}

export const NOT_RUN: readonly NotRun[] = [
  {
    page: 'docs/tutorial/first-automated-service.md',
    begins: 'npm ci && npm run build && npm link',
    because: 'it would rebuild what other tests run, and change the machine',
  },
  { page: 'docs/tutorial/first-service.md', begins: 'npm ci && npm run build && npm link', because: 'as above' },
  {
    page: 'docs/how-to/check-a-broker.md',
    begins: 'gitbroker check https://broker.example.com --username user --service database --plan small',
    because: 'asks a person; the tests of the command answer',
  },
  {
    page: 'docs/how-to/move-from-unipipe.md',
    begins: 'git clone --mirror <your repository> trial.git',
    because: 'needs a repository of the reader',
  },
  {
    page: 'docs/how-to/move-from-unipipe.md',
    begins: 'git fetch origin && git log --oneline origin/main..main',
    because: 'is for the local folder of UniPipe',
  },
  {
    page: 'docs/how-to/rotate-credentials.md',
    begins:
      "curl --user cloudfoundry:new-password --header 'X-Broker-API-Version: 2.17' http://localhost:8075/v2/catalog",
    because: 'needs a broker that has been restarted with new credentials',
  },
  { page: 'docs/how-to/run-in-docker.md', begins: 'docker build --tag gitbroker .', because: 'needs Docker' },
  {
    page: 'docs/how-to/run-in-docker.md',
    begins: 'docker run --rm --publish 8075:8075 --volume gitbroker-data:/data \\',
    because: 'needs Docker',
  },
  {
    page: 'docs/how-to/run-in-docker.md',
    begins: 'docker run --detach --name gitbroker --publish 8075:8075 --stop-timeout 40 \\',
    because: 'needs Docker',
  },
  {
    page: 'docs/how-to/run-several-brokers.md',
    begins: 'export GIT_REMOTE=https://git.example.com/platform/services.git GIT_TOKEN_FILE=/run/secrets/git-token',
    because: 'needs a git host; the tests of several brokers have one',
  },
  {
    page: 'docs/how-to/write-your-own-broker.md',
    begins: 'npm install gitbroker fastify',
    because: 'needs the package on the registry; `test/packed` installs its tarball',
  },
];
