/** The commands of one run of Terraform or OpenTofu: same folder, same environment, one deadline for all. */
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { runChild } from './child-process.js';
import type { Outcome, HandlerRun } from './handler.js';
import { oneLine } from './status-change.js';

export type StepEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly description: string; readonly isLocked: boolean }
  | Extract<Outcome, { kind: 'blocked' | 'cancelled' }>;

const Outputs = z.record(z.string(), z.object({ value: z.unknown() }));
const MAX_OUTPUT = 1024 * 1024;
const MAX_ERROR_LINES = 200;

export class Steps {
  readonly #run: HandlerRun;
  readonly #binary: string;
  readonly #root: string;
  readonly #deadline: number;

  constructor(run: HandlerRun, binary: string, root: string) {
    this.#run = run;
    this.#binary = isAbsolute(binary) || !binary.includes('/') ? binary : join(run.checkout, binary);
    this.#root = root;
    this.#deadline = performance.now() + run.timeoutMs;
  }

  /**
   * @param words command and options
   * @param operands come last: what follows one of them is no option any more
   */
  async run(words: readonly string[], ...operands: readonly string[]): Promise<StepEnd> {
    const { log } = this.#run;
    log.line(`$ ${[this.#binary, ...words, ...operands].join(' ')}`);
    const errors: string[] = [];
    const end = await this.#child([...words, '-no-color', ...operands], (line, stream) => {
      log.line(line);
      if (stream === 'stderr' && errors.length < MAX_ERROR_LINES) errors.push(line);
    });
    const what = `${this.#run.rule.terraform?.binary ?? 'terraform'} ${words[0]}`;
    switch (end.kind) {
      case 'exited': {
        if (end.code === 0) return { kind: 'done' };
        const text = errorOf(errors);
        return { kind: 'failed', description: `${what} failed: ${text}`, isLocked: /state lock/i.test(text) };
      }
      case 'timeout':
        return { kind: 'failed', description: `${what} took too long and was ended`, isLocked: false };
      case 'killed':
        return { kind: 'failed', description: `${what} was ended by ${end.signal}`, isLocked: false };
      case 'not started':
        return { kind: 'blocked', reason: `${this.#binary}: ${end.reason}` };
      default:
        return end;
    }
  }

  /** The outputs of the module. They are not logged: credentials are among them. */
  async output(): Promise<
    { readonly kind: 'outputs'; readonly values: Record<string, unknown> } | Exclude<StepEnd, { kind: 'done' }>
  > {
    let text = '';
    const end = await this.#child(['output', '-json', '-no-color'], (line, stream) => {
      if (stream === 'stdout' && text.length < MAX_OUTPUT) text += `${line}\n`;
    });
    if (end.kind === 'cancelled') return end;
    const outputs = end.kind === 'exited' && end.code === 0 ? parseOutputs(text) : undefined;
    if (!outputs) return { kind: 'failed', description: 'the outputs of the module cannot be read', isLocked: false };
    const values = Object.entries(outputs).map(([name, { value }]) => [name, value]);
    return { kind: 'outputs', values: Object.fromEntries(values) };
  }

  #child(args: readonly string[], onLine: (line: string, stream: 'stdout' | 'stderr') => void) {
    const { env, folder, signal, graceMs } = this.#run;
    return runChild({
      command: this.#binary,
      args,
      cwd: this.#root,
      env: {
        ...env,
        TF_DATA_DIR: join(folder, 'data'),
        TF_IN_AUTOMATION: '1',
        TF_INPUT: '0',
        CHECKPOINT_DISABLE: '1',
      },
      timeoutMs: Math.max(1, this.#deadline - performance.now()),
      graceMs,
      // Providers are children of the binary, which ends them in order.
      interrupt: 'program',
      signal,
      onLine,
    });
  }
}

function parseOutputs(text: string): z.infer<typeof Outputs> | undefined {
  try {
    return Outputs.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The binary's own words, without the frame that it draws around them. */
function errorOf(lines: readonly string[]): string {
  const plain = lines.map((line) => line.replace(/^[│╷╵|]\s?/, '').trim());
  const start = plain.findIndex((line) => line.startsWith('Error:'));
  const text = oneLine(plain.slice(Math.max(0, start)).join(' '));
  return text === '' ? 'it said nothing' : text.replace(/^Error: /, '');
}
