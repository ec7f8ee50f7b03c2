/** Prints the demo so that it reads like a story: steps, what is sent, what comes back. Plain text unless told to colour. */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export class Narrator {
  readonly #out: NodeJS.WritableStream;
  readonly #color: boolean;
  #step = 0;

  constructor(out: NodeJS.WritableStream, color: boolean) {
    this.#out = out;
    this.#color = color;
  }

  step(title: string): void {
    this.#step += 1;
    this.#line(`\n${this.#style('bold', `${this.#step}. ${title}`)}`);
  }

  say(text: string): void {
    this.#line(`   ${text}`);
  }

  command(line: string): void {
    this.#line(`   ${this.#style('cyan', '$')} ${line}`);
  }

  request(method: string, path: string, body?: unknown): void {
    this.#line(`   ${this.#style('cyan', '→')} ${method} ${path}`);
    if (body !== undefined) this.#line(this.#style('gray', indent(JSON.stringify(body))));
  }

  answer(status: number, body: unknown): void {
    this.#line(`   ${this.#style(status < 400 ? 'green' : 'yellow', '←')} ${status} ${JSON.stringify(body)}`);
  }

  git(text: string): void {
    this.#line(this.#style('gray', indent(text.trimEnd(), '   git │ ')));
  }

  #style(style: Style, text: string): string {
    return this.#color ? styleText(style, text) : text;
  }

  #line(text: string): void {
    this.#out.write(`${text}\n`);
  }
}

function indent(text: string, prefix = '     '): string {
  return text
    .split('\n')
    .map((line) => prefix + line)
    .join('\n');
}
