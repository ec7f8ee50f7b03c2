/** Where values come from: the variable itself, or a mounted file that NAME_FILE points to. */

/** What is wrong with one variable, and how to mend it. Never quotes a value. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadFile = (path: string) => string;

export interface Sources {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly ConfigProblem[];
}

/** An empty value counts as unset, because many tools cannot unset a variable. */
export function readSources(names: readonly string[], env: Environment, readFile: ReadFile): Sources {
  const values: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  for (const name of names) {
    const fileVariable = `${name}_FILE`;
    const path = env[fileVariable];
    if (env[name] && path) {
      problems.push({ variable: name, message: `is set together with ${fileVariable}; unset one of them` });
    } else if (path) {
      const read = contentOf(path, fileVariable, readFile);
      if ('problem' in read) problems.push(read.problem);
      else values[name] = read.content;
    } else if (env[name]) {
      values[name] = env[name];
    }
  }
  return { values, problems };
}

function contentOf(path: string, variable: string, readFile: ReadFile) {
  const problem = (reason: string) => ({ problem: { variable, message: `names a file that ${reason}` } });
  try {
    const content = readFile(path).replace(/\r?\n$/, '');
    return content === '' ? problem('is empty; write the value into it') : { content };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    return problem(`cannot be read (${code}); check the path and its permissions`);
  }
}
