/** A broker process that can be killed and started again, on the same port and the same local data. */
import { freePort, givenFolder, startBrokerProcess } from '../../helpers/broker-process.js';
import type { BrokerProcess } from '../../helpers/broker-process.js';

export interface Replica {
  readonly url: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  remove(): Promise<void>;
}

export async function givenReplica(env: Record<string, string>): Promise<Replica> {
  const folder = await givenFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let process: BrokerProcess | undefined;
  const start = async () => {
    process = await startBrokerProcess({ GIT_LOCAL_PATH: folder.path, ...env, SERVER_PORT: String(port) });
  };
  await start();
  return {
    url,
    start,
    kill: async () => process?.kill(),
    remove: async () => {
      await process?.stop();
      await folder.remove();
    },
  };
}
