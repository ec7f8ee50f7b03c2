/** Where in a YAML file a value is: for people who have to correct it. */
import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';

/**
 * @returns the 1-based line of a value by its path (`services[0].plans[1].id`), or of the nearest one above it: what
 * comes by an alias is where its alias is, what is missing where it should be. undefined for text that is no YAML.
 */
export function yamlLines(text: string): (path: string) => number | undefined {
  const offsets = offsetsByPath(text);
  return (path) => {
    for (let at = path; ; at = parentOf(at)) {
      const offset = offsets.get(at);
      if (offset !== undefined) return text.slice(0, offset).split('\n').length;
      if (at === '') return undefined;
    }
  };
}

function parentOf(path: string): string {
  return path.replace(/(?:\.?[^.[\]]*|\[\d+\])$/, '');
}

interface Frame {
  readonly kind: 'document' | 'sequence' | 'mapping';
  readonly path: string;
  next: number;
  key: string | undefined;
}

function offsetsByPath(text: string): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  const stack: Frame[] = [];
  for (const event of eventsOf(text)) {
    if (event.type === EVENT_ID.POP) {
      stack.pop();
      continue;
    }
    if (event.type === EVENT_ID.DOCUMENT) {
      stack.push({ kind: 'document', path: '', next: 0, key: undefined });
      continue;
    }
    const parent = stack.at(-1);
    if (event.type === EVENT_ID.SCALAR && parent?.kind === 'mapping' && parent.key === undefined) {
      parent.key = getScalarValue(text, event);
      offsets.set(`${parent.path}${parent.path && '.'}${parent.key}`, Math.max(0, event.valueStart));
      continue;
    }
    const path = pathIn(parent);
    const start = startOf(event);
    if (!offsets.has(path) && start >= 0) offsets.set(path, start);
    if (event.type === EVENT_ID.SEQUENCE) stack.push({ kind: 'sequence', path, next: 0, key: undefined });
    if (event.type === EVENT_ID.MAPPING) stack.push({ kind: 'mapping', path, next: 0, key: undefined });
  }
  return offsets;
}

type YamlEvent = ReturnType<typeof parseEvents>[number];

/** As far as the file can be read. */
function eventsOf(text: string): YamlEvent[] {
  try {
    return parseEvents(text, {});
  } catch {
    return [];
  }
}

function startOf(event: YamlEvent): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart;
  return 'start' in event ? event.start : -1;
}

/** Of the value that comes next in a collection. */
function pathIn(parent: Frame | undefined): string {
  if (!parent || parent.kind === 'document') return '';
  if (parent.kind === 'sequence') {
    parent.next += 1;
    return `${parent.path}[${parent.next - 1}]`;
  }
  const { path, key = '' } = parent;
  parent.key = undefined;
  return `${path}${path && '.'}${key}`;
}
