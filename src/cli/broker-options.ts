/** Arguments and options of the commands that speak to a broker, whoever wrote it. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { collect, parseCount } from './options.js';

/** For commands that get the URL as an argument. */
export function withConnectionOptions(command: Command): Command {
  return command
    .option('--username <name>', 'for HTTP Basic (default: SB_BROKER_USERNAME)')
    .option('--password <password>', 'for HTTP Basic; better in SB_BROKER_PASSWORD, where nobody sees it')
    .option('--token <token>', 'bearer token in place of both; better in SB_BROKER_TOKEN')
    .addOption(new Option('-H, --header <header>', '"Name: value" for every request; several times').argParser(collect))
    .option('--api-version <version>', 'X-Broker-API-Version (default: 2.17)')
    .option('--ca <file>', 'certificates of authorities to trust, as PEM')
    .option('--insecure', 'trust any certificate')
    .addOption(new Option('--timeout <seconds>', 'of each request (default: 60)').argParser(parseCount));
}

export function withBrokerOptions(command: Command): Command {
  return withConnectionOptions(command.option('--url <url>', 'of the broker, without /v2 (default: SB_BROKER_URL)'))
    .option('--originating-identity <identity>', 'on whose behalf: "<platform> <JSON object>"')
    .option('--request-identity <id>', 'to find the requests again in the log of the broker');
}

/** Where services are remembered, and how long operations are waited for. */
export function withOrderOptions(command: Command): Command {
  return withServicesFile(withBrokerOptions(command)).addOption(
    new Option('--max-duration <seconds>', 'that an operation is waited for (default: 3600)').argParser(parseCount),
  );
}

/** What the argument `<instance>` is. */
export const INSTANCE = 'id of the instance, or the name that was given to it';

export function withServicesFile(command: Command): Command {
  return command.option(
    '--services-file <file>',
    'where services are remembered (default: GITBROKER_SERVICES_FILE or ~/.local/state/gitbroker/services.jsonl)',
  );
}

/** Needed for what was ordered elsewhere. */
export function withPlanOptions(command: Command): Command {
  return command
    .option('-s, --service <id or name>', 'service offering, for an instance that is not remembered')
    .option('-p, --plan <id or name>', 'its plan; may be left out where there is only one');
}

export function parametersOption(): Option {
  return new Option('-P, --parameters <parameters>', 'a JSON object, a file of JSON or YAML, or - for stdin');
}

export function dataOption(): Option {
  return new Option('-o, --output <format>', 'how the answer is written').choices(['yaml', 'json']).default('yaml');
}
