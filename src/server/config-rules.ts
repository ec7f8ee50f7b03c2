/** What holds between variables. Each rule looks at the raw values, so that it can speak beside other problems. */
import { isPair } from './config-formats.js';
import type { ConfigProblem } from './config-sources.js';

export interface Credential {
  readonly username: string;
  readonly password: string;
}

type Values = Readonly<Record<string, string | undefined>>;
type Rule = (values: Values) => readonly ConfigProblem[];

const problem = (variable: string, message: string): readonly ConfigProblem[] => [{ variable, message }];

/** One needs the other. */
function together(first: string, second: string, values: Values): readonly ConfigProblem[] {
  if (values[first] && !values[second]) return problem(second, `is missing; ${first} is set, so set both or none`);
  if (values[second] && !values[first]) return problem(first, `is missing; ${second} is set, so set both or none`);
  return [];
}

export const RULES: readonly Rule[] = [
  (values) => together('APP_BASIC_AUTH_USERNAME', 'APP_BASIC_AUTH_PASSWORD', values),
  ({ APP_BASIC_AUTH_USERNAME, APP_BASIC_AUTH_PASSWORD, APP_BASIC_AUTH_CREDENTIALS }) =>
    APP_BASIC_AUTH_USERNAME || APP_BASIC_AUTH_PASSWORD || APP_BASIC_AUTH_CREDENTIALS
      ? []
      : problem('APP_BASIC_AUTH_USERNAME', 'is missing; set APP_BASIC_AUTH_USERNAME and APP_BASIC_AUTH_PASSWORD'),
  ({ APP_BASIC_AUTH_USERNAME: username = '' }) =>
    username.includes(':') ? problem('APP_BASIC_AUTH_USERNAME', 'must not contain a colon') : [],
  ({ APP_BASIC_AUTH_CREDENTIALS: lines = '' }) =>
    nonEmptyLines(lines).flatMap((line, index) =>
      /^[^:]+:./.test(line)
        ? []
        : problem('APP_BASIC_AUTH_CREDENTIALS', `must have user:password in entry ${index + 1}`),
    ),
  ...['APP_BASIC_AUTH_USERNAME', 'APP_BASIC_AUTH_PASSWORD', 'APP_BASIC_AUTH_CREDENTIALS'].map(
    (name): Rule =>
      (values) =>
        hasControlCharacter(values[name] ?? '', name === 'APP_BASIC_AUTH_CREDENTIALS')
          ? problem(name, 'must not contain control characters, which HTTP Basic authentication cannot carry')
          : [],
  ),
  ({ GIT_PASSWORD, GIT_TOKEN }) =>
    GIT_PASSWORD && GIT_TOKEN ? problem('GIT_TOKEN', 'is set together with GIT_PASSWORD; unset one of them') : [],
  (values) => together('SERVER_TLS_CERT', 'SERVER_TLS_KEY', values),
  ({ SERVER_TLS_CERT, SERVER_TLS_KEY }) =>
    SERVER_TLS_CERT && SERVER_TLS_KEY && !isPair(SERVER_TLS_CERT, SERVER_TLS_KEY)
      ? problem('SERVER_TLS_KEY', 'does not belong to the certificate in SERVER_TLS_CERT')
      : [],
];

/** Lines that are neither empty nor spaces only. */
export function nonEmptyLines(lines: string): string[] {
  return lines.split(/\r?\n/).filter((line) => line.trim() !== '');
}

export function credentialOf(line: string): Credential {
  const colon = line.indexOf(':');
  return { username: line.slice(0, colon), password: line.slice(colon + 1) };
}

function hasControlCharacter(value: string, lineBreaksAllowed: boolean): boolean {
  return /\p{Cc}/u.test(lineBreaksAllowed ? value.replaceAll(/\r?\n/g, '') : value);
}
