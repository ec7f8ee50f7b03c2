/** Replays the commits of a branch: which operations started, and what was reported about them while they were current. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { Branch, ReportedState, StartedOperation } from './events.js';

const run = promisify(execFile);

const Operation = z.looseObject({
  id: z.string(),
  type: z.string(),
  requestId: z.string().optional(),
  supersedes: z.array(z.string()).optional(),
});
const OrderFile = z.looseObject({ operation: Operation.optional() });
const StatusFile = z.looseObject({ status: z.string().optional(), operation: z.string().optional() });

interface RecordState {
  operation?: z.infer<typeof Operation> | undefined;
  status?: z.infer<typeof StatusFile>;
}

export async function readBranch(repository: string, branch = 'main'): Promise<Branch> {
  const git = async (...args: string[]) =>
    (await run('git', ['-C', repository, ...args], { maxBuffer: 1 << 30 })).stdout;
  const contents = await readBlobs(
    repository,
    await git('log', '--format=', '--raw', '--no-abbrev', '--no-renames', branch),
  );
  const log = await git('log', '--reverse', '--format=commit %H %P', '--raw', '--no-abbrev', '--no-renames', branch);
  const records = new Map<string, RecordState>();
  const merges: string[] = [];
  const started: StartedOperation[] = [];
  const reported: ReportedState[] = [];
  const cutShort = new Map<string, string>();
  let at = 0;
  for (const commit of log.split(/^commit /m).slice(1)) {
    at += 1;
    const [ids = '', ...lines] = commit.trim().split('\n');
    if (ids.trim().split(' ').length > 2) merges.push(ids);
    const touched = new Set<string>();
    for (const { path, blob } of lines.flatMap(changeOf)) {
      const [, record, file] = /^(instances\/.+)\/(instance|binding|status)\.yml$/.exec(path) ?? [];
      if (record === undefined || file === undefined) continue;
      const state = records.get(record) ?? {};
      const content = load((blob && contents.get(blob)) ?? '{}');
      const before = state.operation?.id;
      if (file === 'status') state.status = StatusFile.parse(content);
      else state.operation = OrderFile.parse(content).operation;
      records.set(record, state);
      touched.add(record);
      if (file === 'status' || !state.operation || state.operation.id === before) continue;
      const { id, type, requestId, supersedes = [] } = state.operation;
      for (const superseded of supersedes) cutShort.set(superseded, record);
      started.push({ id, type, record, requestId, at });
    }
    for (const record of touched) {
      const { operation, status } = records.get(record) ?? {};
      if (!operation?.id || status?.operation !== operation.id || !status.status) continue;
      reported.push({ record, operation: operation.id, state: status.status, at });
    }
  }
  return { commits: at, merges, started, reported, cutShort };
}

function changeOf(line: string): { path: string; blob: string | undefined }[] {
  const [, blob = '', path = ''] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AMD]\t(.+)$/.exec(line) ?? [];
  return path === '' ? [] : [{ path, blob: /^0+$/.test(blob) ? undefined : blob }];
}

async function readBlobs(repository: string, raw: string): Promise<Map<string, string>> {
  const ids = [...new Set(raw.split('\n').flatMap((line) => changeOf(line).flatMap(({ blob }) => blob ?? [])))];
  const reading = run('git', ['-C', repository, 'cat-file', '--batch'], { encoding: 'buffer', maxBuffer: 1 << 30 });
  reading.child.stdin?.end(ids.map((id) => `${id}\n`).join(''));
  const { stdout } = await reading;
  const blobs = new Map<string, string>();
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf(10, at);
    const [id = '', , size = '0'] = stdout.toString('latin1', at, end).split(' ');
    blobs.set(id, stdout.toString('utf8', end + 1, end + 1 + Number(size)));
    at = end + 2 + Number(size);
  }
  return blobs;
}
